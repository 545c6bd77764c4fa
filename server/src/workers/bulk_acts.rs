//! Carries on with acts on findings that are not finished, from the first moment: a restart may have cut one off.

use std::time::Duration;

use backend::{Backend, findings, live::Subscription};
use domain::{actor::Actor, event::Topic};
use tokio::time::{sleep, timeout};

/// How often at least it is looked: an act that begins tells so by the event of its first part.
const EVERY: Duration = Duration::from_secs(2);

pub(super) async fn run(backend: Backend) {
    let actor = Actor::Worker("bulk acts".to_owned());
    loop {
        // From before the look, so that nothing falls between it and the wait.
        let mut events = Subscription::new(&backend, &[Topic::Findings], None);
        match findings::carry_on(&backend, &actor).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "an act on findings could not go on; it is tried again");
                sleep(EVERY).await;
            }
        }
        if let Ok(Err(error)) = timeout(EVERY, events.next()).await {
            tracing::warn!(%error, "the log could not be followed");
            sleep(EVERY).await;
        }
    }
}
