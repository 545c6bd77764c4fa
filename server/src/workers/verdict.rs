//! Watches the word for the floor: at what is committed, and by itself, since silence commits nothing.

use std::time::Duration;

use backend::{Backend, floor, live::Subscription};
use domain::{actor::Actor, event::Topic};
use tokio::time::{sleep, timeout};

/// How often at least: a source falls silent within it.
const EVERY: Duration = Duration::from_secs(2);
/// What comes within this time is answered by one look.
const COALESCE: Duration = Duration::from_secs(1);

pub(super) async fn run(backend: Backend) {
    let actor = Actor::Worker("verdict".to_owned());
    loop {
        // From before the look, so that nothing falls between it and the wait.
        let mut events = Subscription::new(&backend, Topic::ALL, None);
        match floor::turn(&backend, &actor).await {
            Ok(Some(verdict)) => tracing::info!(%verdict, "the floor turned"),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the floor could not be judged"),
        }
        if let Ok(Err(error)) = timeout(EVERY, events.next()).await {
            tracing::warn!(%error, "the log could not be followed");
            sleep(EVERY).await;
        }
        sleep(COALESCE).await;
    }
}
