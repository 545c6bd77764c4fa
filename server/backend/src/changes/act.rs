//! What every act on one change shares: load, fence, save, history, audit, mail, event.

use domain::{
    action::Action,
    actor::{Actor, PersonActor},
    change::{Approver, Change, ChangeState, ChangeVerb},
    event::{Seq, Topic},
    id::ChangeId,
    version::Version,
};
use serde_json::Value;
use sqlx::types::Json;

use super::{
    notify::{self, News},
    rows,
};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::{Error, Result},
    store::{
        approvals::{self, ApprovalRow, ApproverRow},
        change_history::{self, StepRow},
        changes::{self as store, ChangeRow},
        text::storable,
    },
};

/// Which change an act is on, and which state of it the actor saw.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Which.
    pub id: ChangeId,
    /// The fence.
    pub expected: Version,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// An act that has begun: the change is loaded and nobody else can save it.
pub(super) struct Act<'b> {
    pub(super) write: Write<'b>,
    row: ChangeRow,
    /// The change as it was loaded.
    pub(super) change: Change,
    people: Vec<ApproverRow>,
    /// Who may decide changes now.
    pub(super) approvers: Vec<Approver>,
}

/// What an act has come to.
pub(super) struct Outcome<'a> {
    pub(super) change: Change,
    pub(super) verb: ChangeVerb,
    /// What somebody said about it.
    pub(super) comment: &'a str,
    /// What was shown to who decided.
    pub(super) strip: Option<Value>,
}

/// Who does it, and as which act of the policy.
#[derive(Clone, Copy)]
pub(super) struct By<'a> {
    pub(super) actor: &'a Actor,
    pub(super) action: Action,
    pub(super) address: Option<&'a str>,
}

/// Begins an act of a person: the policy first, the fence next.
pub(super) async fn begin<'b>(
    backend: &'b Backend,
    by: By<'_>,
    target: Target<'_>,
) -> Result<Act<'b>> {
    let subject = target.id.to_string();
    authorize_change(backend, by.actor, by.action, (&subject, by.address)).await?;
    let act = load(backend.write().await?, target.id).await?;
    if act.row.version == target.expected.0 {
        Ok(act)
    } else {
        Err(conflict(&act.row))
    }
}

/// Loads a change into a transaction.
pub(super) async fn load(mut write: Write<'_>, id: ChangeId) -> Result<Act<'_>> {
    let row = store::find(write.conn(), id.0).await?;
    let row = row.ok_or(Error::NotFound)?;
    let (change, _) = rows::whole(write.conn(), &row).await?;
    let people = approvals::approvers(write.conn()).await?;
    Ok(Act {
        write,
        row,
        change,
        approvers: rows::approvers(&people),
        people,
    })
}

/// The person behind an act: nobody else asks for changes or decides them.
pub(super) fn person(actor: &Actor) -> Result<&PersonActor> {
    match actor {
        Actor::Person(person) => Ok(person),
        _ => Err(Error::Forbidden),
    }
}

/// Who made the version that is in force.
fn conflict(row: &ChangeRow) -> Error {
    Error::Conflict {
        by: row.changed_by.clone(),
        at: row.changed_at,
    }
}

impl Act<'_> {
    /// Saves what the rules made of the change, and all that belongs to it.
    pub(super) async fn finish(mut self, by: By<'_>, mut outcome: Outcome<'_>) -> Result<Seq> {
        let before = std::mem::replace(&mut self.change, outcome.change);
        let now = self.write.now;
        let first = outcome.verb == ChangeVerb::Submit;
        rows::take(&mut self.row, &self.change);
        self.row.changed_at = now;
        by.actor.label().clone_into(&mut self.row.changed_by);
        if first || self.change.revision != before.revision {
            self.row.asked_at = Some(now);
        }
        if store::update(self.write.conn(), &self.row).await? == 0 {
            return Err(lost(&mut self.write, &self.row).await?);
        }
        self.save_plan(&before, first).await?;
        self.save_said(&before, &mut outcome.strip).await?;
        let comment = storable(outcome.comment.trim()).into_owned();
        let step = (outcome.verb, comment.as_str());
        self.audit(by, before.state, step).await?;
        let news = News {
            row: &self.row,
            before: &before,
            after: &self.change,
            verb: outcome.verb,
            comment: &comment,
        };
        notify::queue(&mut self.write, news, &self.people).await?;
        let seq = self.write.take_seq().await?;
        let row = StepRow {
            seq: seq.0,
            at: now,
            actor: by.actor.label().to_owned(),
            verb: outcome.verb.as_str().to_owned(),
            revision: self.row.revision,
            old_state: before.state.as_str().to_owned(),
            new_state: self.row.state.clone(),
            comment,
            strip: outcome.strip.map(Json),
        };
        change_history::insert(self.write.conn(), self.row.id, &row).await?;
        let subjects = vec![self.row.id.to_string()];
        self.write
            .finish(seq, Topic::Changes, "changes.changed", subjects)
            .await
    }

    async fn save_plan(&mut self, before: &Change, first: bool) -> Result<()> {
        let (id, now) = (self.row.id, self.write.now);
        if self.change.plan != before.plan {
            let lines = rows::lines(&self.change.plan);
            let lines = (lines.as_slice(), self.change.plan.links.as_slice());
            store::replace_lines(self.write.conn(), id, lines).await?;
        }
        // What was sent back and is being edited is no revision before it is asked for again.
        if first || self.change.revision != before.revision {
            let revision = (id, self.row.revision);
            store::keep_revision(self.write.conn(), revision, &self.change.plan, now).await?;
        }
        Ok(())
    }

    /// Writes down what was said in this act; the strip stands beside an approval where there is one.
    async fn save_said(&mut self, before: &Change, strip: &mut Option<Value>) -> Result<()> {
        for said in self.change.approvals.iter().skip(before.approvals.len()) {
            let row = ApprovalRow {
                revision: said.revision.0,
                level: i64::try_from(said.level).unwrap_or_default(),
                approver_id: said.approver.0,
                approver: said.name.clone(),
                decision: said.decision.as_str().to_owned(),
                comment: storable(&said.comment).into_owned(),
                at: said.at,
                strip: strip.take().map(Json),
            };
            approvals::insert(self.write.conn(), self.row.id, &row).await?;
        }
        Ok(())
    }

    async fn audit(
        &mut self,
        by: By<'_>,
        before: ChangeState,
        (verb, comment): (ChangeVerb, &str),
    ) -> Result<()> {
        let (number, revision) = (self.row.number, self.row.revision);
        let mut detail = format!(
            "CHG-{number}, revision {revision}: {verb}, {before} to {}",
            self.row.state
        );
        if !comment.is_empty() {
            let short: String = comment.chars().take(200).collect();
            detail = format!("{detail}: {short}");
        }
        let subject = self.row.id.to_string();
        self.write
            .audit(audit::Entry {
                actor: by.actor,
                action: by.action,
                subject: &subject,
                detail: &detail,
                address: by.address,
            })
            .await
    }
}

/// Says who was faster.
async fn lost(write: &mut Write<'_>, row: &ChangeRow) -> Result<Error> {
    let row = store::find(write.conn(), row.id).await?;
    Ok(row.as_ref().map_or(Error::NotFound, conflict))
}
