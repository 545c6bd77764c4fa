//! The audit, read page by page.

use domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::context::{asker, backend, refuse},
    backend::audit::{self, AuditEntry},
};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    /// When.
    pub at: Timestamp,
    /// Who, as they were called then.
    pub actor: String,
    /// What, by the policy's word.
    pub action: String,
    /// To what.
    pub subject: String,
    /// `done` or `refused`.
    pub outcome: String,
    /// One sentence.
    pub detail: String,
    /// Where from.
    pub address: Option<String>,
}

/// A page of entries, newest first; `after` is the `next` of the page before.
#[server(prefix = "/api", endpoint = "audit/list")]
pub async fn list_audit(
    /// The `next` of the page before; empty for the first page.
    #[server(default)]
    after: String,
) -> Result<domain::page::Page<AuditView>, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let after = Some(after).filter(|after| !after.is_empty());
    let page = audit::list(&backend, &asker.actor, after.as_deref()).await;
    let page = page.map_err(|error| refuse(&asker, &error))?;
    Ok(domain::page::Page {
        rows: page.rows.into_iter().map(AuditView::from).collect(),
        next: page.next,
    })
}

#[cfg(feature = "ssr")]
impl From<AuditEntry> for AuditView {
    fn from(entry: AuditEntry) -> Self {
        Self {
            at: entry.at,
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            outcome: entry.outcome,
            detail: entry.detail,
            address: entry.address,
        }
    }
}
