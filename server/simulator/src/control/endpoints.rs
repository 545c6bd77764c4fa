//! Health checks that a test flips.

use crate::shared::Shared;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;

/// Flips.
pub(super) async fn set(State(_shared): State<Arc<Shared>>) -> StatusCode {
    StatusCode::NOT_FOUND
}
