//! How far an act on findings has come, and what it left out.

use domain::{
    action::Action,
    actor::Actor,
    finding::{FindingSummary, Skip, SkipKind, Touch, undo},
    id::BulkActId,
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::bulk_acts::{self as store, ActRow, SkipRow},
};

/// Findings shown that were left out.
const SKIPPED: i64 = 200;

/// A finding that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFinding {
    /// The finding as it is now.
    pub finding: FindingSummary,
    /// Why.
    pub why: Skip,
}

/// An act on findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkAct {
    /// Which.
    pub id: BulkActId,
    /// Who acted.
    pub actor: String,
    /// When.
    pub asked_at: Timestamp,
    /// What was to become of the findings; of an undo, what was taken back.
    pub touch: Touch,
    /// Why.
    pub reason: Option<String>,
    /// How many findings were meant.
    pub total: u64,
    /// How many were changed so far.
    pub done: u64,
    /// How many were left out so far, by why.
    pub skipped: Vec<(SkipKind, u64)>,
    /// The first 200 of them.
    pub first_skipped: Vec<SkippedFinding>,
    /// When it ended; nothing while it goes on.
    pub finished_at: Option<Timestamp>,
    /// Until when the asker may take it back, if they may.
    pub undoable_until: Option<Timestamp>,
    /// The act that this one takes back.
    pub undoes: Option<BulkActId>,
    /// The act that takes this one back.
    pub undone_by: Option<BulkActId>,
}

/// One act on findings, as far as it has come.
///
/// # Errors
/// [`Error::Forbidden`] or [`Error::NotFound`].
pub async fn bulk_act(backend: &Backend, actor: &Actor, id: BulkActId) -> Result<BulkAct> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0).await?;
    let row = row.ok_or(Error::NotFound)?;
    let done = store::done(reader.conn(), id.0).await?.unsigned_abs();
    let skipped = store::skip_counts(reader.conn(), id.0).await?;
    let skips = store::skips(reader.conn(), id.0, SKIPPED).await?;
    let undone_by = store::undone_by(reader.conn(), id.0).await?.map(BulkActId);
    let is_theirs = matches!(actor, Actor::Person(person) if person.id.0 == row.person_id);
    let undoable = is_theirs && undone_by.is_none() && done > 0 && row.touch.0.can_be_undone();
    let until = undo(row.finished_at, backend.now()).ok();
    let skipped = skipped
        .into_iter()
        .map(|(why, count)| Ok((word(row.id, &why)?, count.unsigned_abs())));
    let first = skips
        .into_iter()
        .filter_map(|skip| shown(backend, &row, skip).transpose());
    Ok(BulkAct {
        id,
        total: row.total.unsigned_abs(),
        done,
        skipped: skipped.collect::<Result<_>>()?,
        first_skipped: first.collect::<Result<_>>()?,
        finished_at: row.finished_at,
        undoable_until: until.filter(|_| undoable),
        undoes: row.undoes.map(BulkActId),
        undone_by,
        actor: row.actor,
        asked_at: row.asked_at,
        touch: row.touch.0,
        reason: row.reason,
    })
}

/// A finding that was left out; nothing while the index does not know it yet.
fn shown(backend: &Backend, act: &ActRow, row: SkipRow) -> Result<Option<SkippedFinding>> {
    let by = row.changed_by.unwrap_or_default();
    let why = match word(act.id, &row.why)? {
        SkipKind::AlreadySo => Skip::AlreadySo,
        SkipKind::Changed => Skip::Changed {
            by,
            at: row.changed_at.unwrap_or(act.asked_at),
        },
        SkipKind::Taken => Skip::Taken(by),
        SkipKind::Suppressed => Skip::Suppressed(by),
        SkipKind::ReasonMissing => Skip::ReasonMissing,
        SkipKind::TooManyTags => Skip::TooManyTags,
        SkipKind::CameLater => Skip::CameLater,
    };
    let finding = u32::try_from(row.n)
        .ok()
        .and_then(|n| backend.board().at(n));
    Ok(finding.map(|finding| SkippedFinding { finding, why }))
}

fn word(act: Uuid, word: &str) -> Result<SkipKind> {
    word.parse()
        .map_err(|error: domain::UnknownWord| Error::Corrupt {
            table: "bulk_act_skips",
            row: act.to_string(),
            what: error.to_string(),
        })
}
