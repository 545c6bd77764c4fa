//! The lamp row: always the same order, so that a glance learns the places.

use domain::{finding::Severity, source::FreshnessState};
use leptos::prelude::*;

use crate::{
    api::WatchView,
    components::{Sign, freshness_sign, severity_sign, shape, ticking},
    format,
};

const UNLIT: Sign = Sign {
    symbol: "st-none",
    tone: "t-quiet",
    word: "",
};

/// The lamps.
#[component]
pub(super) fn LampRow(watch: WatchView) -> impl IntoView {
    let now = ticking(watch.now);
    let sources = watch.sources;
    let counted = move |state: FreshnessState| {
        let of_state = sources
            .iter()
            .filter(|source| !source.is_closed_to_us() && source.freshness.state(now()) == state);
        of_state.count() as u64
    };
    let states = Memo::new(move |_| {
        (
            counted(FreshnessState::Stale),
            counted(FreshnessState::Blind),
        )
    });
    let severity = |severity: Severity| Sign {
        word: severity.label(),
        ..severity_sign(severity)
    };
    view! {
        <nav class="lamp-row" aria-label="Lamps">
            {lamp(severity(Severity::Critical), watch.counts.critical, "/findings?severity=CRITICAL")}
            {lamp(severity(Severity::High), watch.counts.high, "/findings?severity=HIGH")}
            {lamp(ENDPOINT, u64::from(watch.rail.failing), "/endpoints")}
            {lamp(AWS_ISSUE, u64::from(watch.rail.aws_issues), "/health")}
            {lamp(UNASSIGNED, watch.counts.unassigned, "/findings?assignee=")}
            {move || lamp(freshness_sign(FreshnessState::Stale), states.get().0, "/settings/sources")}
            {move || lamp(
                Sign { word: "Blind", ..freshness_sign(FreshnessState::Blind) },
                states.get().1,
                "/settings/sources",
            )}
        </nav>
    }
}

const ENDPOINT: Sign = Sign {
    symbol: "st-failing",
    tone: "t-critical",
    word: "Endpoint",
};
const AWS_ISSUE: Sign = Sign {
    symbol: "st-partial",
    tone: "t-warn",
    word: "AWS issue",
};
const UNASSIGNED: Sign = Sign {
    symbol: "st-waits",
    tone: "t-waits",
    word: "Unassigned",
};

fn lamp(sign: Sign, n: u64, href: &'static str) -> impl IntoView {
    let (class, mark) = match n {
        0 => (String::new(), UNLIT),
        _ => (format!("lit {}", sign.tone), sign),
    };
    view! {
        <a class=class href=href>
            {shape(mark)}
            {sign.word}
            " "
            <span class="n">{format::count(n)}</span>
        </a>
    }
}
