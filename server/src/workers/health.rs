//! Reads AWS Health: everything once, then what changed since.

use std::{sync::Arc, time::Duration};

use backend::{Backend, health, ports::HealthFeed, sources};
use chrono::TimeDelta;
use domain::actor::Actor;

use super::{
    failure::{Failure, report},
    timer::every,
};

/// How far before the last change an ordinary read begins: AWS's regions agree only after a while.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);

pub(super) async fn run(backend: Backend, feed: Arc<dyn HealthFeed>, period: Duration) {
    let actor = Actor::Worker("health".to_owned());
    let mut timer = every(period);
    loop {
        timer.tick().await;
        if let Err(failure) = read(&backend, &actor, feed.as_ref()).await {
            report(&backend, &actor, feed.source(), &failure).await;
        }
    }
}

async fn read(backend: &Backend, actor: &Actor, feed: &dyn HealthFeed) -> Result<(), Failure> {
    let source = feed.source();
    let (read_up_to, _) = sources::resume_at(backend, source).await?;
    let batch = feed.events(read_up_to.map(|upto| upto - OVERLAP)).await?;
    let newest = batch.events.iter().map(|event| event.updated).max();
    health::ingest(backend, actor, source, &batch, read_up_to.max(newest)).await?;
    Ok(())
}
