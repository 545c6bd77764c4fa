//! Endpoints: the health checks, one of them, and how they are said.

mod check;
mod list;
mod rows;
pub mod words;

pub use check::EndpointPage;
pub use list::EndpointsPage;
