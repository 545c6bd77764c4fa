//! Taking in what CloudWatch says of health checks.

use chrono::TimeDelta;
use domain::{
    action::Action, actor::Actor, endpoint::EndpointReading, event::Topic, source::SourceId,
};

use crate::{
    backend::{Backend, authorize},
    error::Result,
    sources,
    store::{
        endpoints::{self as store, ReadingRow},
        sources as source_rows,
    },
};

/// How long readings are kept: a week of minutes, for the history strip and the latency chart.
const KEPT: TimeDelta = TimeDelta::days(7);

/// Keeps the readings of the source's account; the answer is how many checks changed their status.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn read(
    backend: &Backend,
    actor: &Actor,
    source: &SourceId,
    readings: &[EndpointReading],
) -> Result<u64> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let source_n = sources::number(&mut write, source).await?;
    let now = write.now;
    let mut flipped = Vec::new();
    for reading in readings {
        let id = &reading.health_check_id;
        let Some(mut row) = store::find(write.conn(), source.account.as_str(), id).await? else {
            continue;
        };
        let new = ReadingRow {
            measured_at: reading.measured_at.unwrap_or(now),
            status: reading.status.as_str().to_owned(),
            percent_healthy: reading
                .percent_healthy
                .map(|percent| (percent * 100.0).round() as i64),
            first_byte_us: reading
                .first_byte_ms
                .map(|ms| (ms * 1_000.0).round() as i64),
        };
        if row.status != new.status {
            row.status.clone_from(&new.status);
            row.status_since = new.measured_at;
            flipped.push(id.clone());
        }
        row.percent_healthy = new.percent_healthy;
        row.first_byte_us = new.first_byte_us;
        row.measured_at = reading.measured_at;
        store::read(write.conn(), &row).await?;
        if reading.measured_at.is_some() {
            store::insert_reading(write.conn(), row.n, &new).await?;
        }
    }
    source_rows::advance(write.conn(), source_n, None, now, readings.len() as i64).await?;
    let count = flipped.len() as u64;
    let seq = write.take_seq().await?;
    let kind = if count == 0 {
        "endpoints.read"
    } else {
        "endpoints.flipped"
    };
    write.finish(seq, Topic::Endpoints, kind, flipped).await?;
    Ok(count)
}

/// Forgets readings older than a week.
///
/// # Errors
/// When the database fails.
pub async fn prune(backend: &Backend) -> Result<()> {
    let mut write = backend.write().await?;
    let before = write.now - KEPT;
    store::prune_readings(write.conn(), before).await?;
    write.commit().await
}
