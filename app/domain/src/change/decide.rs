//! What an approver says, and what it does to the change.

use super::{
    Approval, Approver, Change, ChangeRefusal, ChangeVerb, Decision, Revision, check_comment,
};
use crate::{id::PersonId, time::Timestamp};

impl Change {
    /// The level that this person would decide for.
    ///
    /// # Errors
    /// Why they cannot.
    pub fn level_for(
        &self,
        person: PersonId,
        approvers: &[Approver],
    ) -> Result<usize, ChangeRefusal> {
        if self.state.after(ChangeVerb::Approve).is_none() {
            return Err(ChangeRefusal::State(self.state));
        }
        if person == self.requester {
            return Err(ChangeRefusal::OwnRequest);
        }
        if !approvers.iter().any(|approver| approver.id == person) {
            return Err(ChangeRefusal::NoApprover);
        }
        let ladder = self.ladder(approvers);
        if !ladder.can.iter().any(|one| one.id == person) {
            return Err(ChangeRefusal::Decided);
        }
        let open = ladder.open();
        open.map(|rung| rung.level)
            .ok_or(ChangeRefusal::State(self.state))
    }

    /// One person decides the revision that they were shown. The approval is the last of those the answer has.
    ///
    /// # Errors
    /// Why it was refused; nothing has changed then.
    pub fn decide(
        mut self,
        by: &Approver,
        (shown, decision, comment): (Revision, Decision, &str),
        approvers: &[Approver],
        now: Timestamp,
    ) -> Result<Self, ChangeRefusal> {
        let level = self.level_for(by.id, approvers)?;
        if shown != self.revision {
            return Err(ChangeRefusal::Revision(self.revision));
        }
        if self.plan.ends_at <= now {
            return Err(ChangeRefusal::Passed);
        }
        let comment = comment.trim();
        if comment.is_empty() && decision != Decision::Approve {
            return Err(ChangeRefusal::NoReason);
        }
        check_comment(comment)?;
        self.approvals.push(Approval {
            revision: self.revision,
            level,
            approver: by.id,
            name: by.name.clone(),
            decision,
            comment: comment.to_owned(),
            at: now,
        });
        let verb = match decision {
            Decision::Reject => ChangeVerb::Reject,
            Decision::RequestChanges => ChangeVerb::RequestChanges,
            Decision::Approve if !self.ladder(approvers).is_complete() => ChangeVerb::Approve,
            Decision::Approve if now < self.plan.starts_at => ChangeVerb::Schedule,
            Decision::Approve => ChangeVerb::Clear,
        };
        self.state = self.state.step(verb)?;
        Ok(self)
    }
}
