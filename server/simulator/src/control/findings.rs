//! Documents that a test puts or takes away.

use super::{Refusal, refuse};
use crate::shared::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// Puts a document as it is, in the place of one with the same `ProductArn` and `Id`.
pub(super) async fn put(
    State(shared): State<Arc<Shared>>,
    Json(document): Json<Value>,
) -> Result<StatusCode, Refusal> {
    let mut world = shared.world();
    let now = world.story.now();
    world
        .findings
        .import(&document, now)
        .ok_or_else(|| refuse("a finding has the texts Id and ProductArn"))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct Identity {
    product_arn: String,
    id: String,
}

/// Takes a document away; 404 when it is not there.
pub(super) async fn remove(
    State(shared): State<Arc<Shared>>,
    Json(identity): Json<Identity>,
) -> StatusCode {
    match shared
        .world()
        .findings
        .remove(&identity.product_arn, &identity.id)
    {
        true => StatusCode::NO_CONTENT,
        false => StatusCode::NOT_FOUND,
    }
}
