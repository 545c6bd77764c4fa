//! What got worse between the strip that a person saw and the one at the decision.

use std::{cmp::Ordering, fmt};

use serde::{Deserialize, Serialize};

use super::{BlindSource, Silence, Strip, StripReason, StripVerdict, reason::Grade};
use crate::scope::{AccountId, MatchLevel};

/// One thing that got worse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Difference {
    /// The verdict is worse.
    Verdict(StripVerdict, StripVerdict),
    /// A reason that was not shown.
    New(StripReason),
    /// A reason is nearer than this.
    Nearer(MatchLevel, StripReason),
    /// A reason is worse than this.
    Graver(Grade, StripReason),
    /// A reason stands for more than this many things, or for other ones.
    MoreOf(u64, StripReason),
    /// More reasons than were shown, before and now.
    More(u64, u64),
    /// A source has fallen silent.
    Blind(BlindSource),
    /// Nothing was ever heard of an account.
    Unwatched(AccountId),
}

impl Strip {
    /// What got worse since `shown`; nothing where all is the same, merely older, or better.
    #[must_use]
    pub fn is_worse_than(&self, shown: &Self) -> Vec<Difference> {
        let verdict = (self.verdict > shown.verdict)
            .then_some(Difference::Verdict(shown.verdict, self.verdict));
        let reasons = self.reasons.iter().filter_map(|reason| {
            let same = shown.reasons.iter().find(|old| old.link == reason.link);
            match same {
                Some(old) => worse_reason(reason, old),
                None if is_hidden_by(reason, shown) => None,
                None => Some(Difference::New(reason.clone())),
            }
        });
        let blind = self.blind.iter().filter(|source| {
            let known = |old: &BlindSource| old.covers(source);
            !shown.blind.iter().any(known)
        });
        let unwatched = self
            .unwatched
            .iter()
            .filter(|account| !shown.unwatched.contains(account));
        let mut worse: Vec<Difference> = verdict
            .into_iter()
            .chain(reasons)
            .chain(blind.cloned().map(Difference::Blind))
            .chain(unwatched.cloned().map(Difference::Unwatched))
            .collect();
        if worse.is_empty() && self.total() > shown.total() {
            worse.push(Difference::More(shown.total(), self.total()));
        }
        worse
    }
}

/// Whether the reason may have been among those that `shown` counts and does not keep: it comes after all that are kept.
fn is_hidden_by(reason: &StripReason, shown: &Strip) -> bool {
    let last = shown.reasons.last().filter(|_| shown.more > 0);
    last.is_some_and(|last| last.order(reason) == Ordering::Less)
}

fn worse_reason(now: &StripReason, was: &StripReason) -> Option<Difference> {
    if now.effect > was.effect || now.grade > was.grade {
        Some(Difference::Graver(was.grade, now.clone()))
    } else if now.level > was.level {
        Some(Difference::Nearer(was.level, now.clone()))
    } else if now.count > was.count || now.newest > was.newest {
        Some(Difference::MoreOf(was.count, now.clone()))
    } else {
        None
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verdict(was, now) => write!(f, "the strip says {now} and not {was}"),
            Self::New(reason) => write!(f, "new: {}", reason.title),
            Self::Nearer(_, reason) => write!(f, "nearer than it was: {}", reason.title),
            Self::Graver(_, reason) => write!(f, "worse than it was: {}", reason.title),
            Self::MoreOf(was, reason) => {
                write!(f, "more or newer than the {was} shown: {}", reason.title)
            }
            Self::More(was, now) => write!(f, "{now} reasons and not {was}"),
            Self::Blind(source) => match source.why {
                Silence::Blind => write!(f, "no news from {}", source.kind.label()),
                Silence::NotSetUp => write!(f, "{} is not set up", source.kind.label()),
                Silence::NotThere => {
                    let place = source.place().unwrap_or_default();
                    write!(f, "{} does not tell of {place}", source.kind.label())
                }
            },
            Self::Unwatched(account) => write!(f, "no source reads account {account}"),
        }
    }
}
