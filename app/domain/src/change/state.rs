//! Where a change stands, and the one table of what may follow.

use super::ChangeRefusal;

text_enum! {
    /// Where a change stands.
    ChangeState {
        /// Written, not asked for.
        Draft = "draft",
        /// Approvers are asked.
        PendingApproval = "pending_approval",
        /// It went back to who asked.
        ChangesRequested = "changes_requested",
        /// It may start now.
        Approved = "approved",
        /// It may start when its time comes.
        Scheduled = "scheduled",
        /// Its time has come and a calendar or a freeze holds it.
        PendingCalendarOverride = "pending_calendar_override",
        /// It is being done.
        Running = "running",
        /// It is done.
        Succeeded = "succeeded",
        /// It was tried and did not work.
        Failed = "failed",
        /// Somebody said no.
        Rejected = "rejected",
        /// Who asked took it back.
        Cancelled = "cancelled",
        /// Its end passed before it began.
        TimedOut = "timed_out",
    }
}

text_enum! {
    /// What happens to a change. One word an outcome: which of two a start has is decided before.
    ChangeVerb {
        /// It is asked for, for the first time or again.
        Submit = "submit",
        /// What matters is changed.
        Edit = "edit",
        /// An approval that leaves a level open.
        Approve = "approve",
        /// The last approval, and its time has come.
        Clear = "clear",
        /// The last approval, and its time lies ahead.
        Schedule = "schedule",
        /// An approver says no.
        Reject = "reject",
        /// An approver sends it back.
        RequestChanges = "request_changes",
        /// An approval does not count any more.
        Lapse = "lapse",
        /// Its time has come.
        ComeDue = "come_due",
        /// It starts.
        Start = "start",
        /// It would start, and a calendar or a freeze holds it.
        Hold = "hold",
        /// What held it has opened.
        Open = "open",
        /// Somebody lets it start all the same.
        Override = "override",
        /// Somebody says that it will not.
        RefuseOverride = "refuse_override",
        /// It is done.
        Succeed = "succeed",
        /// It did not work.
        Fail = "fail",
        /// Who asked takes it back.
        Cancel = "cancel",
        /// Its end has passed.
        TimeOut = "time_out",
    }
}

impl ChangeVerb {
    /// What is told of it behind the name of who did it: `asked for it`.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Submit => "asked for it",
            Self::Edit => "changed it",
            Self::Approve => "approved it; a level is still open",
            Self::Clear => "approved it; all levels are complete",
            Self::Schedule => "approved it; it waits for its time",
            Self::Reject => "rejected it",
            Self::RequestChanges => "sent it back",
            Self::Lapse => "took it back to approval",
            Self::ComeDue => "found that its time has come",
            Self::Start | Self::Open => "started it",
            Self::Hold => "would have started it",
            Self::Override => "let it start all the same",
            Self::RefuseOverride => "said that it will not start",
            Self::Succeed => "said that it is done",
            Self::Fail => "said that it did not work",
            Self::Cancel => "withdrew it",
            Self::TimeOut => "ended it",
        }
    }
}

impl ChangeState {
    /// Whether nothing can follow.
    #[must_use]
    pub fn is_over(self) -> bool {
        ChangeVerb::ALL
            .iter()
            .all(|verb| self.after(*verb).is_none())
    }

    /// Whether somebody was asked and it has not begun: what a calendar shows as planned.
    #[must_use]
    pub const fn is_ahead(self) -> bool {
        matches!(
            self,
            Self::PendingApproval
                | Self::Approved
                | Self::Scheduled
                | Self::PendingCalendarOverride
        )
    }

    /// The state after a verb; `None` where the verb is none for this state.
    #[must_use]
    pub const fn after(self, verb: ChangeVerb) -> Option<Self> {
        use ChangeVerb as V;
        let to = match (self, verb) {
            (Self::Draft | Self::ChangesRequested, V::Submit) => Self::PendingApproval,
            (Self::Draft | Self::ChangesRequested, V::Edit) => self,
            (
                Self::PendingApproval
                | Self::Approved
                | Self::Scheduled
                | Self::PendingCalendarOverride,
                V::Edit,
            )
            | (Self::PendingApproval, V::Approve)
            | (Self::Approved | Self::Scheduled | Self::PendingCalendarOverride, V::Lapse) => {
                Self::PendingApproval
            }
            (Self::PendingApproval, V::Clear) | (Self::Scheduled, V::ComeDue) => Self::Approved,
            (Self::PendingApproval, V::Schedule) => Self::Scheduled,
            (Self::PendingApproval, V::Reject)
            | (Self::PendingCalendarOverride, V::RefuseOverride) => Self::Rejected,
            (Self::PendingApproval, V::RequestChanges) => Self::ChangesRequested,
            (Self::Approved | Self::Scheduled, V::Start)
            | (Self::PendingCalendarOverride, V::Open | V::Override) => Self::Running,
            (Self::Approved | Self::Scheduled, V::Hold) => Self::PendingCalendarOverride,
            (Self::Running, V::Succeed) => Self::Succeeded,
            (Self::Running, V::Fail) => Self::Failed,
            (
                Self::Draft
                | Self::PendingApproval
                | Self::ChangesRequested
                | Self::Approved
                | Self::Scheduled
                | Self::PendingCalendarOverride,
                V::Cancel,
            ) => Self::Cancelled,
            (
                Self::PendingApproval
                | Self::Approved
                | Self::Scheduled
                | Self::PendingCalendarOverride,
                V::TimeOut,
            ) => Self::TimedOut,
            _ => return None,
        };
        Some(to)
    }

    /// The state after a verb.
    ///
    /// # Errors
    /// [`ChangeRefusal::State`] where the verb is none for this state.
    pub fn step(self, verb: ChangeVerb) -> Result<Self, ChangeRefusal> {
        self.after(verb).ok_or(ChangeRefusal::State(self))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// The transitions, printed: a change of them is a change of this table.
    #[test]
    fn transitions() {
        let mut table = String::from("state");
        for verb in ChangeVerb::ALL {
            write!(table, " | {verb}").expect("a string takes all");
        }
        table.push('\n');
        for state in ChangeState::ALL {
            write!(table, "{state}").expect("a string takes all");
            for verb in ChangeVerb::ALL {
                let to = state.after(*verb).map_or("-", ChangeState::as_str);
                write!(table, " | {to}").expect("a string takes all");
            }
            table.push('\n');
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_is_over_stays_over() {
        use ChangeState as S;
        let over: Vec<_> = S::ALL.iter().filter(|state| state.is_over()).collect();
        assert_eq!(
            over,
            [
                &S::Succeeded,
                &S::Failed,
                &S::Rejected,
                &S::Cancelled,
                &S::TimedOut
            ]
        );
    }
}
