//! Pages: a folder for each place in the navigation. A page reads its address and owns its resources.

mod answer;
pub mod calendar;
pub mod changes;
pub mod endpoints;
pub mod findings;
pub mod frame;
pub mod health;
pub mod incidents;
mod lasting;
pub mod missing;
pub mod refused;
pub mod settings;
pub mod sign_in;
pub mod wall;
pub mod watch;
