//! Faults in force, and the external id that AssumeRole insists on.

use super::{Refusal, refuse};
use crate::faults::{Effect, Wrong};
use crate::operation::Operation;
use crate::shared::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// The faults in force.
pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Json<Vec<Wrong>> {
    Json(shared.world().faults.clone())
}

/// One more fault.
pub(super) async fn add(
    State(shared): State<Arc<Shared>>,
    Json(wrong): Json<Wrong>,
) -> Result<StatusCode, Refusal> {
    check(&wrong)?;
    shared.world().faults.push(wrong);
    Ok(StatusCode::NO_CONTENT)
}

/// These faults and no others.
pub(super) async fn replace(
    State(shared): State<Arc<Shared>>,
    Json(wrongs): Json<Vec<Wrong>>,
) -> Result<StatusCode, Refusal> {
    wrongs.iter().try_for_each(check)?;
    shared.world().faults = wrongs;
    Ok(StatusCode::NO_CONTENT)
}

/// No faults.
pub(super) async fn clear(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.world().faults.clear();
    StatusCode::NO_CONTENT
}

/// What AssumeRole must be sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExternalId {
    value: Option<String>,
}

/// Sets, or with null clears, the external id.
pub(super) async fn external_id(
    State(shared): State<Arc<Shared>>,
    Json(id): Json<ExternalId>,
) -> StatusCode {
    shared.world().external_id = id.value;
    StatusCode::NO_CONTENT
}

fn check(wrong: &Wrong) -> Result<(), Refusal> {
    match wrong.effect {
        Effect::Status { code } if !(500..=599).contains(&code) => {
            Err(refuse("the code of a status is 500 to 599"))
        }
        Effect::Latency { ms } if ms > 600_000 => Err(refuse("a latency is at most ten minutes")),
        _ if Operation::all().any(|one| wrong.names(one)) => Ok(()),
        _ => Err(refuse(format!(
            "no operation is {:?}: it is written like securityhub:GetFindings, securityhub:* or *",
            wrong.operation
        ))),
    }
}
