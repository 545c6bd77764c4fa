//! Endpoints: the health checks, one of them, and how they are said.

#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod rows;
pub mod words;

#[cfg(feature = "ssr")]
pub use check::EndpointPage;
#[cfg(feature = "ssr")]
pub use list::EndpointsPage;
