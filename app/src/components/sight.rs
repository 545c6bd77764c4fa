//! Whether what is counted can be seen: where a source is silent, its last numbers are not those of now.

use domain::{
    source::{FreshnessState, SourceKind},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{Sign, age::ticking};
use crate::{
    api::{SourceView, oldest_of_each_kind},
    format,
};

/// The sign of what cannot be seen.
pub const UNSEEN: Sign = Sign {
    symbol: "st-blind",
    tone: "t-blind",
    word: "",
};

/// For how long nothing is known of what these kinds of sources report, in words; nothing while each of them that is set up
/// answers. Where a kind is asked in several places, the one whose answer is oldest stands for all.
pub fn unseen(sources: &[SourceView], kinds: &[SourceKind], at: Timestamp) -> Memo<Option<String>> {
    let now = ticking(at);
    let asked = telling(sources, kinds);
    Memo::new(move |_| {
        let since = silent_since(&asked, now())?;
        Some(unseen_words(since, now()))
    })
}

/// Since when the sources of these kinds that are silent at `now` say nothing: the longest, and no instant for one that never
/// answered.
#[must_use]
pub fn silent(
    sources: &[SourceView],
    kinds: &[SourceKind],
    now: Timestamp,
) -> Option<Option<Timestamp>> {
    silent_since(&telling(sources, kinds), now)
}

/// The sources that tell of these kinds. While AWS never said who we are no other source is known yet, and its silence is
/// that of all.
fn telling(sources: &[SourceView], kinds: &[SourceKind]) -> Vec<SourceView> {
    let mut telling = oldest_of_each_kind(sources);
    let is_known = telling.iter().any(|source| kinds.contains(&source.id.kind));
    telling.retain(|source| match is_known {
        true => kinds.contains(&source.id.kind),
        false => source.id.kind == SourceKind::Identity,
    });
    telling
}

fn silent_since(asked: &[SourceView], now: Timestamp) -> Option<Option<Timestamp>> {
    let silent = asked
        .iter()
        .map(|source| &source.freshness)
        .filter(|one| one.state(now) == FreshnessState::Blind);
    silent.map(|one| one.last_good).min()
}

/// What stands in place of what cannot be seen.
#[must_use]
pub fn unseen_words(since: Option<Timestamp>, now: Timestamp) -> String {
    match since {
        Some(at) => format!("no data for {}", format::span(now - at)),
        None => "no data yet".to_owned(),
    }
}
