//! The control path: how a test steers the simulator. Its requests and answers are JSON, documented on the crate.

mod accounts;
mod endpoints;
mod faults;
mod findings;
mod pace;

use crate::shared::Shared;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use std::sync::Arc;

/// A refusal: what is wrong with the request, in a line.
type Refusal = (StatusCode, String);

/// Every route under `/_control`.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route(
            "/faults",
            get(faults::list)
                .put(faults::replace)
                .post(faults::add)
                .delete(faults::clear),
        )
        .route("/accounts", put(accounts::set))
        .route("/external-id", put(faults::external_id))
        .route("/pace", put(pace::set))
        .route("/advance", post(pace::advance))
        .route("/state", get(pace::state))
        .route(
            "/counters",
            get(pace::counters).delete(pace::clear_counters),
        )
        .route("/finding", put(findings::put).delete(findings::remove))
        .route("/endpoint", put(endpoints::set))
}

fn refuse(why: impl Into<String>) -> Refusal {
    (StatusCode::BAD_REQUEST, why.into() + "\n")
}
