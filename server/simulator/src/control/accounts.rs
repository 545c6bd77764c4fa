//! Accounts that leave the organization and join it.

use super::{Refusal, refuse};
use crate::shared::Shared;
use crate::story::accounts::{MANAGEMENT, find};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which accounts are no part of the organization from now on; all others are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Members {
    outside: BTreeSet<String>,
}

/// Takes accounts out of the organization's list, and those back that left before. The management account stays.
pub(super) async fn set(
    State(shared): State<Arc<Shared>>,
    Json(members): Json<Members>,
) -> Result<StatusCode, Refusal> {
    if members.outside.contains(MANAGEMENT) {
        return Err(refuse("the management account cannot leave"));
    }
    if let Some(unknown) = members.outside.iter().find(|id| find(id).is_none()) {
        return Err(refuse(format!("{unknown} is no account of ours")));
    }
    shared.world().outside = members.outside;
    Ok(StatusCode::NO_CONTENT)
}
