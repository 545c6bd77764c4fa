//! Reads one account's health checks: their list now and then, their status at every beat, and what
//! checkers see while somebody looks.

use std::{sync::Arc, time::Duration};

use backend::{
    Backend,
    endpoints::{self, Attention},
    ports::EndpointFeed,
};
use domain::{
    actor::Actor,
    endpoint::{HealthCheck, ObservationKind},
};
use tokio::time::{Instant, interval};

use super::{
    failure::{Failure, report},
    timer::every,
};

/// How often the list is read: Route 53 allows five calls a second for everything in an account.
pub(super) const LIST_EVERY: Duration = Duration::from_secs(300);
/// How often somebody's look is answered.
const LOOK_EVERY: Duration = Duration::from_secs(5);

pub(super) async fn run(backend: Backend, feed: Arc<dyn EndpointFeed>, period: Duration) {
    let actor = Actor::Worker("endpoints".to_owned());
    let mut timer = every(period);
    // Without a list there is nobody to ask about, and no status that would be new.
    let mut checks: Option<Vec<HealthCheck>> = None;
    let mut list_at = Instant::now();
    loop {
        timer.tick().await;
        if Instant::now() >= list_at {
            match list(&backend, &actor, feed.as_ref()).await {
                Ok(listed) => {
                    checks = Some(listed);
                    list_at = Instant::now() + LIST_EVERY;
                }
                Err(failure) => report(&backend, &actor, feed.list_source(), &failure).await,
            }
        }
        if let Some(checks) = &checks
            && let Err(failure) = read(&backend, &actor, feed.as_ref(), checks).await
        {
            report(&backend, &actor, feed.status_source(), &failure).await;
        }
    }
}

async fn list(
    backend: &Backend,
    actor: &Actor,
    feed: &dyn EndpointFeed,
) -> Result<Vec<HealthCheck>, Failure> {
    let checks = feed.health_checks().await?;
    endpoints::configure(backend, actor, feed.list_source(), &checks).await?;
    Ok(checks)
}

async fn read(
    backend: &Backend,
    actor: &Actor,
    feed: &dyn EndpointFeed,
    checks: &[HealthCheck],
) -> Result<(), Failure> {
    let readings = feed.readings(checks).await?;
    endpoints::read(backend, actor, feed.status_source(), &readings).await?;
    Ok(())
}

/// Answers looks: one check after the other, at the feed's own pace.
pub(super) async fn watch(backend: Backend, feed: Arc<dyn EndpointFeed>) {
    let actor = Actor::Worker("endpoints".to_owned());
    let account = feed.list_source().account.clone();
    let mut timer = interval(LOOK_EVERY);
    loop {
        timer.tick().await;
        let wanted = endpoints::wanted(&backend, &actor, account.as_str())
            .await
            .unwrap_or_default();
        for (id, attention) in wanted {
            if let Err(failure) = observe(&backend, &actor, feed.as_ref(), (&id, attention)).await {
                // Pages say how old their observations are; the list's status is not touched.
                tracing::warn!(%account, id, error = %failure, "checkers could not be asked");
            }
        }
    }
}

async fn observe(
    backend: &Backend,
    actor: &Actor,
    feed: &dyn EndpointFeed,
    (id, attention): (&str, Attention),
) -> Result<(), Failure> {
    let mut asked = vec![(ObservationKind::Now, feed.observations(id).await)];
    if attention == Attention::Page {
        asked.push((ObservationKind::LastFailure, feed.last_failures(id).await));
    }
    // What one question was answered is kept, whatever came of the other.
    let (mut answers, mut fault) = (Vec::new(), None);
    for (kind, answer) in asked {
        match answer {
            Ok(seen) => answers.push((kind, seen)),
            Err(why) => fault = Some(why),
        }
    }
    if !answers.is_empty() {
        let account = feed.list_source().account.as_str();
        endpoints::observe(backend, actor, (account, id), &answers).await?;
    }
    endpoints::answered(backend, actor, id, fault.clone()).await?;
    fault.map_or(Ok(()), |why| Err(why.into()))
}
