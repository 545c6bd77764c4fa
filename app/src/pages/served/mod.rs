//! Pages that the server alone writes. Here they are made, and in the browser shown as they come.
//!
//! Their HTML is ours, escaped where it was written, and of this server: nothing that stood in an address or came from AWS
//! becomes an element of the page by it.

#[cfg(feature = "hydrate")]
mod ask;
#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod fields;
#[cfg(feature = "hydrate")]
mod merge;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "hydrate")]
mod times;

#[cfg(feature = "hydrate")]
pub use browser::Served;
#[cfg(feature = "hydrate")]
pub(super) use merge::merge;
#[cfg(feature = "ssr")]
pub(super) use server::served;
#[cfg(feature = "hydrate")]
pub(super) use times::tick_within;
