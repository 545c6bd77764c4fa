//! Health checks that a test flips.

use super::{Refusal, refuse};
use crate::route53::CHECKERS;
use crate::shared::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// Which health check, by its `Name` tag, and how many of its 16 checkers pass from now on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Flip {
    name: String,
    passing: u32,
}

/// Flips a health check; a calculated one follows its children and cannot be set.
pub(super) async fn set(
    State(shared): State<Arc<Shared>>,
    Json(flip): Json<Flip>,
) -> Result<StatusCode, Refusal> {
    if flip.passing > CHECKERS {
        return Err(refuse("there are 16 checkers"));
    }
    let mut world = shared.world();
    let now = world.story.now();
    let check = world
        .endpoints
        .checks
        .iter_mut()
        .find(|check| check.name == flip.name);
    check
        .ok_or_else(|| refuse("no health check has that name"))?
        .set_passing(now, flip.passing);
    Ok(StatusCode::NO_CONTENT)
}
