//! Why a change does not do what somebody asked of it, each in one sentence.

use serde::{Deserialize, Serialize};

use super::{ChangeState, Revision};

/// Why an act on a change was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ChangeRefusal {
    /// The act is none for the state that it is in.
    #[error("it is {0} now, where that cannot be done")]
    State(ChangeState),
    /// It needs a title.
    #[error("it needs a title")]
    NoTitle,
    /// It needs a description.
    #[error("it needs a sentence about what is done")]
    NoDescription,
    /// It touches nothing.
    #[error("it needs at least one target")]
    NoTarget,
    /// Nobody could undo it.
    #[error("it needs a sentence about how it is undone")]
    NoRollback,
    /// Its end is not after its start.
    #[error("it must end after it starts")]
    EndsFirst,
    /// Its end has passed.
    #[error("its end has passed")]
    Passed,
    /// A text or a list is longer than is kept.
    #[error("a text of it is too long")]
    TooLong,
    /// A link is none.
    #[error("line {0} of the links is no address")]
    Link(usize),
    /// A level needs more people than there are.
    #[error("level {level}, {name}, needs {needed} and {left} can approve it")]
    Unsatisfiable {
        /// Which level, from one.
        level: usize,
        /// Its name.
        name: String,
        /// How many it needs.
        needed: u32,
        /// How many are left for it.
        left: u32,
    },
    /// Only who asked may do that.
    #[error("only who asked for it may do that")]
    NotRequester,
    /// Who asked does not decide.
    #[error("you asked for it, so you cannot decide it")]
    OwnRequest,
    /// This person may not decide changes, or not any more.
    #[error("you are no approver")]
    NoApprover,
    /// This person has decided this revision.
    #[error("you have decided this revision")]
    Decided,
    /// Another revision than the one that was shown is in force.
    #[error("revision {0:?} is in force")]
    Revision(Revision),
    /// Saying no and sending back need a reason.
    #[error("it needs a reason")]
    NoReason,
    /// Its time has not come.
    #[error("its time has not come")]
    NotDue,
    /// Its approvals do not suffice any more.
    #[error("an approval does not count any more")]
    Lapsed,
}
