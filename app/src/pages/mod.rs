//! Pages: a folder for each place in the navigation. A page reads its address and owns its resources.
//!
//! A page without a will of its own is written by the server alone: its code is not in the browser, where [`served`]
//! stands in its place.

mod answer;
#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
pub mod changes;
#[cfg(feature = "ssr")]
pub mod endpoints;
#[cfg(feature = "ssr")]
mod filled;
pub mod findings;
pub mod frame;
#[cfg(feature = "ssr")]
pub mod health;
#[cfg(feature = "ssr")]
pub mod incidents;
mod lasting;
#[cfg(feature = "ssr")]
pub mod missing;
pub mod refused;
pub mod served;
#[cfg(feature = "ssr")]
pub mod settings;
pub mod sign_in;
#[cfg(feature = "ssr")]
mod source_note;
#[cfg(feature = "ssr")]
pub mod standards;
#[cfg(feature = "ssr")]
pub mod suppressions;
pub mod wall;
#[cfg(feature = "ssr")]
pub mod watch;
#[cfg(feature = "ssr")]
pub mod work;
mod written;
