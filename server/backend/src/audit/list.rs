//! Reading the audit, newest first.

use domain::{action::Action, actor::Actor, id::AuditId, page::Page, time::Timestamp};
use uuid::Uuid;

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::audit::{AuditRow, newest},
};

/// Rows a page.
const PAGE: usize = 100;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Which.
    pub id: AuditId,
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

/// One page of entries, newest first; `after` is the `next` of the page before.
///
/// # Errors
/// [`Error::Forbidden`] unless the actor may read the audit, [`Error::BadCursor`] for a cursor of somebody else.
pub async fn list(
    backend: &Backend,
    actor: &Actor,
    after: Option<&str>,
) -> Result<Page<AuditEntry>> {
    authorize(actor, Action::ReadAudit)?;
    let before = match after {
        Some(text) => parse(text).ok_or(Error::BadCursor)?,
        None => (Timestamp::MAX_UTC, Uuid::max()),
    };
    // Nothing is newer than the year 9999, which both engines can hold; `MAX_UTC` is beyond them.
    let before = (
        before
            .0
            .min(domain::time::from_micros(253_402_300_799_000_000)),
        before.1,
    );
    let mut rows = newest(backend.reader().await?.conn(), before, PAGE as i64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| format!("{}.{}", row.at.timestamp_micros(), row.id));
    Ok(Page {
        rows: rows.into_iter().map(entry).collect(),
        next,
    })
}

fn parse(cursor: &str) -> Option<(Timestamp, Uuid)> {
    let (micros, id) = cursor.split_once('.')?;
    Some((
        domain::time::from_micros(micros.parse().ok()?),
        Uuid::try_parse(id).ok()?,
    ))
}

fn entry(row: AuditRow) -> AuditEntry {
    AuditEntry {
        id: AuditId(row.id),
        at: row.at,
        actor: row.actor,
        action: row.action,
        subject: row.subject,
        outcome: row.outcome,
        detail: row.detail,
        address: row.address,
    }
}
