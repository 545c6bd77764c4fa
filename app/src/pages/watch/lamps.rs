//! The lamp row: always the same order, so that a glance learns the places.

use domain::{finding::Severity, source::FreshnessState};
use leptos::prelude::*;

use crate::{
    api::WatchView,
    components::{Sign, impact_sign, severity_sign, shape, ticking},
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
    let blind = Memo::new(move |_| {
        let silent = sources.iter().filter(|source| {
            !source.is_closed_to_us() && source.freshness.state(now()) == FreshnessState::Blind
        });
        silent.count() as u64
    });
    let findings = format!("/findings?severity=CRITICAL{}", watch.within);
    let critical = Sign {
        word: Severity::Critical.label(),
        ..severity_sign(Severity::Critical)
    };
    let worst = watch.rail.worst_incident.map(impact_sign);
    let incident = Sign {
        word: "Incident",
        ..worst.unwrap_or(UNLIT)
    };
    view! {
        <nav class="lamp-row" aria-label="Lamps">
            {lamp(incident, watch.incidents.1, "/incidents")}
            {lamp(critical, watch.counts.critical, &findings)}
            {lamp(ENDPOINT, u64::from(watch.rail.failing), "/endpoints")}
            {lamp(AWS_ISSUE, u64::from(watch.rail.aws_issues), "/health")}
            {lamp(APPROVAL, watch.approvals, "/changes")}
            {lamp(FREEZE, watch.frozen, "/calendar")}
            {lamp(OVERDUE, watch.overdue, "/changes")}
            {move || lamp(BLIND, blind.get(), "/settings/sources")}
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
const APPROVAL: Sign = Sign {
    symbol: "st-waits",
    tone: "t-waits",
    word: "Approval",
};
const FREEZE: Sign = Sign {
    symbol: "st-blocked",
    tone: "t-plain",
    word: "Freeze",
};
const OVERDUE: Sign = Sign {
    symbol: "st-failing",
    tone: "t-critical",
    word: "Overdue",
};
const BLIND: Sign = Sign {
    symbol: "st-blind",
    tone: "t-blind",
    word: "Blind",
};

fn lamp(sign: Sign, n: u64, href: &str) -> impl IntoView + use<> {
    let href = href.to_owned();
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
