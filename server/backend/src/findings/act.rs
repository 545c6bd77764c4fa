//! What every act on one finding shares: load, fence, save, history, audit, event.

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    id::FindingId,
    time::from_micros,
    version::Version,
};

use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::{Error, Result},
    store::{
        finding_history::{self, HistoryRow},
        findings::{self as store, FindingRow},
    },
};

/// One field that an act or a report really changed.
pub(super) struct FieldChange {
    pub(super) field: &'static str,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    pub(super) reason: Option<&'static str>,
}

/// Which finding an act is on, and which state of it the actor saw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) id: FindingId,
    pub(super) expected: Version,
    pub(super) address: Option<&'a str>,
}

/// Changes one finding: `change` edits the row and says what it changed; nothing changed is no error.
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
    if row.version != target.expected.0 {
        return Err(conflict(&mut write, target.id).await?);
    }
    let Some(change) = change(&mut row)? else {
        return Ok(None);
    };
    if store::update(write.conn(), &row).await? == 0 {
        return Err(conflict(&mut write, target.id).await?);
    }
    let old = change.old.as_deref().unwrap_or("nobody");
    let new = change.new.as_deref().unwrap_or("nobody");
    let detail = format!("{} from {old} to {new}", change.field);
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: &subject,
            detail: &detail,
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    save_history(&mut write, row.n, seq, actor.label(), &[change]).await?;
    let subjects = vec![row.n.to_string()];
    let seq = write
        .finish(seq, Topic::Findings, "findings.changed", subjects)
        .await?;
    backend.board().wait_for(seq).await;
    Ok(Some(seq))
}

/// Says who made the version that is in force.
async fn conflict(write: &mut Write<'_>, id: FindingId) -> Result<Error> {
    let row = store::find(write.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    let made = finding_history::of_version(write.conn(), row.n, row.version).await?;
    Ok(match made {
        Some(change) => Error::Conflict {
            by: change.actor,
            at: change.at,
        },
        // A report changed what has no history, such as the title: AWS says when.
        None => Error::Conflict {
            by: "AWS".to_owned(),
            at: from_micros(row.updated),
        },
    })
}

pub(super) async fn save_history(
    write: &mut Write<'_>,
    n: i64,
    seq: Seq,
    actor: &str,
    changes: &[FieldChange],
) -> Result<()> {
    let at = write.now;
    for change in changes {
        let row = HistoryRow {
            seq: seq.0,
            field: change.field.to_owned(),
            at,
            actor: actor.to_owned(),
            old: change.old.clone(),
            new: change.new.clone(),
            reason: change.reason.map(str::to_owned),
        };
        finding_history::insert(write.conn(), n, &row).await?;
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
