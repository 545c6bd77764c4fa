//! The line at the foot of every page while a freeze holds. It lies over the page's lower edge, so that nothing of the page
//! moves when it comes or goes.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::{
    api::FreezeLineView,
    components::{Sign, Ticker, shape},
};

/// Grows as the clock passes the moment at which a freeze begins or ends: no event tells of that.
pub(super) fn turned(
    turns: RwSignal<Option<Timestamp>>,
    ticker: Ticker,
) -> Memo<Option<Timestamp>> {
    Memo::new(move |last: Option<&Option<Timestamp>>| {
        let passed = turns.get().filter(|at| ticker.0.get() >= Some(*at));
        passed.or(last.copied().flatten())
    })
}

/// The line; nothing where nothing holds.
pub(super) fn line(freeze: FreezeLineView) -> AnyView {
    if freeze.word.is_empty() {
        return ().into_any();
    }
    let symbol = match freeze.is_hard {
        true => "st-blocked",
        false => "st-partial",
    };
    let (tone, word) = ("t-warn", "");
    view! {
        <p class="freeze-line t-warn" role="status">
            {shape(Sign { symbol, tone, word })}
            <b>{freeze.word}</b>
            <span class="clip">{freeze.text}</span>
            <a href="/calendar">{freeze.link}</a>
        </p>
    }
    .into_any()
}
