//! Signing in, and the one-time link that comes before it.

mod brand;
#[cfg(feature = "ssr")]
pub mod first;
#[cfg(feature = "ssr")]
pub mod form;

pub(super) use brand::Brand;
#[cfg(feature = "ssr")]
pub use {first::FirstPage, form::SignInPage};
