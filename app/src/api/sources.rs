//! Sources: how old what each said is, how far it was read, and what could not be taken in.

use domain::{
    source::{Freshness, SourceId, SyncProgress},
    time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{error::ApiError, write_back::WriteBackView};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, refuse},
        findings_file::REJECTED_ID,
        session,
        write_back::read_accounts,
    },
    crate::format,
    backend::{
        Backend,
        sources::{self, RejectEntry, SourceStatus},
    },
    domain::{action::Action, actor::Actor, scope::Scope, source::SourceKind},
};

/// A source as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    /// Which.
    pub id: SourceId,
    /// How old its answers are.
    pub freshness: Freshness,
    /// What has been taken in since the beginning.
    pub progress: SyncProgress,
    /// When its first full read was complete.
    pub cold_done_at: Option<Timestamp>,
    /// When the last complete sweep ended.
    pub swept_at: Option<Timestamp>,
}

/// Every source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcesView {
    /// By kind, account and region.
    pub sources: Vec<SourceView>,
    /// Which accounts are written to; none for whoever may not say so.
    pub write_back: Option<WriteBackView>,
    /// The server's time.
    pub now: Timestamp,
}

/// A record that could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectView {
    /// The source it came from.
    pub source: String,
    /// What it calls itself.
    pub external_id: Option<String>,
    /// Why it was not taken in.
    pub reason: String,
    /// The record as it came.
    pub document: String,
    /// When it last came.
    pub last_at: Timestamp,
    /// How often it came.
    pub times: i64,
}

/// The rejects seen last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectsView {
    /// Newest first.
    pub rejects: Vec<RejectView>,
    /// How many there are in all.
    pub total: i64,
    /// The server's time.
    pub now: Timestamp,
}

/// Every source with its freshness.
#[server(prefix = "/api", endpoint = "sources/list")]
pub async fn list_sources() -> Result<SourcesView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let sources = sources::list(&backend, &asker.actor).await;
    let sources = sources.map_err(|error| refuse(&asker, &error))?;
    let write_back = match asker.actor.may(Action::AdministerSources) {
        true => {
            let accounts = read_accounts(&backend, &asker).await;
            Some(accounts.map_err(|error| refuse(&asker, &error))?)
        }
        false => None,
    };
    Ok(SourcesView {
        write_back,
        sources: sources.into_iter().map(SourceView::from).collect(),
        now: backend.now(),
    })
}

/// The rejects seen last.
#[server(prefix = "/api", endpoint = "sources/rejects")]
pub async fn list_rejects() -> Result<RejectsView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let rejects = sources::rejects(&backend, &asker.actor).await;
    let (rejects, total) = rejects.map_err(|error| refuse(&asker, &error))?;
    Ok(RejectsView {
        rejects: rejects.into_iter().map(RejectView::from).collect(),
        total,
        now: backend.now(),
    })
}

/// The sources of these kinds; while none is known yet, who we are, whose silence is that of all. Of an account that is
/// read by itself no other account's source tells anything.
#[cfg(feature = "ssr")]
pub(super) async fn telling(
    backend: &Backend,
    actor: &Actor,
    kinds: &[SourceKind],
    scope: &Scope,
) -> backend::Result<Vec<SourceView>> {
    let all = sources::list(backend, actor).await?.into_iter();
    let mut told = session::telling(all.map(SourceView::from).collect(), kinds);
    let is_own = |source: &SourceView| Some(&source.id.account) == scope.account.as_ref();
    if told.iter().any(is_own) {
        told.retain(is_own);
    }
    Ok(told)
}

#[cfg(feature = "ssr")]
impl From<SourceStatus> for SourceView {
    fn from(source: SourceStatus) -> Self {
        Self {
            id: source.id,
            freshness: source.freshness,
            progress: source.progress,
            cold_done_at: source.cold_done_at,
            swept_at: source.swept_at,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<RejectEntry> for RejectView {
    fn from(reject: RejectEntry) -> Self {
        Self {
            source: reject.source,
            external_id: reject
                .external_id
                .map(|id| format::shortened(&id, REJECTED_ID)),
            reason: reject.reason,
            document: reject.document,
            last_at: reject.last_at,
            times: reject.times,
        }
    }
}
