//! The simulator through its public face, over HTTP alone.

mod control;
mod filters;
mod filters_v2;
mod paging;
mod paging_v2;
mod planes;
mod start;
mod story;
