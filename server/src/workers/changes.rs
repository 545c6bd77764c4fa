//! Moves changes whose time has come, whose calendar has opened or whose approvals do not suffice any more.

use std::time::Duration;

use backend::{Backend, changes};

use super::timer::every;

/// How often: a change that is due starts being due within this.
const EVERY: Duration = Duration::from_secs(2);

pub(super) async fn run(backend: Backend) {
    let mut timer = every(EVERY);
    loop {
        timer.tick().await;
        if let Err(error) = changes::advance_due(&backend).await {
            tracing::warn!(%error, "changes that are due were not moved; it is tried again");
        }
    }
}
