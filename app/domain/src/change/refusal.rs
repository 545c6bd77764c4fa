//! Why a change does not do what somebody asked of it, each in one sentence.

use serde::{Deserialize, Serialize};

use super::{ChangeState, LongPart, Revision};

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
    #[error("its {0} is too long")]
    TooLong(LongPart),
    /// What is said about an act is longer than is kept.
    #[error("a comment has at most {} characters", super::MAX_COMMENT)]
    CommentTooLong,
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
    /// The name of an approval level is none.
    #[error("a level has a name of 1 to 60 characters")]
    LevelName,
    /// An approval level needs nobody, or more than anybody could want.
    #[error("a level needs 1 to 20 people")]
    LevelNeeds,
}

text_enum! {
    /// The word for a refusal that may travel in an address: it carries nothing that somebody wrote.
    ChangeCode {
        /// See [`ChangeRefusal::State`].
        State = "state",
        /// See [`ChangeRefusal::NoTitle`].
        NoTitle = "no_title",
        /// See [`ChangeRefusal::NoDescription`].
        NoDescription = "no_description",
        /// See [`ChangeRefusal::NoTarget`].
        NoTarget = "no_target",
        /// See [`ChangeRefusal::NoRollback`].
        NoRollback = "no_rollback",
        /// A start or an end cannot be read.
        NoTime = "no_time",
        /// See [`ChangeRefusal::EndsFirst`].
        EndsFirst = "ends_first",
        /// See [`ChangeRefusal::Passed`].
        Passed = "passed",
        /// See [`LongPart::Title`].
        LongTitle = "long_title",
        /// See [`LongPart::Description`].
        LongDescription = "long_description",
        /// See [`LongPart::Rollback`].
        LongRollback = "long_rollback",
        /// See [`LongPart::Targets`].
        ManyTargets = "many_targets",
        /// See [`LongPart::Links`].
        ManyLinks = "many_links",
        /// See [`LongPart::Link`].
        LongLink = "long_link",
        /// See [`ChangeRefusal::CommentTooLong`].
        CommentTooLong = "comment_too_long",
        /// See [`ChangeRefusal::Link`].
        Link = "link",
        /// See [`ChangeRefusal::Unsatisfiable`].
        Unsatisfiable = "unsatisfiable",
        /// See [`ChangeRefusal::NotRequester`].
        NotRequester = "not_requester",
        /// See [`ChangeRefusal::OwnRequest`].
        OwnRequest = "own_request",
        /// See [`ChangeRefusal::NoApprover`].
        NoApprover = "no_approver",
        /// See [`ChangeRefusal::Decided`].
        Decided = "decided",
        /// See [`ChangeRefusal::Revision`].
        Revision = "revision",
        /// See [`ChangeRefusal::NoReason`].
        NoReason = "no_reason",
        /// See [`ChangeRefusal::NotDue`].
        NotDue = "not_due",
        /// See [`ChangeRefusal::Lapsed`].
        Lapsed = "lapsed",
        /// See [`ChangeRefusal::LevelName`].
        LevelName = "level_name",
        /// See [`ChangeRefusal::LevelNeeds`].
        LevelNeeds = "level_needs",
    }
}

impl From<&ChangeRefusal> for ChangeCode {
    fn from(refusal: &ChangeRefusal) -> Self {
        use ChangeRefusal as R;
        match refusal {
            R::State(_) => Self::State,
            R::NoTitle => Self::NoTitle,
            R::NoDescription => Self::NoDescription,
            R::NoTarget => Self::NoTarget,
            R::NoRollback => Self::NoRollback,
            R::EndsFirst => Self::EndsFirst,
            R::Passed => Self::Passed,
            R::TooLong(LongPart::Title) => Self::LongTitle,
            R::TooLong(LongPart::Description) => Self::LongDescription,
            R::TooLong(LongPart::Rollback) => Self::LongRollback,
            R::TooLong(LongPart::Targets) => Self::ManyTargets,
            R::TooLong(LongPart::Links) => Self::ManyLinks,
            R::TooLong(LongPart::Link) => Self::LongLink,
            R::CommentTooLong => Self::CommentTooLong,
            R::Link(_) => Self::Link,
            R::Unsatisfiable { .. } => Self::Unsatisfiable,
            R::NotRequester => Self::NotRequester,
            R::OwnRequest => Self::OwnRequest,
            R::NoApprover => Self::NoApprover,
            R::Decided => Self::Decided,
            R::Revision(_) => Self::Revision,
            R::NoReason => Self::NoReason,
            R::NotDue => Self::NotDue,
            R::Lapsed => Self::Lapsed,
            R::LevelName => Self::LevelName,
            R::LevelNeeds => Self::LevelNeeds,
        }
    }
}
