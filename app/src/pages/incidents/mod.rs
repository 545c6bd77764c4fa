//! Incidents: what goes wrong now, what went wrong, one of them, and the way to declare it.

mod acts;
mod declare;
mod incident;
pub(super) mod linked;
mod list;
mod timeline;
mod words;

pub use declare::DeclarePage;
pub use incident::IncidentPage;
pub use list::IncidentsPage;
