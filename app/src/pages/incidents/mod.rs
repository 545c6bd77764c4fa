//! Incidents: what goes wrong now, what went wrong, one of them, and the way to declare it.

#[cfg(feature = "ssr")]
mod acts;
#[cfg(feature = "ssr")]
mod declare;
#[cfg(feature = "ssr")]
mod incident;
pub(super) mod linked;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod timeline;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
pub use declare::DeclarePage;
#[cfg(feature = "ssr")]
pub use incident::IncidentPage;
#[cfg(feature = "ssr")]
pub use list::IncidentsPage;
