//! AWS Health: what AWS reports, one event, and how its codes are said.

#[cfg(feature = "ssr")]
mod event;
#[cfg(feature = "ssr")]
mod list;
pub mod words;

#[cfg(feature = "ssr")]
pub use event::HealthEventPage;
#[cfg(feature = "ssr")]
pub use list::HealthPage;
