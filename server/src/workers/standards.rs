//! Reads which standards are enabled and which controls each has, and keeps how they stand on each day.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use backend::{Backend, live::Subscription, ports::StandardsFeed, standards};
use domain::{actor::Actor, event::Topic};
use tokio::time::{sleep, timeout};

use super::{
    failure::{Failure, report},
    timer::every,
};

/// How often AWS is asked: a whole read takes a call for each control, and people switch standards seldom.
pub(super) const EVERY: Duration = Duration::from_secs(900);

pub(super) async fn run(backend: Backend, feed: Arc<dyn StandardsFeed>) {
    let actor = Actor::Worker("standards".to_owned());
    let mut timer = every(EVERY);
    loop {
        timer.tick().await;
        if let Err(failure) = read(&backend, &actor, feed.as_ref()).await {
            report(&backend, &actor, feed.source(), &failure).await;
        }
    }
}

async fn read(backend: &Backend, actor: &Actor, feed: &dyn StandardsFeed) -> Result<(), Failure> {
    let reading = feed.standards().await?;
    standards::take_in(backend, actor, feed.source(), &reading).await?;
    Ok(())
}

/// How often at least it is computed how they stand: a day may begin without an event.
const COMPUTE_EVERY: Duration = Duration::from_secs(300);
/// How long it rests after each computation, so that a sync of many findings does not keep the machine computing.
const REST: Duration = Duration::from_secs(5);
/// It rests so many times as long as it computed, where that is longer.
const SHARE: u32 = 20;

/// Keeps how standards stand, after whatever may have changed it.
pub(super) async fn keep(backend: Backend) {
    let actor = Actor::Worker("standards".to_owned());
    loop {
        // From before the computation, so that nothing falls between it and the wait.
        let mut events = Subscription::new(&backend, &[Topic::Findings, Topic::Standards], None);
        let begun = Instant::now();
        if let Err(error) = standards::keep_score(&backend, &actor).await {
            tracing::warn!(%error, "how standards stand could not be kept; it is tried again");
        }
        sleep(REST.max(begun.elapsed() * SHARE).min(COMPUTE_EVERY)).await;
        if let Ok(Err(error)) = timeout(COMPUTE_EVERY, events.next()).await {
            tracing::warn!(%error, "the log could not be followed");
        }
    }
}
