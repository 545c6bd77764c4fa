//! The task that reads the log's table, and the one that keeps it short.

use std::time::Duration;

use chrono::TimeDelta;
use domain::event::Seq;

use crate::{backend::Backend, error::Result, store::events};

/// Events read at a time.
const BATCH: i64 = 500;
/// How long to wait for a nudge: the same for a commit of another process, whose nudge never comes.
const TICK: Duration = Duration::from_secs(1);
/// How long events are kept for followers that come back.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How many of the newest are kept whatever their age.
pub(super) const KEPT_AT_LEAST: i64 = 10_000;

/// Follows the table for as long as the process lives. A failure is logged once and tried again at the next tick.
pub async fn tail(backend: Backend) {
    let mut failing = false;
    loop {
        match catch_up(&backend).await {
            Ok(()) => failing = false,
            Err(error) if !failing => {
                tracing::error!(%error, "the event log cannot be read");
                failing = true;
            }
            Err(_) => {}
        }
        let _ = tokio::time::timeout(TICK, backend.live().nudge.notified()).await;
    }
}

async fn catch_up(backend: &Backend) -> Result<()> {
    loop {
        let mut reader = backend.reader().await?;
        let read = events::after(reader.conn(), backend.live().head(), BATCH).await?;
        let full = read.len() as i64 == BATCH;
        backend.live().push(read);
        if !full {
            return Ok(());
        }
    }
}

/// Forgets old events; a follower that comes back later is told to read everything again.
///
/// # Errors
/// When the database fails.
pub async fn prune(backend: &Backend) -> Result<()> {
    let mut write = backend.write().await?;
    let upto = Seq(backend.live().head().0 - KEPT_AT_LEAST);
    let before = write.now - KEPT;
    events::prune(write.conn(), upto, before).await?;
    write.commit().await
}
