//! Health checks as a list: failing ones first.

use domain::{
    action::Action,
    actor::Actor,
    endpoint::{EndpointStatus, HealthCheck},
    time::Timestamp,
};

use super::{check, corrupt};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::endpoints::{self as store, CheckRow},
};

/// A health check as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointSummary {
    /// How it is configured.
    pub check: HealthCheck,
    /// Whether it answers, as last read; the freshness of its source says whether that still holds.
    pub status: EndpointStatus,
    /// Since when.
    pub since: Timestamp,
    /// Percent of checkers that reach it.
    pub percent_healthy: Option<f64>,
    /// Milliseconds to the first byte.
    pub first_byte_ms: Option<f64>,
    /// The minute that the values are of.
    pub measured_at: Option<Timestamp>,
}

/// Every health check: unhealthy, then unknown, then healthy ones; the lowest share of checkers first.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<EndpointSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let rows = store::list(backend.reader().await?.conn()).await?;
    let mut list = rows.iter().map(summary).collect::<Result<Vec<_>>>()?;
    list.sort_by(|a, b| {
        let rank = |one: &EndpointSummary| match one.status {
            EndpointStatus::Unhealthy => 0,
            EndpointStatus::Unknown => 1,
            EndpointStatus::Healthy => 2,
        };
        let share = |one: &EndpointSummary| one.percent_healthy.unwrap_or(100.0);
        rank(a).cmp(&rank(b)).then(share(a).total_cmp(&share(b)))
    });
    Ok(list)
}

pub(super) fn summary(row: &CheckRow) -> Result<EndpointSummary> {
    Ok(EndpointSummary {
        check: check(row)?,
        status: row.status.parse().map_err(|error| corrupt(row.n, error))?,
        since: row.status_since,
        percent_healthy: row.percent_healthy.map(percent),
        first_byte_ms: row.first_byte_us.map(milliseconds),
        measured_at: row.measured_at,
    })
}

pub(super) fn percent(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}

pub(super) fn milliseconds(micros: i64) -> f64 {
    micros as f64 / 1_000.0
}
