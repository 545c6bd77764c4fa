//! One health check whole: its history and what its checkers saw when somebody last looked.

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::Actor,
    endpoint::{CheckerObservation, EndpointStatus},
    time::Timestamp,
};

use super::{
    EndpointSummary, corrupt,
    list::{milliseconds, percent, summary},
};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{
        endpoints::{self as store, ObservationRow, ReadingRow},
        text::storable,
    },
};

/// How far back the history goes.
const HISTORY: TimeDelta = TimeDelta::hours(24);

/// One minute of a check's history.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointReadingAt {
    /// Which minute.
    pub at: Timestamp,
    /// Whether it answered.
    pub status: EndpointStatus,
    /// Percent of checkers that reached it.
    pub percent_healthy: Option<f64>,
    /// Milliseconds to the first byte.
    pub first_byte_ms: Option<f64>,
}

/// What one checker saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckerNow {
    /// What it saw.
    pub observation: CheckerObservation,
    /// When we asked AWS for it.
    pub asked_at: Timestamp,
}

/// A health check with all that is kept of it.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointDetail {
    /// As lists show it.
    pub summary: EndpointSummary,
    /// The last day, oldest first.
    pub history: Vec<EndpointReadingAt>,
    /// What each checker saw when somebody last looked.
    pub checkers: Vec<CheckerNow>,
    /// Why each checker last failed.
    pub last_failures: Vec<CheckerNow>,
}

/// One health check, by Route 53's id. Looking at it asks for its checkers' observations.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`].
pub async fn get(backend: &Backend, actor: &Actor, id: &str) -> Result<EndpointDetail> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::by_id(reader.conn(), &storable(id))
        .await?
        .ok_or(Error::NotFound)?;
    let since = backend.now() - HISTORY;
    let readings = store::readings(reader.conn(), row.n, since).await?;
    let observations = store::observations(reader.conn(), row.n).await?;
    let (now, failed): (Vec<_>, Vec<_>) =
        observations.into_iter().partition(|row| row.kind == "now");
    let reading = |reading: ReadingRow| {
        Ok(EndpointReadingAt {
            at: reading.measured_at,
            status: reading
                .status
                .parse()
                .map_err(|error| corrupt(row.n, error))?,
            percent_healthy: reading.percent_healthy.map(percent),
            first_byte_ms: reading.first_byte_us.map(milliseconds),
        })
    };
    Ok(EndpointDetail {
        summary: summary(&row)?,
        history: readings.into_iter().map(reading).collect::<Result<_>>()?,
        checkers: now.into_iter().map(checker).collect(),
        last_failures: failed.into_iter().map(checker).collect(),
    })
}

fn checker(row: ObservationRow) -> CheckerNow {
    CheckerNow {
        observation: CheckerObservation {
            region: row.region,
            address: row.address,
            status: row.status,
            checked_at: row.checked_at,
        },
        asked_at: row.asked_at,
    }
}
