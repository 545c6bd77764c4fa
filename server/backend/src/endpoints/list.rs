//! Health checks as a list, with what may still be believed of each: failing ones first.

use domain::{
    action::Action,
    actor::Actor,
    endpoint::{Enabled, EndpointStatus, HealthCheck, Standing},
    source::FreshnessState,
    time::Timestamp,
};

use super::{belief::Belief, check, corrupt};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::{
        db::Conn,
        endpoints::{self as store, CheckRow},
    },
};

/// A health check as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointSummary {
    /// How it is configured.
    pub check: HealthCheck,
    /// How it stands; Unknown as soon as its source is silent, whatever it said last.
    pub standing: Standing,
    /// Since when it has stood so: where its source is silent, since the last answer; else since its status turned.
    pub since: Timestamp,
    /// Percent of checkers that reach it.
    pub percent_healthy: Option<f64>,
    /// Milliseconds to the first byte.
    pub first_byte_ms: Option<f64>,
    /// The minute that the values are of.
    pub measured_at: Option<Timestamp>,
    /// What may be believed of the source of its status.
    pub source: FreshnessState,
    /// When it was last seen, where it failed then and nothing is heard of it any more.
    pub failed_at: Option<Timestamp>,
}

/// Every health check by how it stands, the lowest share of checkers first, then by name.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<EndpointSummary>> {
    let rows = rows(backend, actor).await?;
    Ok(rows.into_iter().map(|(_, summary)| summary).collect())
}

/// The same with the number of each row.
pub(super) async fn rows(backend: &Backend, actor: &Actor) -> Result<Vec<(i64, EndpointSummary)>> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let belief = Belief::at(reader.conn(), backend.now()).await?;
    let read = async |conn: Conn<'_>| Ok(store::list(conn).await?);
    let rows = backend.kept().health_checks.get(&mut reader, read).await?;
    let summaries = rows.iter().map(|row| Ok((row.n, summary(row, &belief)?)));
    let mut list = summaries.collect::<Result<Vec<_>>>()?;
    list.sort_by(|(_, a), (_, b)| {
        let share = |one: &EndpointSummary| one.percent_healthy.unwrap_or(100.0);
        let standing = a.standing.cmp(&b.standing);
        standing.then(share(a).total_cmp(&share(b)))
    });
    Ok(list)
}

/// The last green is never kept: what a silent source said is unknown.
pub(super) fn summary(row: &CheckRow, belief: &Belief) -> Result<EndpointSummary> {
    let check = check(row)?;
    let source = belief.of(&check.account);
    let heard = source != FreshnessState::Blind;
    let last = row.status.parse().map_err(|error| corrupt(row.n, error))?;
    let status = match heard {
        true => last,
        false => EndpointStatus::Unknown,
    };
    let lost = !heard && check.enabled == Enabled::On && last != EndpointStatus::Unknown;
    let silent_since = belief.silent_since(&check.account).filter(|_| lost);
    // A failure is not green: whoever cannot look any more is told of the last one, with its age.
    let failed = lost && last == EndpointStatus::Unhealthy;
    let percent_healthy = row.percent_healthy.map(percent).filter(|_| heard);
    Ok(EndpointSummary {
        standing: Standing::of(check.enabled, status, percent_healthy),
        check,
        since: silent_since.unwrap_or(row.status_since),
        percent_healthy,
        first_byte_ms: row.first_byte_us.map(milliseconds).filter(|_| heard),
        measured_at: row.measured_at,
        source,
        failed_at: failed.then(|| row.measured_at.unwrap_or(row.status_since)),
    })
}

pub(super) fn percent(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}

pub(super) fn milliseconds(micros: i64) -> f64 {
    micros as f64 / 1_000.0
}
