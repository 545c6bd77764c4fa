//! What came of a form that works without scripts: the server leads back, with the answer in the address.

use leptos::{
    prelude::use_context,
    server::ServerActionError,
    server_fn::{ServerFn, error::ServerFnUrlError},
};

use crate::api::ApiError;
#[cfg(feature = "ssr")]
use crate::{api::context::with_held, query::Query};

/// Why the form to `F` was refused, if it was. A `ServerAction` would say it too, and bring into the browser all
/// that it takes to call the function from there, which these forms never do.
pub(super) fn form_fault<F: ServerFn>() -> Option<ApiError> {
    fault_of(F::PATH)
}

/// What the address of a page says, and what was typed into its form before a refusal.
#[cfg(feature = "ssr")]
pub(super) fn typed(search: &str) -> Query {
    with_held(Query::parse(search))
}

fn fault_of(path: &str) -> Option<ApiError> {
    let fault = use_context::<ServerActionError>()?;
    (fault.path() == path).then(|| ServerFnUrlError::<ApiError>::decode_err(fault.err()))
}
