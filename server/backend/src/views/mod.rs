//! Views of the list of findings: kept under a name by whoever reads the floor, shared or not, and with which one the list
//! of a person or a role begins. What a view's address says is not read here.

mod change;
mod desk;
mod get;
mod own;
mod remove;
mod role;
mod save;
mod seen;

pub use change::{ViewChange, change};
pub use desk::{Desk, desk};
pub use get::{OpenView, get};
pub use own::{keep_columns, open_with};
pub use remove::remove;
pub use role::{clear_role, set_role};
pub use save::{NewView, save};
pub use seen::{View, ViewTarget};
