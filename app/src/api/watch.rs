//! The Watch page: one verdict, and what is behind it.

use std::collections::BTreeMap;

use domain::{
    finding::{FindingCounts, FindingSummary},
    time::Timestamp,
    verdict::{Reason, Verdict},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    endpoints::EndpointView, error::ApiError, health::HealthView, session::RailCounts,
    sources::SourceView,
};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, refuse},
        endpoint_words::Named,
        endpoints::views,
        health::account_names,
        narrow::narrowed,
        session::rail_counts,
    },
    backend::{Backend, floor},
    domain::actor::Actor,
};

/// Events and endpoints shown on the page.
#[cfg(feature = "ssr")]
const SHOWN: usize = 4;

/// The Watch page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WatchView {
    /// The one word.
    pub verdict: Verdict,
    /// Why, weightiest first; never empty.
    pub reasons: Vec<Reason>,
    /// Since when the word holds, where it is that of the whole floor.
    pub since: Option<Timestamp>,
    /// Open findings.
    pub counts: FindingCounts,
    /// Critical and high findings that nobody has.
    pub needing: u64,
    /// The first of them.
    pub top: Vec<FindingSummary>,
    /// Counts of AWS Health and endpoints.
    pub rail: RailCounts,
    /// The first events of AWS Health that are open or lie ahead.
    pub events: Vec<HealthView>,
    /// The first endpoints, failing ones before others.
    pub endpoints: Vec<EndpointView>,
    /// What the accounts are called.
    pub names: BTreeMap<String, String>,
    /// Every source.
    pub sources: Vec<SourceView>,
    /// The server's time.
    pub now: Timestamp,
}

/// The Watch page.
#[server(prefix = "/api", endpoint = "watch/get")]
pub async fn get_watch() -> Result<WatchView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let view = read_watch(&backend, &asker.actor).await;
    view.map_err(|error| refuse(&asker, &error))
}

#[cfg(feature = "ssr")]
async fn read_watch(backend: &Backend, actor: &Actor) -> backend::Result<WatchView> {
    let floor = floor::read(backend, actor, &narrowed()).await?;
    let names = account_names(backend, actor).await?;
    let mut events: Vec<HealthView> = floor.events.into_iter().map(HealthView::from).collect();
    let rail = rail_counts(&events, &floor.endpoints);
    events.truncate(SHOWN);
    let shown = &floor.endpoints[..floor.endpoints.len().min(SHOWN)];
    Ok(WatchView {
        verdict: floor.verdict,
        reasons: floor.reasons,
        since: floor.since,
        counts: floor.counts,
        needing: floor.needing,
        top: floor.top,
        rail,
        events,
        endpoints: views(shown, &Named::new(&floor.endpoints, &names)),
        names,
        sources: floor.sources.into_iter().map(SourceView::from).collect(),
        now: floor.now,
    })
}
