//! A tile: how many, and how old that is.

use domain::{source::FreshnessState, time::Timestamp};
use leptos::prelude::*;

use super::lists::of_impact;
use crate::{
    api::{TileKind, TileView},
    components::{Sign, Unseen, shape, ticking},
    format,
};

const NONE: Sign = Sign {
    symbol: "st-ok",
    tone: "t-quiet",
    word: "",
};
const STALE: Sign = Sign {
    symbol: "st-stale",
    tone: "t-warn",
    word: "",
};
const BLIND: Sign = Sign {
    symbol: "st-blind",
    tone: "t-plain",
    word: "",
};

/// Its legend, what stands after one and after many, and its sign while there are any.
const fn looks(tile: &TileView) -> (&'static str, [&'static str; 2], &'static str, &'static str) {
    match tile.kind {
        TileKind::Incidents => {
            let (symbol, tone) = of_impact(tile.worst);
            ("Incidents", ["open", "open"], symbol, tone)
        }
        TileKind::Critical => (
            "Critical",
            ["finding", "findings"],
            "sev-critical",
            "t-critical",
        ),
        TileKind::Health => ("AWS Health", ["issue", "issues"], "st-partial", "t-warn"),
        TileKind::Endpoints => (
            "Endpoints",
            ["failing", "failing"],
            "st-failing",
            "t-critical",
        ),
    }
}

/// One of the four.
#[component]
pub(super) fn Tile(tile: TileView, now: Timestamp) -> impl IntoView {
    let now = ticking(now);
    let (legend, words, symbol, tone) = looks(&tile);
    let (n, is_closed) = (tile.n, tile.is_closed);
    let freshness = StoredValue::new(tile.freshness);
    let state = Memo::new(move |_| {
        let state = freshness.with_value(|one| one.as_ref().map(|one| one.state(now())));
        state.unwrap_or(FreshnessState::Blind)
    });
    let sign = move || match state.get() {
        _ if is_closed => Unseen::NotOffered.sign(),
        FreshnessState::Blind => BLIND,
        FreshnessState::Stale => STALE,
        FreshnessState::Live if n == 0 => NONE,
        FreshnessState::Live => Sign {
            symbol,
            tone,
            word: "",
        },
    };
    let class = move || match state.get() {
        _ if is_closed => "wall-tile".to_owned(),
        FreshnessState::Blind => "wall-tile blind".to_owned(),
        FreshnessState::Stale => "wall-tile stale".to_owned(),
        FreshnessState::Live if n == 0 => "wall-tile".to_owned(),
        FreshnessState::Live => format!("wall-tile lit {tone}"),
    };
    let figure = move || match state.get() {
        _ if is_closed => (Unseen::NotOffered.figure().to_owned(), "unknown"),
        FreshnessState::Blind => ("?".to_owned(), "unknown"),
        _ => (format::count(n), words[usize::from(n != 1)]),
    };
    let foot = move || {
        let age = freshness.with_value(|one| one.as_ref().and_then(|one| one.age(now())));
        match (state.get(), age.map(format::span)) {
            _ if is_closed => Unseen::NotOffered.words(now()),
            (FreshnessState::Live, age) => format!("updated {} ago", age.unwrap_or_default()),
            (FreshnessState::Stale, age) => format!("old, {} ago", age.unwrap_or_default()),
            (FreshnessState::Blind, Some(age)) => format!("no data for {age}"),
            (FreshnessState::Blind, None) => "no data yet".to_owned(),
        }
    };
    view! {
        <section class=class>
            <h2>{move || shape(sign())}{legend}</h2>
            <p class="figure"><b>{move || figure().0}</b>" "<span>{move || figure().1}</span></p>
            <p class="foot">{foot}</p>
        </section>
    }
}
