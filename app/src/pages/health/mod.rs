//! AWS Health: what AWS reports, one event, and how its codes are said.

mod event;
mod list;
pub mod words;

pub use event::HealthEventPage;
pub use list::HealthPage;
