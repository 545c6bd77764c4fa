//! Whether calendars and freezes let a change start at an instant.

use domain::{change::StartGate, scope::Scope, time::Timestamp};

use crate::{calendar::load, error::Result, store::db::Conn};

/// What holds a start, in words for the record.
pub(super) struct Gate {
    pub(super) gate: StartGate,
    pub(super) because: String,
}

/// What holds a start at `at` of something that touches `scopes`.
pub(super) async fn gate_at(conn: Conn<'_>, scopes: &[Scope], at: Timestamp) -> Result<Gate> {
    let found = load::gate_at(conn, scopes, at).await?;
    Ok(Gate {
        gate: match found.is_open() {
            true => StartGate::Open,
            false => StartGate::Closed,
        },
        because: found.because(),
    })
}
