//! Why a suppression is not made or changed.

use serde::{Deserialize, Serialize};

/// Why a suppression is not made or changed. The text is what a person reads at the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
pub enum SuppressionRule {
    /// No reason.
    #[error("Say why these findings are hidden.")]
    ReasonMissing,
    /// Over [`crate::finding::MAX_REASON`].
    #[error("A reason has at most 1000 characters.")]
    ReasonTooLong,
    /// Nobody of this name may have it.
    #[error("Nobody who may triage findings has this sign-in name.")]
    OwnerUnknown,
    /// No end.
    #[error("Say until when, as a date such as 2027-01-31.")]
    EndMissing,
    /// The end is not to come.
    #[error("The end has passed already. Choose a later one.")]
    EndsInThePast,
    /// Over [`super::LONGEST_DAYS`].
    #[error("A suppression ends within two years. It can be prolonged later.")]
    TooLong,
    /// The query is none.
    #[error("The query cannot be read, so nothing would be hidden.")]
    QueryUnreadable,
    /// It is another one than that of which its maker saw what it hides.
    #[error("You changed the query; this is what it hides now.")]
    QueryNotSeen,
    /// The filter admits every open finding.
    #[error("Narrow the rule: without a filter it would hide every open finding.")]
    NotNarrowed,
    /// The filter says no more than the record state.
    #[error(
        "Narrow the rule: the record state alone does not, and it would hide every new or notified finding that has it."
    )]
    RecordStateAlone,
    /// The filter is of a workflow status.
    #[error("A rule hides what is new or notified: leave the workflow status out of the query.")]
    OfWorkflow,
    /// The list is of a group that no filter names.
    #[error("A rule cannot be made of this group. Choose filters that say what it has in common.")]
    GroupWithoutFilter,
    /// The filter uses what changes with the reader or by itself.
    #[error(
        "A rule cannot use age, due, \u{201c}new to you\u{201d} or the end of suppressions: they change by themselves."
    )]
    OfTheMoment,
    /// Its end has come.
    #[error("It has ended. Make a new one.")]
    Over,
    /// It is so already.
    #[error("It is switched so already.")]
    AlreadySo,
}

impl SuppressionRule {
    /// The field of the form at which a page says it; empty where it is of none.
    #[must_use]
    pub const fn place(self) -> &'static str {
        match self {
            Self::ReasonMissing | Self::ReasonTooLong => "reason",
            Self::OwnerUnknown => "owner",
            Self::EndMissing | Self::EndsInThePast | Self::TooLong => "until",
            Self::QueryUnreadable
            | Self::NotNarrowed
            | Self::RecordStateAlone
            | Self::OfWorkflow
            | Self::GroupWithoutFilter
            | Self::OfTheMoment => "q",
            Self::QueryNotSeen | Self::Over | Self::AlreadySo => "",
        }
    }
}
