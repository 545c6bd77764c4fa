//! Forgets what has ended by itself: sessions, old events, old readings, old rejects;
//! and keeps the index of findings for the next start.

use std::{path::PathBuf, time::Duration};

use backend::{Backend, endpoints, findings::keep_index, live, outbox, people, sources};

use super::timer::every;

/// How often.
const EVERY: Duration = Duration::from_secs(600);

pub(super) async fn run(backend: Backend, index_file: PathBuf) {
    let mut timer = every(EVERY);
    loop {
        timer.tick().await;
        if let Err(error) = people::delete_expired_sessions(&backend).await {
            tracing::warn!(%error, "ended sessions could not be forgotten");
        }
        if let Err(error) = endpoints::prune(&backend).await {
            tracing::warn!(%error, "old readings could not be forgotten");
        }
        if let Err(error) = keep_index(&backend, &index_file).await {
            tracing::warn!(%error, "a start after a crash reads every finding instead");
        }
        if let Err(error) = outbox::prune(&backend).await {
            tracing::warn!(%error, "old mail could not be forgotten");
        }
        if let Err(error) = sources::prune(&backend).await {
            tracing::warn!(%error, "old rejected records could not be forgotten");
        }
        if let Err(error) = live::prune(&backend).await {
            tracing::warn!(%error, "old events could not be forgotten");
        }
    }
}
