//! The story's pace, single steps, and what has been counted.

use super::{Refusal, refuse};
use crate::counters::Counters;
use crate::options::Pace;
use crate::shared::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// The most ticks one request may ask for.
const TICKS: u32 = 10_000;

/// How fast: milliseconds between ticks, or null for still.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPace {
    every_ms: Option<u64>,
}

/// Sets the pace from the next tick on.
pub(super) async fn set(
    State(shared): State<Arc<Shared>>,
    Json(pace): Json<NewPace>,
) -> Result<StatusCode, Refusal> {
    if pace.every_ms == Some(0) {
        return Err(refuse("every_ms is at least 1, or null for still"));
    }
    shared.pace.send_replace(
        pace.every_ms
            .map_or(Pace::Still, |ms| Pace::Every(Duration::from_millis(ms))),
    );
    Ok(StatusCode::NO_CONTENT)
}

/// How many ticks, and how long each lasts in the story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Steps {
    ticks: u32,
    #[serde(default = "one_second")]
    tick_ms: u64,
}

fn one_second() -> u64 {
    1_000
}

/// Moves the story on; answers with where it is then.
pub(super) async fn advance(
    State(shared): State<Arc<Shared>>,
    Json(steps): Json<Steps>,
) -> Result<Json<Value>, Refusal> {
    if steps.ticks > TICKS || steps.tick_ms > 86_400_000 {
        return Err(refuse("at most 10000 ticks of at most a day"));
    }
    for _ in 0..steps.ticks {
        shared.world().tick(steps.tick_ms);
    }
    Ok(Json(place(&shared)))
}

/// Where the story is.
pub(super) async fn state(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(place(&shared))
}

/// Requests and refusals of each operation.
pub(super) async fn counters(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!(shared.world().counters))
}

/// Counts from nothing again.
pub(super) async fn clear_counters(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.world().counters = Counters::default();
    StatusCode::NO_CONTENT
}

fn place(shared: &Shared) -> Value {
    let world = shared.world();
    json!({
        "now": world.story.now().to_rfc3339(),
        "ticks": world.story.ticks(),
        "seed": world.story.seed(),
        "findings": world.findings.len(),
        "findings_v2": world.findings.plane.len(),
    })
}
