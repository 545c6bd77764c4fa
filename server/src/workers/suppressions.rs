//! Carries out suppressions: hides what came, and shows what nothing hides any more.

use std::time::{Duration, Instant};

use backend::{Backend, live::Subscription, suppressions};
use domain::{actor::Actor, event::Topic};
use tokio::time::{sleep, timeout};

/// How often at least it is looked: an end comes without an event.
const EVERY: Duration = Duration::from_secs(5);
/// How long one event is waited with for more.
const GATHER: Duration = Duration::from_millis(50);
/// It rests so many times as long as it looked, so that many rules over many findings leave the machine to others.
const REST: u32 = 4;

pub(super) async fn run(backend: Backend) {
    let actor = Actor::Worker("suppressions".to_owned());
    let topics = [Topic::Findings, Topic::Suppressions];
    loop {
        // From before the look, so that nothing falls between it and the wait.
        let mut events = Subscription::new(&backend, &topics, None);
        let begun = Instant::now();
        let done = suppressions::keep_up(&backend, &actor).await;
        sleep((begun.elapsed() * REST).min(EVERY)).await;
        match done {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "suppressions could not be carried out; it is tried again");
                sleep(EVERY).await;
            }
        }
        if let Ok(Err(error)) = timeout(EVERY, events.next()).await {
            tracing::warn!(%error, "the log could not be followed");
            sleep(EVERY).await;
        }
        sleep(GATHER).await;
    }
}
