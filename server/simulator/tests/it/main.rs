//! The simulator through its public face, over HTTP alone.

mod filters;
mod paging;
mod start;
mod story;
