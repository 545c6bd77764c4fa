//! AWS Health: the documents that carry its events.

pub(crate) mod document;
mod event;
mod fields;
