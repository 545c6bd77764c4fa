//! Finds out who we are in AWS and what there is to read, and starts a worker for each source.
//!
//! AWS need not answer for the server to start: until it does, the identity is a blind source.

use std::time::Duration;

use aws::{AwsSettings, Sources};
use backend::{Backend, sources};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    source::{SourceFault, SourceId, SourceKind},
};
use tokio::task::JoinSet;

use super::{
    accounts, endpoints,
    failure::{Failure, report},
    findings, health,
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
    SourceId { kind: SourceKind::Identity, account: "credentials".into(), region: "global".into() }
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
    let seconds = |period: Duration| i64::try_from(period.as_secs()).unwrap_or(i64::MAX);
    let period = |seconds: u32| Duration::from_secs(u64::from(seconds));
    let (for_findings, for_health, for_endpoints) = (
        period(settings.findings_seconds),
        period(settings.health_seconds),
        period(settings.endpoints_seconds),
    );
    let mut polled: Vec<(SourceId, i64)> = Vec::new();
    polled.extend(found.findings.iter().map(|feed| (feed.source().clone(), seconds(for_findings))));
    polled.extend(found.health.iter().map(|feed| (feed.source().clone(), seconds(for_health))));
    for feed in &found.endpoints {
        polled.push((feed.list_source().clone(), seconds(endpoints::LIST_EVERY)));
        polled.push((feed.status_source().clone(), seconds(for_endpoints)));
    }
    polled.extend(found.organization.iter().map(|feed| (feed.source().clone(), seconds(accounts::EVERY))));
    for (source, seconds) in &polled {
        sources::register(backend, actor, source, *seconds).await?;
    }
    let polled: Vec<SourceId> = polled.into_iter().map(|(source, _)| source).collect();
    sources::keep_only(backend, actor, &polled).await?;
    let sweep = TimeDelta::minutes(i64::from(settings.sweep_minutes));
    if let Some(feed) = found.organization {
        readers.spawn(accounts::run(backend.clone(), feed));
    }
    for feed in found.findings {
        readers.spawn(findings::run(backend.clone(), feed, for_findings, sweep));
    }
    for feed in found.health {
        readers.spawn(health::run(backend.clone(), feed, for_health));
    }
    for feed in found.endpoints {
        readers.spawn(endpoints::run(backend.clone(), feed.clone(), for_endpoints));
        readers.spawn(endpoints::watch(backend.clone(), feed));
    }
    Ok(())
}

fn organization(fault: SourceFault) -> SourceFault {
    match fault {
        SourceFault::Unreachable(text) => {
            SourceFault::Unreachable(format!("the organization's accounts could not be listed: {text}"))
        }
        other => other,
    }
}
