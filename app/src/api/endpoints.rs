//! Endpoints: Route 53 health checks as a list, and one with its history and checkers.

use std::collections::BTreeMap;

use domain::{
    endpoint::{CheckerObservation, EndpointStatus, HealthCheck},
    time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, refuse},
        health::account_names,
    },
    backend::{
        Backend,
        endpoints::{self, CheckerNow, EndpointSummary},
        sources::{self, SourceStatus},
    },
    domain::{
        actor::Actor,
        endpoint::Enabled,
        source::{FreshnessState, SourceKind},
    },
};

/// A health check as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointView {
    /// How it is configured.
    pub check: HealthCheck,
    /// Whether it answers; Unknown as soon as its source is silent, whatever it said last.
    pub status: EndpointStatus,
    /// Since when.
    pub since: Timestamp,
    /// Percent of checkers that reach it.
    pub percent_healthy: Option<f64>,
    /// Milliseconds to the first byte.
    pub first_byte_ms: Option<f64>,
    /// The minute that the values are of.
    pub measured_at: Option<Timestamp>,
}

impl EndpointView {
    /// Whether some checkers do not reach it although it counts as healthy.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        // Shares come in percent of some sixteen checkers: anything above this is all of them.
        self.percent_healthy.is_some_and(|share| share < 99.5)
    }
}

/// The list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointListView {
    /// Failing ones first.
    pub endpoints: Vec<EndpointView>,
    /// What the accounts are called.
    pub names: BTreeMap<String, String>,
    /// The server's time.
    pub now: Timestamp,
}

/// One minute of a check's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MinuteView {
    /// Which minute.
    pub at: Timestamp,
    /// Whether it answered.
    pub status: EndpointStatus,
    /// Percent of checkers that reached it.
    pub percent_healthy: Option<f64>,
}

/// One health check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointDetailView {
    /// As lists show it.
    pub endpoint: EndpointView,
    /// What its account is called.
    pub account_name: Option<String>,
    /// The last day, oldest first.
    pub history: Vec<MinuteView>,
    /// What each checker saw when somebody last looked.
    pub checkers: Vec<CheckerObservation>,
    /// Why each checker last failed.
    pub last_failures: Vec<CheckerObservation>,
    /// The server's time.
    pub now: Timestamp,
}

/// Every health check, failing ones first.
#[server(prefix = "/api", endpoint = "endpoints/list")]
pub async fn list_endpoints() -> Result<EndpointListView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let list = read_list(&backend, &asker.actor).await;
    list.map_err(|error| refuse(&asker, &error))
}

/// One health check; whoever looks makes the server ask its checkers.
#[server(prefix = "/api", endpoint = "endpoints/get")]
pub async fn get_endpoint(
    /// Which, by Route 53's id.
    id: String,
) -> Result<EndpointDetailView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let found = read_one(&backend, &asker.actor, &id).await;
    found.map_err(|error| refuse(&asker, &error))
}

/// Every health check with what may still be believed of it.
#[cfg(feature = "ssr")]
pub(super) async fn believed(
    backend: &Backend,
    actor: &Actor,
    sources: &[SourceStatus],
) -> backend::Result<Vec<EndpointView>> {
    let list = endpoints::list(backend, actor).await?;
    let now = backend.now();
    let mut list: Vec<EndpointView> = list
        .into_iter()
        .map(|one| view(one, sources, now))
        .collect();
    let rank = |one: &EndpointView| match one.status {
        _ if one.check.enabled == Enabled::Off => 4,
        EndpointStatus::Unhealthy => 0,
        EndpointStatus::Unknown => 1,
        EndpointStatus::Healthy if one.is_partial() => 2,
        EndpointStatus::Healthy => 3,
    };
    list.sort_by_key(rank);
    Ok(list)
}

#[cfg(feature = "ssr")]
async fn read_list(backend: &Backend, actor: &Actor) -> backend::Result<EndpointListView> {
    let sources = sources::list(backend, actor).await?;
    Ok(EndpointListView {
        endpoints: believed(backend, actor, &sources).await?,
        names: account_names(backend, actor).await?,
        now: backend.now(),
    })
}

#[cfg(feature = "ssr")]
async fn read_one(
    backend: &Backend,
    actor: &Actor,
    id: &str,
) -> backend::Result<EndpointDetailView> {
    let found = endpoints::get(backend, actor, id).await?;
    endpoints::look(backend, actor, id)?;
    let sources = sources::list(backend, actor).await?;
    let now = backend.now();
    let endpoint = view(found.summary, &sources, now);
    let names = account_names(backend, actor).await?;
    let minute = |one: endpoints::EndpointReadingAt| MinuteView {
        at: one.at,
        status: one.status,
        percent_healthy: one.percent_healthy,
    };
    let seen = |one: CheckerNow| one.observation;
    Ok(EndpointDetailView {
        account_name: names.get(endpoint.check.account.as_str()).cloned(),
        endpoint,
        history: found.history.into_iter().map(minute).collect(),
        checkers: found.checkers.into_iter().map(seen).collect(),
        last_failures: found.last_failures.into_iter().map(seen).collect(),
        now,
    })
}

/// The last green is never kept: a value of a silent source is unknown.
#[cfg(feature = "ssr")]
fn view(one: EndpointSummary, sources: &[SourceStatus], now: Timestamp) -> EndpointView {
    let source = sources.iter().find(|source| {
        source.id.kind == SourceKind::CloudWatch && source.id.account == one.check.account
    });
    let blind = source.is_none_or(|source| source.freshness.state(now) == FreshnessState::Blind);
    EndpointView {
        status: if blind {
            EndpointStatus::Unknown
        } else {
            one.status
        },
        percent_healthy: one.percent_healthy.filter(|_| !blind),
        first_byte_ms: one.first_byte_ms.filter(|_| !blind),
        check: one.check,
        since: one.since,
        measured_at: one.measured_at,
    }
}
