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
    let mut asked = oldest_of_each_kind(sources);
    asked.retain(|source| kinds.contains(&source.id.kind));
    Memo::new(move |_| {
        let silent = asked
            .iter()
            .map(|source| &source.freshness)
            .filter(|one| one.state(now()) == FreshnessState::Blind);
        let oldest = silent.min_by_key(|one| one.last_good)?;
        Some(match oldest.age(now()) {
            Some(age) => format!("no data for {}", format::span(age)),
            None => "no data yet".to_owned(),
        })
    })
}
