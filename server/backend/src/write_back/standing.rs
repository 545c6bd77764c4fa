//! How far the last decisions about one finding have come on their way to AWS.

use domain::{
    finding::{Plane, WriteBackState},
    time::Timestamp,
};

use crate::{
    error::{Error, Result},
    store::{
        db::Conn,
        write_backs::{self as store, WriteBackRow},
    },
};

/// What of a finding AWS has not been told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteBackStanding {
    /// Which plane was not told.
    pub plane: Plane,
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

/// The standings of the finding `n`, one a plane that has not all it is to be told.
pub(crate) async fn standing(conn: Conn<'_>, n: i64) -> Result<Vec<WriteBackStanding>> {
    let rows = store::of_finding(conn, n).await?;
    let mut standings: Vec<WriteBackStanding> =
        rows.into_iter().map(of_row).collect::<Result<_>>()?;
    standings.retain(|one| one.state != WriteBackState::Written);
    Ok(standings)
}

/// How far the decisions of one row have come.
pub(super) fn of_row(row: WriteBackRow) -> Result<WriteBackStanding> {
    let corrupt = |error: domain::UnknownWord| Error::Corrupt {
        table: "write_backs",
        row: row.n.to_string(),
        what: error.to_string(),
    };
    Ok(WriteBackStanding {
        plane: row.plane.parse().map_err(corrupt)?,
        state: row.state.parse().map_err(corrupt)?,
        since: row.queued_at,
        attempts: row.attempts,
        next_at: row.next_at,
        code: row.code.unwrap_or_default(),
        fault: row.fault.unwrap_or_default(),
    })
}
