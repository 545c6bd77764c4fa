//! Tells Security Hub what people here decided, as far as accounts are switched to it.

use std::{sync::Arc, time::Duration};

use backend::{
    Backend,
    live::Subscription,
    ports::FindingWriter,
    write_back::{places_due, send_due},
};
use domain::{event::Topic, source::SourceId};
use futures::future::join_all;
use tokio::time::{sleep, timeout};

/// How often at least: what failed is tried again by itself.
const EVERY: Duration = Duration::from_secs(10);
/// What is decided within this time goes in one call.
const COALESCE: Duration = Duration::from_secs(1);

pub(super) async fn run(backend: Backend, writers: Vec<Arc<dyn FindingWriter>>) {
    let among: Vec<SourceId> = writers.iter().map(|it| it.source().clone()).collect();
    loop {
        // From before the turn, so that nothing falls between it and the wait.
        let mut events = Subscription::new(&backend, &[Topic::Findings], None);
        if let Err(error) = turn(&backend, &writers, &among).await {
            tracing::warn!(%error, "what is due for AWS could not be read or marked; it is tried again");
        }
        if let Ok(Err(error)) = timeout(EVERY, events.next()).await {
            tracing::warn!(%error, "the log could not be followed");
            sleep(EVERY).await;
        }
        sleep(COALESCE).await;
    }
}

/// Each place by itself: one that does not answer keeps no other waiting for its own calls.
async fn turn(
    backend: &Backend,
    writers: &[Arc<dyn FindingWriter>],
    among: &[SourceId],
) -> backend::Result<()> {
    let due = places_due(backend, among).await?;
    let called = writers.iter().filter(|it| due.contains(it.source()));
    let sent = called.map(|writer| send_due(backend, writer.as_ref(), among));
    for sent in join_all(sent).await {
        sent?;
    }
    Ok(())
}
