//! The parsers against what others wrote, and the sources against two AWS that are not AWS.

mod emulated;
mod files;
mod paging;
mod samples;
mod simulated;
mod wire;
