//! One change whole.

use domain::{
    action::Action,
    actor::Actor,
    change::{Approver, Change, ChangeState, ChangeVerb, Plan},
    id::ChangeId,
    time::Timestamp,
    version::Version,
};
use serde_json::Value;

use super::{
    due::WORKER,
    linking::{self, LinkedFindings},
    rows::{self, word},
};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{
        approvals,
        change_history::{self, StepRow},
        changes::{self as store, ChangeRow},
    },
};

/// Steps shown at most.
const STEPS: i64 = 200;

/// One step that a change has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeStep {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub verb: ChangeVerb,
    /// Which revision was in force then.
    pub revision: i64,
    /// Where it stood.
    pub from: ChangeState,
    /// Where it stood then.
    pub to: ChangeState,
    /// What was said about it.
    pub comment: String,
    /// The decision strip as it was kept with this step; that of an approval stands in [`ChangeDetail::said`].
    pub strip: Option<Value>,
}

/// What was shown to who decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidApproval {
    /// Who.
    pub approver: String,
    /// Of which revision.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// The decision strip as it was kept.
    pub strip: Option<Value>,
}

/// One change with all that its page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeDetail {
    /// Which.
    pub id: ChangeId,
    /// Its number, shown as `CHG-n`.
    pub number: i64,
    /// The fence for an act.
    pub version: Version,
    /// Who asked.
    pub requester: String,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When the revision in force was asked for.
    pub asked_at: Option<Timestamp>,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// The change itself.
    pub change: Change,
    /// Who may decide changes now.
    pub approvers: Vec<Approver>,
    /// What the revision before the one in force asked for, if there was one.
    pub before: Option<Plan>,
    /// What was shown to those who decided, the oldest first.
    pub said: Vec<SaidApproval>,
    /// What has happened to it, the newest first.
    pub steps: Vec<ChangeStep>,
    /// The findings that are linked to it.
    pub findings: LinkedFindings,
}

/// One change.
///
/// # Errors
/// [`Error::Forbidden`] or [`Error::NotFound`].
pub async fn get(backend: &Backend, actor: &Actor, id: ChangeId) -> Result<ChangeDetail> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0).await?;
    let row = row.ok_or(Error::NotFound)?;
    let (mut change, said) = rows::whole(reader.conn(), &row).await?;
    if change.state == ChangeState::Draft {
        change.levels = super::levels::read(reader.conn()).await?;
    }
    let approvers = approvals::approvers(reader.conn()).await?;
    let before = store::revision(reader.conn(), row.id, row.revision - 1).await?;
    let steps = change_history::of_change(reader.conn(), row.id, STEPS).await?;
    let steps = steps.into_iter().map(|step| self::step(&row, step));
    let steps = steps.collect::<Result<_>>()?;
    let findings = linking::of_change(backend, reader.conn(), row.id).await?;
    let said = said.into_iter().map(|said| SaidApproval {
        approver: said.approver,
        revision: said.revision,
        at: said.at,
        strip: said.strip.map(|strip| strip.0),
    });
    Ok(ChangeDetail {
        id,
        number: row.number,
        version: Version(row.version),
        requester: row.requester,
        created_at: row.created_at,
        asked_at: row.asked_at,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
        change,
        approvers: rows::approvers(&approvers),
        before,
        said: said.collect(),
        steps,
        findings,
    })
}

/// Who took a step, as it is told: what time and the world do is done by nobody else.
#[must_use]
pub fn who(actor: &str) -> &str {
    match actor {
        WORKER => "Watchfloor",
        person => person,
    }
}

/// What is told of a step behind who took it. No machine approves: it finds that approvals count again.
#[must_use]
pub fn told(actor: &str, verb: ChangeVerb) -> &'static str {
    match (actor, verb) {
        (WORKER, ChangeVerb::Clear | ChangeVerb::Schedule) => "found its levels complete again",
        _ => verb.told(),
    }
}

/// Who did what to a change: `ana asked for it`.
pub(crate) fn went(row: &ChangeRow, step: &StepRow) -> Result<String> {
    let verb: ChangeVerb = word(row, &step.verb)?;
    Ok(format!("{} {}", who(&step.actor), told(&step.actor, verb)))
}

fn step(row: &ChangeRow, step: StepRow) -> Result<ChangeStep> {
    Ok(ChangeStep {
        at: step.at,
        verb: word(row, &step.verb)?,
        from: word(row, &step.old_state)?,
        to: word(row, &step.new_state)?,
        actor: step.actor,
        revision: step.revision,
        comment: step.comment,
        strip: step.strip.map(|strip| strip.0),
    })
}
