//! One health check whole: its history and what its checkers saw when somebody last looked.

use domain::{
    action::Action,
    actor::Actor,
    endpoint::{CheckerObservation, Minute, ObservationKind, quarters},
    source::SourceFault,
    time::Timestamp,
};

use super::{
    EndpointSummary,
    belief::Belief,
    corrupt,
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
    pub history: Vec<Minute>,
    /// What each checker saw when somebody last looked.
    pub checkers: Vec<CheckerNow>,
    /// Why each checker last failed.
    pub last_failures: Vec<CheckerNow>,
    /// Why AWS did not answer when it was last asked for these; nothing where it did, or was not asked yet.
    pub fault: Option<SourceFault>,
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
    let now = backend.now();
    let belief = Belief::at(reader.conn(), now).await?;
    let readings = store::readings(reader.conn(), row.n, quarters(now).from).await?;
    let observations = store::observations(reader.conn(), row.n).await?;
    let (seen, failed): (Vec<_>, Vec<_>) = observations
        .into_iter()
        .partition(|row| row.kind == ObservationKind::Now.as_str());
    let reading = |reading: ReadingRow| {
        Ok(Minute {
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
        summary: summary(&row, &belief)?,
        history: readings.into_iter().map(reading).collect::<Result<_>>()?,
        checkers: seen.into_iter().map(checker).collect(),
        last_failures: failed.into_iter().map(checker).collect(),
        fault: backend.wanted().fault(id),
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
