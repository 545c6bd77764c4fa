//! AWS Health: its API in both views, and the documents that carry its events.

mod account_view;
mod batch;
pub(crate) mod document;
mod event;
mod feed;
mod fields;
mod organization_view;
mod sdk;

pub(crate) use feed::{Health, HealthView};
