//! Signing in, and the one-time link that comes before it.

mod brand;
#[cfg(feature = "ssr")]
pub mod first;
#[cfg(feature = "ssr")]
pub mod form;

pub(super) use brand::Brand;
#[cfg(feature = "ssr")]
pub use {first::FirstPage, form::SignInPage};

#[cfg(feature = "ssr")]
use crate::api::{ApiError, context::door};

/// Why nobody can sign in over this connection, if so: said before a password is typed and sent.
#[cfg(feature = "ssr")]
fn barred() -> Option<ApiError> {
    let door = door().ok()?;
    door.0.may_begin().err().map(ApiError::from)
}
