//! What every act on findings shares: what people changed is saved here and nowhere else; and what every act on one
//! finding shares: load, fence, save, history, audit, event.

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    finding::{TriageField, WorkflowStatus},
    id::FindingId,
    time::from_micros,
    version::Version,
};
use uuid::Uuid;

use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::{Error, Result},
    store::{
        finding_history::{self, HistoryRow, NewHistory},
        findings::{self as store, FindingRow},
        suppressed_findings,
    },
    write_back::{Decision, queue as queue_for_aws},
};

/// One field that an act or a report really changed.
#[derive(Debug)]
pub(crate) struct FieldChange {
    /// The history's word for it.
    pub(crate) field: &'static str,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
    /// A person's words, or the word for why a report did it.
    pub(crate) reason: Option<String>,
}

/// A finding as it is from now on, and what differs from before.
pub(super) struct Changed {
    pub(super) row: FindingRow,
    pub(super) changes: Vec<FieldChange>,
}

/// Who a change is by.
#[derive(Clone, Copy)]
pub(super) struct Author<'a> {
    pub(super) label: &'a str,
    /// The person, if it is one.
    pub(super) person: Option<Uuid>,
}

impl<'a> Author<'a> {
    pub(super) fn of(actor: &'a Actor) -> Self {
        Self {
            label: actor.label(),
            person: match actor {
                Actor::Person(person) => Some(person.id.0),
                _ => None,
            },
        }
    }
}

/// Which finding an act is on, and which state of it the actor saw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) id: FindingId,
    pub(super) expected: Version,
    pub(super) address: Option<&'a str>,
}

/// Changes one finding: `change` edits the row and says what it changed; nothing changed is no error. What a person did
/// since the actor looked stands in its way; what AWS reported is not aimed at.
pub(super) async fn act(
    backend: &Backend,
    actor: &Actor,
    target: Target<'_>,
    change: impl FnOnce(&mut FindingRow) -> Result<Option<FieldChange>>,
) -> Result<Option<Seq>> {
    let (subject, address, action) = (
        target.id.to_string(),
        target.address,
        Action::TriageFindings,
    );
    authorize_change(backend, actor, action, (&subject, address)).await?;
    let mut write = backend.write().await?;
    let mut row = store::find(write.conn(), target.id.0)
        .await?
        .ok_or(Error::NotFound)?;
    if let Some(faster) = by_people_since(&mut write, row.n, target.expected).await? {
        return Err(faster);
    }
    let Some(change) = change(&mut row)? else {
        return Ok(None);
    };
    let (n, updated) = (row.n, row.updated);
    let old = change.old.as_deref().unwrap_or("nobody");
    let new = change.new.as_deref().unwrap_or("nobody");
    let detail = format!("{} from {old} to {new}", change.field);
    let changes = vec![change];
    let changed = [Changed { row, changes }];
    let Some(seq) = save(&mut write, Author::of(actor), &changed).await? else {
        let faster = by_people_since(&mut write, n, target.expected).await?;
        return Err(faster.unwrap_or_else(|| by_report(updated)));
    };
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: &subject,
            detail: &detail,
            address,
        })
        .await?;
    let subjects = vec![n.to_string()];
    let seq = write
        .finish(seq, Topic::Findings, "findings.changed", subjects)
        .await?;
    backend.board().wait_for(seq).await;
    Ok(Some(seq))
}

/// The last act of a person since a version, as what stands in the way.
async fn by_people_since(write: &mut Write<'_>, n: i64, seen: Version) -> Result<Option<Error>> {
    let last = finding_history::by_people_since(write.conn(), n, seen.0).await?;
    Ok(last.map(|change| Error::Conflict {
        by: change.actor,
        at: change.at,
    }))
}

/// A report that was faster while this was written.
fn by_report(updated: i64) -> Error {
    Error::Conflict {
        by: "AWS".to_owned(),
        at: from_micros(updated),
    }
}

/// Saves what people changed on findings, each fenced by the version that its row was read with, and keeps it in their
/// history at the place in the log that is answered. Nothing is answered when somebody was faster on one of them: then
/// nothing of the transaction may be kept.
pub(super) async fn save(
    write: &mut Write<'_>,
    author: Author<'_>,
    changed: &[Changed],
) -> Result<Option<Seq>> {
    for some in changed.chunks(store::TRIAGE_CHUNK) {
        let rows: Vec<&FindingRow> = some.iter().map(|one| &one.row).collect();
        if store::update_triage(write.conn(), &rows).await? < rows.len() as u64 {
            return Ok(None);
        }
    }
    if author.person.is_some() {
        let shown = changed.iter().filter(|one| is_shown_again(&one.changes));
        release(write, shown.map(|one| one.row.n).collect()).await?;
    }
    queue(write, author.label, changed).await?;
    let seq = write.take_seq().await?;
    let history = changed.iter().map(|one| (&one.row, one.changes.as_slice()));
    save_history(write, seq, author, history).await?;
    Ok(Some(seq))
}

/// Whether the changes show again what was hidden.
pub(super) fn is_shown_again(changes: &[FieldChange]) -> bool {
    let suppressed = Some(WorkflowStatus::Suppressed.as_str());
    changes
        .iter()
        .any(|one| one.field == TriageField::Workflow.as_str() && one.old.as_deref() == suppressed)
}

/// What somebody showed again is not hidden by the same suppression once more.
pub(super) async fn release(write: &mut Write<'_>, shown: Vec<i64>) -> Result<()> {
    let at = write.now;
    for some in shown.chunks(store::TRIAGE_CHUNK) {
        suppressed_findings::release(write.conn(), some, at).await?;
    }
    Ok(())
}

/// Keeps for AWS what people changed, as far as it is to be told.
async fn queue(write: &mut Write<'_>, by: &str, changed: &[Changed]) -> Result<()> {
    let decisions: Vec<Decision<'_>> = changed
        .iter()
        .map(|one| Decision {
            n: one.row.n,
            account: &one.row.account,
            changes: &one.changes,
            aws_verification: one.row.aws_verification.as_deref(),
        })
        .collect();
    queue_for_aws(write, by, &decisions).await
}

/// Keeps what changed on findings; each row is as it was read, the version before the change.
pub(super) async fn save_history(
    write: &mut Write<'_>,
    seq: Seq,
    author: Author<'_>,
    changed: impl IntoIterator<Item = (&FindingRow, &[FieldChange])>,
) -> Result<()> {
    let at = write.now;
    let mut rows = Vec::new();
    for (row, changes) in changed {
        rows.extend(changes.iter().map(|change| NewHistory {
            n: row.n,
            version: row.version + 1,
            person_id: author.person,
            change: HistoryRow {
                seq: seq.0,
                field: change.field.to_owned(),
                at,
                actor: author.label.to_owned(),
                old: change.old.clone(),
                new: change.new.clone(),
                reason: change.reason.clone(),
            },
        }));
    }
    for some in rows.chunks(finding_history::CHUNK) {
        finding_history::insert(write.conn(), some).await?;
    }
    Ok(())
}

/// The error of a row that holds a word that no version of ours writes.
pub(super) fn corrupt(n: i64, error: domain::UnknownWord) -> Error {
    Error::Corrupt {
        table: "findings",
        row: n.to_string(),
        what: error.to_string(),
    }
}
