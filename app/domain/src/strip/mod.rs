//! The decision strip: what touches the same place as a change, and whether that speaks against it.
//!
//! A strip is kept with the decision that it stood beside, and shown the same years later. So it holds
//! sentences instead of what they are made of, and the number of its format; a field that is added has
//! a default, and no word is ever taken back.

mod judge;
mod reason;
#[cfg(test)]
mod tests;
mod worse;

use serde::{Deserialize, Serialize};

pub use judge::{Facts, Gates, KEPT_REASONS, judge};
pub use reason::{Bearing, Cause, Fact, Grade, Link, LinkKind, Place, StripReason};
pub use worse::Difference;

use crate::{
    scope::{AccountId, Region},
    source::SourceKind,
    time::Timestamp,
};

/// The format of the strips that are made now.
pub const FORMAT: u32 = 1;

text_enum! {
    /// What the strip says of a change, worst last.
    StripVerdict {
        /// Nothing that is seen speaks against it, and everything is seen.
        Clear = "clear",
        /// Something touches the same place, or cannot be seen.
        Caution = "caution",
        /// It may not begin: at its start a calendar is closed or a hard freeze holds. One that comes after the start,
        /// before the end, is Caution.
        Blocked = "blocked",
    }
}

text_enum! {
    /// Why nothing is heard of a source.
    Silence {
        /// It was heard of or should have been: it is blind.
        Blind = "blind",
        /// There is none of its kind, or AWS offers it to nobody here and never did.
        NotSetUp = "not_set_up",
        /// There are some of its kind, and none that tells of the account, or of the region.
        NotThere = "not_there",
    }
}

impl Silence {
    /// What strips from before say by saying nothing.
    const fn first() -> Self {
        Self::Blind
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the way in which serde asks"
    )]
    fn is_first(&self) -> bool {
        *self == Self::first()
    }
}

/// A source that is silent, so that what it would report cannot be seen. Whether it is blind or was never set up, the
/// verdict is not Clear: what nobody looks at is not known to be quiet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlindSource {
    /// Which.
    pub kind: SourceKind,
    /// Its last good answer, if there ever was one.
    #[serde(default)]
    pub last_good: Option<Timestamp>,
    /// Why.
    #[serde(default = "Silence::first", skip_serializing_if = "Silence::is_first")]
    pub why: Silence,
    /// The account of which none of its kind tells; only for [`Silence::NotThere`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The region of which none of its kind tells, there where it tells of the account; only for [`Silence::NotThere`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

impl BlindSource {
    /// Whether it says already what another does, of the same place or of one that holds it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.kind == other.kind
            && (self.account.is_none() || self.account == other.account)
            && (self.region.is_none() || self.region == other.region)
    }

    /// The place of which it does not tell, in words; nothing where it tells of none.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        match (&self.account, &self.region) {
            (None, None) => None,
            (Some(account), None) => Some(format!("account {account}")),
            (None, Some(region)) => Some(region.to_string()),
            (Some(account), Some(region)) => Some(format!("account {account} in {region}")),
        }
    }
}

/// What was seen around a change at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strip {
    /// How to read the rest.
    pub format: u32,
    /// The one word.
    pub verdict: StripVerdict,
    /// Why, the worst first.
    pub reasons: Vec<StripReason>,
    /// How many more reasons there were than are kept.
    #[serde(default)]
    pub more: u64,
    /// The sources that were silent: a kind once, and once more for each account of which it does not tell.
    #[serde(default)]
    pub blind: Vec<BlindSource>,
    /// The accounts of its targets of which nothing was ever heard, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unwatched: Vec<AccountId>,
    /// What was looked at and found quiet.
    #[serde(default)]
    pub quiet: Vec<Cause>,
    /// When.
    pub computed_at: Timestamp,
}

impl Strip {
    /// What a person knew to whom nothing was shown: compared with it, everything is news.
    #[must_use]
    pub const fn nothing_shown(at: Timestamp) -> Self {
        Self {
            format: FORMAT,
            verdict: StripVerdict::Clear,
            reasons: Vec::new(),
            more: 0,
            blind: Vec::new(),
            unwatched: Vec::new(),
            quiet: Vec::new(),
            computed_at: at,
        }
    }

    /// How many reasons there were, kept or not.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.reasons.len() as u64 + self.more
    }
}
