//! How far the last decisions about one finding have come on their way to AWS.

use domain::{finding::WriteBackState, time::Timestamp};

use crate::{
    error::{Error, Result},
    store::{db::Conn, write_backs as store},
};

/// What of a finding AWS has not been told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteBackStanding {
    /// Waiting, failed or refused.
    pub state: WriteBackState,
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next.
    pub next_at: Timestamp,
    /// AWS's code for why not; empty before the first try.
    pub code: String,
    /// AWS's sentence.
    pub fault: String,
}

/// The standing of the finding `n`; none when AWS has all it is to be told.
pub(crate) async fn standing(conn: Conn<'_>, n: i64) -> Result<Option<WriteBackStanding>> {
    let Some(row) = store::find(conn, n).await? else {
        return Ok(None);
    };
    let state: WriteBackState =
        row.state
            .parse()
            .map_err(|error: domain::UnknownWord| Error::Corrupt {
                table: "write_backs",
                row: n.to_string(),
                what: error.to_string(),
            })?;
    let open = state != WriteBackState::Written;
    Ok(open.then(|| WriteBackStanding {
        state,
        since: row.queued_at,
        attempts: row.attempts,
        next_at: row.next_at,
        code: row.code.unwrap_or_default(),
        fault: row.fault.unwrap_or_default(),
    }))
}
