//! One finding whole: its row, its document and what changed on it.

use domain::{
    action::Action,
    actor::Actor,
    finding::{FindingSummary, IncomingFinding, Tag, VerificationState},
    id::FindingId,
    time::Timestamp,
};

use crate::{
    backend::{Backend, authorize},
    changes::{self, LinkedChange},
    error::{Error, Result},
    store::{finding_documents, finding_history, finding_notes, findings as store},
    write_back::{WriteBackStanding, standing},
};

/// Changes shown of one finding.
const HISTORY: i64 = 200;
/// Notes shown of one finding.
const NOTES: i64 = 100;

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
    /// Why: a person's words, or the word for what a report did by itself.
    pub reason: Option<String>,
}

/// A note that somebody here made. AWS keeps the last one alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingNote {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was noted.
    pub text: String,
}

impl From<finding_notes::NoteRow> for FindingNote {
    fn from(row: finding_notes::NoteRow) -> Self {
        Self {
            at: row.at,
            actor: row.actor,
            text: row.text,
        }
    }
}

/// A finding with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingDetail {
    /// As lists show it.
    pub summary: FindingSummary,
    /// As its document reads; workflow status and severity here are AWS's, those that hold are in `summary`.
    pub reported: IncomingFinding,
    /// Whether it is held to be true, by people here or else by AWS.
    pub verification: VerificationState,
    /// Its tags in their order.
    pub tags: Vec<Tag>,
    /// The last notes that people here made, the newest first.
    pub notes: Vec<FindingNote>,
    /// The changes that it is linked to, the last first.
    pub changes: Vec<LinkedChange>,
    /// What AWS has still to be told of it; none when it has all.
    pub write_back: Option<WriteBackStanding>,
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
    let notes = finding_notes::of_finding(reader.conn(), row.n, NOTES).await?;
    let changes = changes::of_finding(reader.conn(), row.n, id).await?;
    let write_back = standing(reader.conn(), row.n).await?;
    drop(reader);
    let document = backend.archive().unpack(row.n, &packed)?;
    let reported = backend
        .documents()
        .read(&document)
        .map_err(|reject| corrupt(reject.reason))?;
    let held = super::triage::triage(&row, Vec::new())?;
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
        verification: held.verification.unwrap_or(reported.verification),
        reported,
        tags: held.tags,
        notes: notes.into_iter().map(FindingNote::from).collect(),
        changes,
        write_back,
        history: history.into_iter().map(change).collect(),
    })
}
