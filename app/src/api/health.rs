//! AWS Health: events as a list, and one with its texts and entities.

use std::collections::BTreeMap;

use domain::{
    health::{AffectedEntity, HealthCategory, HealthStatus},
    id::HealthEventId,
    time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{error::ApiError, sources::SourceView};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, read_id, refuse},
        incidents_view::linked,
        narrow::narrowed,
        places::name_of,
        session::closed_beside,
        sources::telling,
    },
    backend::{
        Backend, accounts,
        floor::is_within,
        health::{self, HealthSummary},
        incidents::Origin,
    },
    domain::{action::Action, actor::Actor, source::SourceKind},
};

/// An event as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthView {
    /// Ours.
    pub id: HealthEventId,
    /// Service code.
    pub service: String,
    /// Type code.
    pub type_code: String,
    /// What kind.
    pub category: HealthCategory,
    /// Where it stands.
    pub status: HealthStatus,
    /// Where.
    pub region: String,
    /// When it starts or started.
    pub start: Option<Timestamp>,
    /// When it ends or ended.
    pub end: Option<Timestamp>,
    /// When AWS last changed it.
    pub updated: Timestamp,
    /// Whether AWS says that somebody must act, as it came.
    pub actionability: Option<String>,
    /// The accounts it touches.
    pub accounts: Vec<String>,
    /// Words that are none of ours.
    pub unrecognised: Vec<(String, String)>,
    /// All entities it touches.
    pub entities: i64,
    /// Those affected now.
    pub impaired: i64,
    /// Those with something left to do.
    pub pending: i64,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthListView {
    /// The last changed first.
    pub events: Vec<HealthView>,
    /// The sources that tell of them.
    pub sources: Vec<SourceView>,
    /// Accounts of which AWS tells nothing, beside others of which it does: their names, or ids.
    pub closed: Vec<String>,
    /// The server's time.
    pub now: Timestamp,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthDetailView {
    /// As lists show it.
    pub event: HealthView,
    /// AWS's ARN.
    pub arn: String,
    /// Its texts with when we saw each first, the newest first.
    pub texts: Vec<(Timestamp, String)>,
    /// Its entities, at most a thousand.
    pub touched: Vec<AffectedEntity>,
    /// What the accounts are called.
    pub names: BTreeMap<String, String>,
    /// The incidents it is linked to.
    pub incidents: super::incidents::LinkedView,
    /// The server's time.
    pub now: Timestamp,
}

/// Events that are open or lie ahead, and those closed lately.
#[server(prefix = "/api", endpoint = "health/list")]
pub async fn list_health() -> Result<HealthListView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let list = read_list(&backend, &asker.actor).await;
    list.map_err(|error| refuse(&asker, &error))
}

/// One event.
#[server(prefix = "/api", endpoint = "health/get")]
pub async fn get_health(
    /// Which, by its id.
    id: String,
) -> Result<HealthDetailView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: HealthEventId = read_id(&asker, Action::ReadFloor, &id)?;
    let found = read_event(&backend, &asker.actor, id).await;
    found.map_err(|error| refuse(&asker, &error))
}

#[cfg(feature = "ssr")]
async fn read_list(backend: &Backend, actor: &Actor) -> backend::Result<HealthListView> {
    let (mut events, scope) = (health::list(backend, actor).await?, narrowed());
    events.retain(|event| is_within(&scope, event));
    let sources = telling(backend, actor, &[SourceKind::Health], &scope).await?;
    let names = account_names(backend, actor).await?;
    let closed = closed_beside(&sources, SourceKind::Health).into_iter();
    let closed = closed.map(|one| name_of(&names, one.id.account.as_str()).to_owned());
    Ok(HealthListView {
        events: events.into_iter().map(HealthView::from).collect(),
        closed: closed.collect(),
        sources,
        now: backend.now(),
    })
}

#[cfg(feature = "ssr")]
async fn read_event(
    backend: &Backend,
    actor: &Actor,
    id: HealthEventId,
) -> backend::Result<HealthDetailView> {
    let found = health::get(backend, actor, id).await?;
    let names = account_names(backend, actor).await?;
    let texts = found
        .texts
        .into_iter()
        .map(|text| (text.seen_at, text.description));
    let arn = found.summary.arn.clone();
    let event = HealthView::from(found.summary);
    let named = names.into_iter().filter(|(id, _)| {
        event.accounts.contains(id)
            || found
                .entities
                .iter()
                .any(|one| one.account.as_ref().is_some_and(|a| a.0 == *id))
    });
    Ok(HealthDetailView {
        names: named.collect(),
        event,
        arn,
        texts: texts.collect(),
        touched: found.entities,
        incidents: linked(backend, actor, &Origin::Health(id)).await?,
        now: backend.now(),
    })
}

/// What every account is called.
#[cfg(feature = "ssr")]
pub(super) async fn account_names(
    backend: &Backend,
    actor: &Actor,
) -> backend::Result<BTreeMap<String, String>> {
    let names = accounts::list(backend, actor).await?;
    Ok(names
        .into_iter()
        .map(|account| (account.id.0, account.name))
        .collect())
}

#[cfg(feature = "ssr")]
impl From<HealthSummary> for HealthView {
    fn from(event: HealthSummary) -> Self {
        Self {
            id: event.id,
            service: event.service,
            type_code: event.type_code,
            category: event.category,
            status: event.status,
            region: event.region.0,
            start: event.start,
            end: event.end,
            updated: event.updated,
            actionability: event.actionability,
            accounts: event
                .accounts
                .into_iter()
                .map(|account| account.0)
                .collect(),
            unrecognised: event.unrecognised,
            entities: event.entities.total,
            impaired: event.entities.impaired,
            pending: event.entities.pending,
        }
    }
}
