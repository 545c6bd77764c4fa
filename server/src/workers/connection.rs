//! Finds out who we are in AWS and what there is to read, and starts a worker for each source.
//!
//! AWS need not answer for the server to start: until it does, the identity is a blind source.

use std::time::Duration;

use aws::{AwsSettings, Sources};
use backend::{Backend, findings::ask_histories_of, sources};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    source::{SourceFault, SourceId, SourceKind},
};
use tokio::task::JoinSet;

use super::{
    accounts, endpoints,
    failure::{Failure, report},
    findings, health, standards, write_back,
};
use crate::config::Aws;

/// How often the identity is asked for, and asked for again when AWS did not say.
const EVERY: Duration = Duration::from_secs(30);

pub(super) async fn run(backend: Backend, settings: Aws, connection: AwsSettings) {
    let actor = Actor::Worker("connection".to_owned());
    let identity = identity_source();
    let seconds = EVERY.as_secs().cast_signed();
    // Aborted with this worker, whichever way it ends.
    let mut readers = JoinSet::new();
    loop {
        let connected = aws::connect(&connection).await;
        let done = match connected {
            Ok(found) => start(&backend, &actor, &settings, found, &mut readers).await,
            Err(fault) => Err(Failure::from(fault)),
        };
        let Err(failure) = done else { break };
        readers.abort_all();
        if let Err(error) = sources::register(&backend, &actor, &identity, seconds).await {
            tracing::error!(%error, "the identity could not be registered");
        }
        report(&backend, &actor, &identity, &failure).await;
        tokio::time::sleep(EVERY).await;
    }
    while readers.join_next().await.is_some() {}
}

fn identity_source() -> SourceId {
    SourceId {
        kind: SourceKind::Identity,
        account: "credentials".into(),
        region: "global".into(),
    }
}

/// How often each kind of source is read.
struct Periods {
    findings: Duration,
    sweep: TimeDelta,
    health: Duration,
    endpoints: Duration,
}

impl Periods {
    fn of(settings: &Aws) -> Self {
        let period = |seconds: u32| Duration::from_secs(u64::from(seconds));
        Self {
            findings: period(settings.findings_seconds),
            sweep: TimeDelta::minutes(i64::from(settings.sweep_minutes)),
            health: period(settings.health_seconds),
            endpoints: period(settings.endpoints_seconds),
        }
    }
}

/// Registers every source and starts its worker.
async fn start(
    backend: &Backend,
    actor: &Actor,
    settings: &Aws,
    found: Sources,
    readers: &mut JoinSet<()>,
) -> Result<(), Failure> {
    if let Some(fault) = found.organization_fault {
        // Only our own account would be read, and the floor would look whole: connect again instead.
        return Err(Failure::from(organization(fault)));
    }
    let periods = Periods::of(settings);
    register(backend, actor, &found, &periods).await?;
    if let Some(feed) = found.organization {
        readers.spawn(accounts::run(backend.clone(), feed));
    }
    ask_histories_of(backend, found.histories);
    readers.spawn(write_back::run(backend.clone(), found.writers));
    for feed in found.findings {
        let (period, sweep) = (periods.findings, periods.sweep);
        readers.spawn(findings::run(backend.clone(), feed, period, sweep));
    }
    for feed in found.standards {
        readers.spawn(standards::run(backend.clone(), feed));
    }
    for feed in found.health {
        readers.spawn(health::run(backend.clone(), feed, periods.health));
    }
    for feed in found.endpoints {
        readers.spawn(endpoints::run(
            backend.clone(),
            feed.clone(),
            periods.endpoints,
        ));
        readers.spawn(endpoints::watch(backend.clone(), feed));
    }
    Ok(())
}

/// Writes down which sources there are and how often each is read; what an earlier configuration read is retired.
async fn register(
    backend: &Backend,
    actor: &Actor,
    found: &Sources,
    periods: &Periods,
) -> Result<(), Failure> {
    let mut polled: Vec<(&SourceId, Duration)> = Vec::new();
    polled.extend(
        found
            .findings
            .iter()
            .map(|feed| (feed.source(), periods.findings)),
    );
    polled.extend(
        found
            .health
            .iter()
            .map(|feed| (feed.source(), periods.health)),
    );
    polled.extend(
        found
            .standards
            .iter()
            .map(|feed| (feed.source(), standards::EVERY)),
    );
    for feed in &found.endpoints {
        polled.push((feed.list_source(), endpoints::LIST_EVERY));
        polled.push((feed.status_source(), periods.endpoints));
    }
    polled.extend(
        found
            .organization
            .iter()
            .map(|feed| (feed.source(), accounts::EVERY)),
    );
    for (source, period) in &polled {
        let seconds = i64::try_from(period.as_secs()).unwrap_or(i64::MAX);
        sources::register(backend, actor, source, seconds).await?;
    }
    let polled: Vec<SourceId> = polled
        .into_iter()
        .map(|(source, _)| source.clone())
        .collect();
    sources::keep_only(backend, actor, &polled).await?;
    Ok(())
}

fn organization(fault: SourceFault) -> SourceFault {
    match fault {
        SourceFault::Unreachable(text) => SourceFault::Unreachable(format!(
            "the organization's accounts could not be listed: {text}"
        )),
        other => other,
    }
}
