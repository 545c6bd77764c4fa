//! Sends the mail that acts have left in the outbox.

use std::{sync::Arc, time::Duration};

use backend::{Backend, outbox, ports::Notifier};

use super::timer::every;

/// How often.
const EVERY: Duration = Duration::from_secs(2);

pub(super) async fn run(backend: Backend, notifier: Arc<dyn Notifier>) {
    let mut timer = every(EVERY);
    loop {
        timer.tick().await;
        if let Err(error) = outbox::send_due(&backend, notifier.as_ref()).await {
            tracing::warn!(%error, "the outbox could not be read; it is tried again");
        }
    }
}
