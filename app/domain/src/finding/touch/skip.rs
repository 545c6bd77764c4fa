//! Why a finding was left out of an act.

use crate::time::Timestamp;

text_enum! {
    /// The kinds of reasons: what is counted, and what is stored.
    SkipKind {
        /// It was as it should become.
        AlreadySo = "already_so",
        /// Somebody changed it since it was looked at.
        Changed = "changed",
        /// Somebody has it, so that it cannot be claimed.
        Taken = "taken",
        /// It is suppressed already, and keeps the end that it has.
        Suppressed = "suppressed",
        /// It would be called less bad than it is now, and no reason was given.
        ReasonMissing = "reason_missing",
        /// It would have more tags than a finding may have.
        TooManyTags = "too_many_tags",
        /// It came after the list was read of which all were meant.
        CameLater = "came_later",
    }
}

/// Why one finding was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
    /// It was as it should become.
    AlreadySo,
    /// Somebody changed it since it was looked at.
    Changed {
        /// Who, as the history names them.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// Somebody has it, by sign-in name.
    Taken(String),
    /// It is suppressed already, by the suppression of that name, and keeps the end that it has.
    Suppressed(String),
    /// It would be called less bad than it is now, and no reason was given.
    ReasonMissing,
    /// It would have more tags than a finding may have.
    TooManyTags,
    /// It came after the list was read of which all were meant.
    CameLater,
}

impl Skip {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SkipKind {
        match self {
            Self::AlreadySo => SkipKind::AlreadySo,
            Self::Changed { .. } => SkipKind::Changed,
            Self::Taken(_) => SkipKind::Taken,
            Self::Suppressed(_) => SkipKind::Suppressed,
            Self::ReasonMissing => SkipKind::ReasonMissing,
            Self::TooManyTags => SkipKind::TooManyTags,
            Self::CameLater => SkipKind::CameLater,
        }
    }

    /// Who or what is in the way, if that has a name, and since when, if that is known.
    #[must_use]
    pub fn by(&self) -> (Option<&str>, Option<Timestamp>) {
        match self {
            Self::Changed { by, at } => (Some(by), Some(*at)),
            Self::Taken(by) | Self::Suppressed(by) => (Some(by), None),
            Self::AlreadySo | Self::ReasonMissing | Self::TooManyTags | Self::CameLater => {
                (None, None)
            }
        }
    }
}
