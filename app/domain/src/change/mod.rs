//! Changes: what somebody asks to do, the two levels that approve it, and every step until it is done.
//!
//! Everything here takes a change and gives it back. Who is enabled, what the clock says and whether a calendar is open
//! arrive as parameters.

mod decide;
mod ladder;
mod plan;
mod refusal;
mod state;
mod steps;
#[cfg(test)]
mod tests;

pub use ladder::{Approval, ApprovalLevel, Approver, Ladder, Rung, check_levels};
pub use plan::{LongPart, MAX_LINES, MAX_LINK, MAX_TEXT, MAX_TITLE, Plan, one_way_to_end_lines};
pub use refusal::{ChangeCode, ChangeRefusal};
pub use state::{ChangeState, ChangeVerb};
pub use steps::{MAX_COMMENT, StartGate, check_comment};

use serde::{Deserialize, Serialize};

use crate::id::PersonId;

text_enum! {
    /// How much has to be said and by whom before a change starts.
    ChangeKind {
        /// Well known: the first level decides.
        Standard = "standard",
        /// Both levels decide.
        Normal = "normal",
        /// Both levels decide; closed calendars and freezes are ignored, which is written down.
        Emergency = "emergency",
    }
}

impl ChangeKind {
    /// How many levels decide.
    #[must_use]
    pub const fn levels(self) -> usize {
        match self {
            Self::Standard => 1,
            Self::Normal | Self::Emergency => 2,
        }
    }
}

text_enum! {
    /// What an approver says.
    Decision {
        /// It may be done.
        Approve = "approve",
        /// It may not: the change ends.
        Reject = "reject",
        /// Not like this: it goes back to who asked.
        RequestChanges = "request_changes",
    }
}

/// How often what matters of a change was changed after it was asked for. An approval is of one revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub i64);

impl Revision {
    /// The first.
    pub const FIRST: Self = Self(1);

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A change with all that its rules look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Who asked.
    pub requester: PersonId,
    /// Where it stands.
    pub state: ChangeState,
    /// Which revision is in force.
    pub revision: Revision,
    /// What is to be done.
    pub plan: Plan,
    /// The levels as they were when it was submitted; those of today before that.
    pub levels: Vec<ApprovalLevel>,
    /// What was said of every revision, oldest first.
    pub approvals: Vec<Approval>,
}

impl Change {
    /// A request that nobody has seen yet.
    #[must_use]
    pub const fn draft(requester: PersonId, plan: Plan, levels: Vec<ApprovalLevel>) -> Self {
        Self {
            requester,
            state: ChangeState::Draft,
            revision: Revision::FIRST,
            plan,
            levels,
            approvals: Vec::new(),
        }
    }

    /// Who has decided the revision in force and who still can, among those who may decide changes now.
    #[must_use]
    pub fn ladder(&self, approvers: &[Approver]) -> Ladder {
        Ladder::of(self, approvers)
    }

    /// The same for the next time it is asked for: what was sent back becomes another revision, of which nobody has said
    /// anything.
    #[must_use]
    pub fn ladder_ahead(&self, approvers: &[Approver]) -> Ladder {
        if self.state != ChangeState::ChangesRequested {
            return self.ladder(approvers);
        }
        let again = Self {
            revision: self.revision.next(),
            ..self.clone()
        };
        again.ladder(approvers)
    }
}
