//! Taking in what CloudWatch says of health checks.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    action::Action, actor::Actor, endpoint::EndpointReading, event::Topic, source::SourceId,
};

use crate::{
    backend::{Backend, Write, authorize},
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
    let mut flipped = BTreeMap::<_, Vec<String>>::new();
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
            let to = flipped.entry(reading.status.as_str()).or_default();
            to.push(id.clone());
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
    let count = flipped.values().map(Vec::len).sum::<usize>() as u64;
    tell(write, flipped).await?;
    Ok(count)
}

/// An event for each status that checks turned to, so that who reads the log later knows it still.
async fn tell(mut write: Write<'_>, mut flipped: BTreeMap<&str, Vec<String>>) -> Result<()> {
    let last = flipped.pop_last();
    for (status, ids) in flipped {
        let (seq, kind) = (write.take_seq().await?, format!("endpoints.{status}"));
        write.tell(seq, Topic::Endpoints, &kind, ids).await?;
    }
    let seq = write.take_seq().await?;
    let (kind, ids) = match last {
        Some((status, ids)) => (format!("endpoints.{status}"), ids),
        None => ("endpoints.read".to_owned(), Vec::new()),
    };
    write.finish(seq, Topic::Endpoints, &kind, ids).await?;
    Ok(())
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
