//! One finding whole: its row, its document and what changed on it.

use domain::{
    action::Action,
    actor::Actor,
    finding::{FindingSummary, IncomingFinding},
    id::FindingId,
    time::Timestamp,
};

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{finding_documents, finding_history, findings as store},
};

/// Changes shown of one finding.
const HISTORY: i64 = 200;

/// One change of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingChange {
    /// Which field.
    pub field: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
    /// Why, when no person did it.
    pub reason: Option<String>,
}

/// A finding with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingDetail {
    /// As lists show it.
    pub summary: FindingSummary,
    /// As its document reads; the workflow status here is AWS's, the one that holds is in `summary`.
    pub reported: IncomingFinding,
    /// What changed, newest first.
    pub history: Vec<FindingChange>,
}

/// One finding.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`].
pub async fn get(backend: &Backend, actor: &Actor, id: FindingId) -> Result<FindingDetail> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    let corrupt = |what: String| Error::Corrupt {
        table: "finding_documents",
        row: row.n.to_string(),
        what,
    };
    let packed = finding_documents::find(reader.conn(), row.n)
        .await?
        .ok_or_else(|| corrupt("there is none".to_owned()))?;
    backend.archive().learn(reader.conn(), &packed).await?;
    let history = finding_history::of_finding(reader.conn(), row.n, HISTORY).await?;
    drop(reader);
    let document = backend.archive().unpack(row.n, &packed)?;
    let reported = backend
        .documents()
        .read(&document)
        .map_err(|reject| corrupt(reject.reason))?;
    let summary = backend.board().row(id).ok_or(Error::NotFound)?;
    let change = |row: finding_history::HistoryRow| FindingChange {
        field: row.field,
        at: row.at,
        actor: row.actor,
        old: row.old,
        new: row.new,
        reason: row.reason,
    };
    Ok(FindingDetail {
        summary,
        reported,
        history: history.into_iter().map(change).collect(),
    })
}
