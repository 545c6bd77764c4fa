//! Standards: all of them with their scores, and one with its controls.

mod accounts;
mod controls;
mod list;
mod one;
mod score;
mod words;

pub use list::StandardsPage;
pub use one::StandardPage;
