//! Finds out who we are in AWS and what there is to read, and starts a worker for each source; looks again now and then,
//! since accounts join an organization and leave it.
//!
//! AWS need not answer for the server to start: until it does, the identity is a blind source.

use std::time::Duration;

use aws::{AwsSettings, Sources};
use backend::{Backend, findings::ask_histories_of, sources};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    source::{ORGANIZATION_VIEW, SourceFault, SourceId, SourceKind},
};
use tokio::task::JoinSet;

use super::{
    accounts, endpoints,
    failure::{Failure, report},
    findings, health, standards, write_back,
};
use crate::config::Aws;

/// How soon AWS is asked again that did not say who we are, or all of what there is to read.
const AGAIN: Duration = Duration::from_secs(30);

pub(super) async fn run(backend: Backend, settings: Aws, connection: AwsSettings) {
    let mut reading = Reading {
        actor: Actor::Worker("connection".to_owned()),
        periods: Periods::of(&settings),
        readers: JoinSet::new(),
        polled: Vec::new(),
        backend,
    };
    loop {
        let wait = reading.look(&connection).await;
        tokio::time::sleep(wait).await;
    }
}

/// What is read at present.
struct Reading {
    backend: Backend,
    actor: Actor,
    periods: Periods,
    /// Aborted with this worker, whichever way it ends.
    readers: JoinSet<()>,
    /// The sources that they read; none before AWS has said who we are.
    polled: Vec<Polled>,
}

/// A source, and how often it is read.
type Polled = (SourceId, Duration);

impl Reading {
    /// Asks what there is to read and, where it is something else than is read, begins with that. Answers how long to
    /// wait before the next look.
    async fn look(&mut self, connection: &AwsSettings) -> Duration {
        let again = AGAIN.min(self.periods.accounts);
        let found = match aws::connect(connection).await {
            // Only our own account would be read, and the floor would look whole.
            Ok(Sources {
                organization_fault: Some(fault),
                ..
            }) => Err(organization(fault)),
            found => found,
        };
        let found = match found {
            Ok(found) => found,
            Err(fault) if self.polled.is_empty() => {
                self.is_blind(&Failure::from(fault)).await;
                return again;
            }
            Err(fault) => {
                // What is read already goes on, and each source says by itself what it misses.
                tracing::warn!(%fault, "AWS did not say what there is to read");
                return self.periods.accounts;
            }
        };
        let wait = match &found.health_fault {
            Some(_) => again,
            None => self.periods.accounts,
        };
        let polled = self.periods.of_all(&found);
        // The one view of the organization's health is kept where AWS does not say whether it shows it still.
        let is_kept = found.health_fault.is_some() && self.has_one_view();
        if polled == self.polled || is_kept {
            return wait;
        }
        self.readers.shutdown().await;
        self.polled.clear();
        if let Err(failure) = self.start(found, &polled).await {
            self.readers.shutdown().await;
            self.is_blind(&failure).await;
            return again;
        }
        self.polled = polled;
        wait
    }

    fn has_one_view(&self) -> bool {
        let mut health = self.polled.iter().map(|(source, _)| source);
        health.any(|source| {
            source.kind == SourceKind::Health && source.region.as_str() == ORGANIZATION_VIEW
        })
    }

    /// Nothing is read, and why.
    async fn is_blind(&self, failure: &Failure) {
        let (backend, actor, identity) = (&self.backend, &self.actor, identity_source());
        let seconds = AGAIN.as_secs().cast_signed();
        if let Err(error) = sources::register(backend, actor, &identity, seconds).await {
            tracing::error!(%error, "the identity could not be registered");
        }
        report(backend, actor, &identity, failure).await;
    }

    /// Writes down which sources there are and how often each is read, retires what was read before, and starts a worker
    /// for each.
    async fn start(&mut self, found: Sources, polled: &[Polled]) -> Result<(), Failure> {
        let backend = self.backend.clone();
        for (source, period) in polled {
            let seconds = i64::try_from(period.as_secs()).unwrap_or(i64::MAX);
            sources::register(&backend, &self.actor, source, seconds).await?;
        }
        let ids: Vec<SourceId> = polled.iter().map(|(source, _)| source.clone()).collect();
        sources::keep_only(&backend, &self.actor, &ids).await?;
        let (readers, periods) = (&mut self.readers, &self.periods);
        if let Some(feed) = found.organization {
            readers.spawn(accounts::run(backend.clone(), feed, periods.accounts));
        }
        ask_histories_of(&backend, found.histories);
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
    accounts: Duration,
    findings: Duration,
    sweep: TimeDelta,
    health: Duration,
    endpoints: Duration,
}

impl Periods {
    fn of(settings: &Aws) -> Self {
        let period = |seconds: u32| Duration::from_secs(u64::from(seconds));
        Self {
            accounts: period(settings.accounts_seconds),
            findings: period(settings.findings_seconds),
            sweep: TimeDelta::minutes(i64::from(settings.sweep_minutes)),
            health: period(settings.health_seconds),
            endpoints: period(settings.endpoints_seconds),
        }
    }

    /// Every source, in one order whatever the order of AWS's answers.
    fn of_all(&self, found: &Sources) -> Vec<Polled> {
        let findings = found.findings.iter().map(|feed| feed.source());
        let health = found.health.iter().map(|feed| feed.source());
        let standards = found.standards.iter().map(|feed| feed.source());
        let lists = found.endpoints.iter().map(|feed| feed.list_source());
        let status = found.endpoints.iter().map(|feed| feed.status_source());
        let organization = found.organization.iter().map(|feed| feed.source());
        let mut all: Vec<Polled> = findings
            .map(|source| (source, self.findings))
            .chain(health.map(|source| (source, self.health)))
            .chain(standards.map(|source| (source, standards::EVERY)))
            .chain(lists.map(|source| (source, endpoints::LIST_EVERY)))
            .chain(status.map(|source| (source, self.endpoints)))
            .chain(organization.map(|source| (source, self.accounts)))
            .map(|(source, period)| (source.clone(), period))
            .collect();
        all.sort();
        all
    }
}

fn organization(fault: SourceFault) -> SourceFault {
    match fault {
        SourceFault::Unreachable(text) => SourceFault::Unreachable(format!(
            "the organization's accounts could not be listed: {text}"
        )),
        other => other,
    }
}
