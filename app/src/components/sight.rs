//! Whether what is counted can be seen: where a source is silent, its last numbers are not those of now.

use domain::{
    source::{Freshness, FreshnessState, SourceKind},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{Sign, age::ticking};
use crate::{
    api::{SourceView, of_each_kind, telling},
    format,
};

/// Why what is counted is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unseen {
    /// A source that tells of it never answered.
    NoAnswerYet,
    /// One of them is silent since its last answer.
    Since(Timestamp),
    /// AWS offers none of them to this account, so that there is nothing to wait for.
    NotOffered,
}

impl Unseen {
    /// What stands in place of the number.
    #[must_use]
    pub const fn figure(self) -> &'static str {
        match self {
            Self::NotOffered => "–",
            Self::NoAnswerYet | Self::Since(_) => "?",
        }
    }

    /// What stands beside it.
    #[must_use]
    pub fn words(self, now: Timestamp) -> String {
        match self {
            Self::NoAnswerYet => "no data yet".to_owned(),
            Self::Since(at) => format!("no data for {}", format::span(now - at)),
            Self::NotOffered => "not available".to_owned(),
        }
    }

    /// Whether it is to come back, so that its absence is told.
    #[must_use]
    pub fn is_silence(self) -> bool {
        self != Self::NotOffered
    }

    /// Its sign: what was never to be seen is nothing to worry about.
    #[must_use]
    pub const fn sign(self) -> Sign {
        let (symbol, tone) = match self {
            Self::NotOffered => ("st-none", "t-quiet"),
            Self::NoAnswerYet | Self::Since(_) => ("st-blind", "t-blind"),
        };
        Sign {
            symbol,
            tone,
            word: "",
        }
    }
}

/// Why nothing is known of what these kinds of sources report, and that in words; nothing while each of them that is set up
/// answers. Where a kind is asked in several places, the one whose answer is oldest stands for all.
pub fn unseen(
    sources: &[SourceView],
    kinds: &[SourceKind],
    at: Timestamp,
) -> Memo<Option<(Unseen, String)>> {
    let now = ticking(at);
    let asked = telling(of_each_kind(sources), kinds);
    Memo::new(move |_| {
        let unseen = why(&asked, now())?;
        Some((unseen, unseen.words(now())))
    })
}

/// The reason at `now`.
#[must_use]
pub fn unseen_at(sources: &[SourceView], kinds: &[SourceKind], now: Timestamp) -> Option<Unseen> {
    why(&telling(of_each_kind(sources), kinds), now)
}

fn why(telling: &[SourceView], now: Timestamp) -> Option<Unseen> {
    let all = telling.iter().map(|source| &source.freshness);
    if !telling.is_empty() && all.clone().all(Freshness::is_not_set_up) {
        return Some(Unseen::NotOffered);
    }
    let silent = all
        .filter(|one| !one.is_not_set_up() && one.state(now) == FreshnessState::Blind)
        .map(|one| one.last_good.map_or(Unseen::NoAnswerYet, Unseen::Since));
    // The longest silence; who never answered is silent longest.
    silent.min()
}
