//! Signing in, and the one-time link that comes before it.

pub mod first;
pub mod form;

pub use first::FirstPage;
pub(super) use form::Brand;
pub use form::SignInPage;
