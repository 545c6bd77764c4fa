//! Suppressions: what is hidden until a time, a new rule with what it would hide, and one of them.

mod form;
mod list;
mod new;
mod one;
mod words;

pub use list::SuppressionsPage;
pub use new::NewSuppressionPage;
pub use one::SuppressionPage;
