//! What happens to a change besides being decided: asked for, changed, started, ended.

use super::{
    ApprovalLevel, Approver, Change, ChangeKind, ChangeRefusal, ChangeState, ChangeVerb, Plan,
};
use crate::{id::PersonId, time::Timestamp};

/// Whether calendars and freezes let a change start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartGate {
    /// They do.
    Open,
    /// One of them does not.
    Closed,
}

/// Characters of a comment or a reason at most: pages show it in a line of the history, and mails carry it.
pub const MAX_COMMENT: usize = 2_000;

/// Whether what is said about an act is short enough to be kept.
///
/// # Errors
/// [`ChangeRefusal::CommentTooLong`].
pub fn check_comment(comment: &str) -> Result<(), ChangeRefusal> {
    match comment.trim().chars().count() > MAX_COMMENT {
        true => Err(ChangeRefusal::CommentTooLong),
        false => Ok(()),
    }
}

impl Change {
    /// Asks for it, with the levels and people of now. Asked again after it was sent back it is another revision.
    ///
    /// # Errors
    /// Why it cannot be asked for.
    pub fn submit(
        mut self,
        by: PersonId,
        levels: Vec<ApprovalLevel>,
        approvers: &[Approver],
        now: Timestamp,
    ) -> Result<Self, ChangeRefusal> {
        self.asked_by(by)?;
        let again = self.state == ChangeState::ChangesRequested;
        self.state = self.state.step(ChangeVerb::Submit)?;
        self.plan.check_asked(now)?;
        if again {
            self.revision = self.revision.next();
        }
        self.levels = levels;
        self.ladder(approvers).check_satisfiable()?;
        Ok(self)
    }

    /// Puts another plan in place of its own. What matters makes another revision of what was asked for, and every
    /// approval of the one before is void; a title and links leave all as it is.
    ///
    /// # Errors
    /// Why it cannot be changed.
    pub fn edit(
        mut self,
        by: PersonId,
        plan: Plan,
        approvers: &[Approver],
        now: Timestamp,
    ) -> Result<Self, ChangeRefusal> {
        self.asked_by(by)?;
        let to = self.state.step(ChangeVerb::Edit)?;
        plan.check_kept()?;
        let asked = self.state != to || self.state == ChangeState::PendingApproval;
        if asked && plan.matters_against(&self.plan) {
            plan.check_asked(now)?;
            self.plan = plan;
            self.state = to;
            self.revision = self.revision.next();
            self.ladder(approvers).check_satisfiable()?;
        } else {
            self.plan = plan;
        }
        Ok(self)
    }

    /// Starts it, or leaves it waiting where calendars and freezes do not let it. An emergency passes them.
    ///
    /// # Errors
    /// Why it cannot start.
    pub fn start(
        mut self,
        gate: StartGate,
        approvers: &[Approver],
        now: Timestamp,
    ) -> Result<Self, ChangeRefusal> {
        let held = gate == StartGate::Closed && self.plan.kind != ChangeKind::Emergency;
        let verb = if held {
            ChangeVerb::Hold
        } else {
            ChangeVerb::Start
        };
        let to = self.state.step(verb)?;
        if now < self.plan.starts_at {
            return Err(ChangeRefusal::NotDue);
        }
        if self.plan.ends_at <= now {
            return Err(ChangeRefusal::Passed);
        }
        self.still_approved(approvers)?;
        self.state = to;
        Ok(self)
    }

    /// Lets one that waits for a calendar or a freeze start all the same.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn override_calendar(
        mut self,
        by: PersonId,
        reason: &str,
        approvers: &[Approver],
        now: Timestamp,
    ) -> Result<Self, ChangeRefusal> {
        let to = self.state.step(ChangeVerb::Override)?;
        self.not_asked_by(by, reason, approvers)?;
        if self.plan.ends_at <= now {
            return Err(ChangeRefusal::Passed);
        }
        self.still_approved(approvers)?;
        self.state = to;
        Ok(self)
    }

    /// Says of one that waits for a calendar or a freeze that it will not start.
    ///
    /// # Errors
    /// Why not.
    pub fn refuse_override(
        mut self,
        by: PersonId,
        reason: &str,
        approvers: &[Approver],
    ) -> Result<Self, ChangeRefusal> {
        let to = self.state.step(ChangeVerb::RefuseOverride)?;
        self.not_asked_by(by, reason, approvers)?;
        self.state = to;
        Ok(self)
    }

    /// It is done, or did not work, with a word about it.
    ///
    /// # Errors
    /// [`ChangeRefusal::State`] unless it runs, [`ChangeRefusal::NoReason`] without a word, or
    /// [`ChangeRefusal::CommentTooLong`].
    pub fn finish(mut self, verb: ChangeVerb, comment: &str) -> Result<Self, ChangeRefusal> {
        let to = self.state.step(verb)?;
        if !matches!(to, ChangeState::Succeeded | ChangeState::Failed) {
            return Err(ChangeRefusal::State(self.state));
        }
        if comment.trim().is_empty() {
            return Err(ChangeRefusal::NoReason);
        }
        check_comment(comment)?;
        self.state = to;
        Ok(self)
    }

    /// Who asked takes it back.
    ///
    /// # Errors
    /// [`ChangeRefusal::State`] once it runs, [`ChangeRefusal::NotRequester`] for others, or
    /// [`ChangeRefusal::CommentTooLong`].
    pub fn withdraw(mut self, by: PersonId, comment: &str) -> Result<Self, ChangeRefusal> {
        self.asked_by(by)?;
        let to = self.state.step(ChangeVerb::Cancel)?;
        check_comment(comment)?;
        self.state = to;
        Ok(self)
    }

    /// What time and the world do to it by themselves; `None` when that is nothing.
    #[must_use]
    pub fn come_due(
        mut self,
        gate: StartGate,
        approvers: &[Approver],
        now: Timestamp,
    ) -> Option<(Self, ChangeVerb)> {
        let complete = self.ladder(approvers).is_complete();
        let (due, over) = (self.plan.starts_at <= now, self.plan.ends_at <= now);
        let verb = match self.state {
            state if over && state.after(ChangeVerb::TimeOut).is_some() => ChangeVerb::TimeOut,
            state if !complete && state.after(ChangeVerb::Lapse).is_some() => ChangeVerb::Lapse,
            ChangeState::PendingApproval if complete && due => ChangeVerb::Clear,
            ChangeState::PendingApproval if complete => ChangeVerb::Schedule,
            ChangeState::Scheduled if due => ChangeVerb::ComeDue,
            ChangeState::PendingCalendarOverride if gate == StartGate::Open => ChangeVerb::Open,
            _ => return None,
        };
        self.state = self.state.after(verb)?;
        Some((self, verb))
    }

    fn asked_by(&self, by: PersonId) -> Result<(), ChangeRefusal> {
        match by == self.requester {
            true => Ok(()),
            false => Err(ChangeRefusal::NotRequester),
        }
    }

    fn not_asked_by(
        &self,
        by: PersonId,
        reason: &str,
        approvers: &[Approver],
    ) -> Result<(), ChangeRefusal> {
        if by == self.requester {
            return Err(ChangeRefusal::OwnRequest);
        }
        if !approvers.iter().any(|approver| approver.id == by) {
            return Err(ChangeRefusal::NoApprover);
        }
        match reason.trim().is_empty() {
            true => Err(ChangeRefusal::NoReason),
            false => check_comment(reason),
        }
    }

    fn still_approved(&self, approvers: &[Approver]) -> Result<(), ChangeRefusal> {
        match self.ladder(approvers).is_complete() {
            true => Ok(()),
            false => Err(ChangeRefusal::Lapsed),
        }
    }
}
