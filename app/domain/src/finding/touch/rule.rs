//! Why an act on findings is not done at all, and when one may be taken back.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::{plain::plain, time::Timestamp};

/// Most characters of a reason.
pub const MAX_REASON: usize = 1_000;
/// How many minutes after its end an act may be taken back.
pub const UNDO_MINUTES: i64 = 10;

/// Why an act on findings is not done. The text is what a person reads at the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
pub enum TouchRule {
    /// No field was touched.
    #[error("Choose what to change.")]
    NothingTouched,
    /// No finding was chosen.
    #[error("Choose at least one finding.")]
    NothingChosen,
    /// The filter has no finding, or none that had come when the list was read.
    #[error("Nothing that this list showed matches it any more.")]
    NothingMatches,
    /// The filter is none.
    #[error("The query of this list cannot be read, so no finding was chosen.")]
    QueryUnreadable,
    /// No reason, where something is hidden.
    #[error("Say why: a reason is needed to resolve, to suppress, or to call less severe.")]
    ReasonMissing,
    /// Over [`MAX_REASON`].
    #[error("A reason has at most 1000 characters.")]
    ReasonTooLong,
    /// Over [`super::MAX_NOTE`].
    #[error("A note has at most 512 characters.")]
    NoteTooLong,
    /// Nobody here is called so.
    #[error("Nobody here has this sign-in name.")]
    AssigneeUnknown,
    /// A name beside a choice that has no use for it.
    #[error("Take the name away, or choose \u{201c}This person\u{201d}.")]
    NameUnused,
    /// A time beside another status than suppressed.
    #[error("An end belongs to the status Suppressed alone: choose it, or take the end away.")]
    EndUnused,
    /// A tag that is none.
    #[error("A tag has 1 to 40 letters, digits, dashes, dots, colons, slashes or underscores.")]
    TagMalformed,
    /// The same, among those that are taken away.
    #[error("A tag has 1 to 40 letters, digits, dashes, dots, colons, slashes or underscores.")]
    RemovedTagMalformed,
    /// A tag that is added and removed.
    #[error("A tag cannot be added and removed at once.")]
    TagTwice,
    /// No number of an incident or change.
    #[error("Write the number of an incident or change, such as INC-7 or CHG-7.")]
    LinkMalformed,
    /// Nothing has the number.
    #[error("There is no incident or change of this number.")]
    LinkUnknown,
    /// Somebody else did it.
    #[error("Only who did it may undo it.")]
    NotYours,
    /// It has not ended.
    #[error("It is still going on. It can be undone when it has ended.")]
    StillGoing,
    /// Over [`UNDO_MINUTES`].
    #[error("It can be undone for 10 minutes, and these are over.")]
    TooLate,
    /// It was taken back.
    #[error("It was undone already.")]
    AlreadyUndone,
    /// It changed nothing, or nothing but notes.
    #[error("It changed nothing that can be undone.")]
    NothingDone,
}

impl TouchRule {
    /// The field of the form at which a page says it; empty where it is of none.
    #[must_use]
    pub const fn place(self) -> &'static str {
        match self {
            Self::ReasonMissing | Self::ReasonTooLong => "reason",
            Self::NoteTooLong => "note",
            Self::AssigneeUnknown | Self::NameUnused => "assignee",
            Self::EndUnused => "until_on",
            Self::TagMalformed | Self::TagTwice => "add_tags",
            Self::RemovedTagMalformed => "remove_tags",
            Self::LinkMalformed | Self::LinkUnknown => "link",
            Self::NothingTouched
            | Self::NothingChosen
            | Self::NothingMatches
            | Self::QueryUnreadable
            | Self::NotYours
            | Self::StillGoing
            | Self::TooLate
            | Self::AlreadyUndone
            | Self::NothingDone => "",
        }
    }
}

/// The reason as it is kept; an empty one is none.
///
/// # Errors
/// [`TouchRule::ReasonTooLong`].
pub fn reason(text: &str) -> Result<Option<String>, TouchRule> {
    let text = plain(text);
    match text.chars().count() {
        0 => Ok(None),
        count if count > MAX_REASON => Err(TouchRule::ReasonTooLong),
        _ => Ok(Some(text)),
    }
}

/// Until when an act may be taken back that ended at `finished_at`.
///
/// # Errors
/// [`TouchRule::StillGoing`] while it has no end, or [`TouchRule::TooLate`].
pub fn undo(finished_at: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, TouchRule> {
    let finished_at = finished_at.ok_or(TouchRule::StillGoing)?;
    let until = finished_at + TimeDelta::minutes(UNDO_MINUTES);
    match now <= until {
        true => Ok(until),
        false => Err(TouchRule::TooLate),
    }
}
