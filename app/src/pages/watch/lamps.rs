//! The lamp row: always the same order, so that a glance learns the places.

use domain::{
    finding::Severity,
    source::{FreshnessState, SourceKind},
};
use leptos::prelude::*;

use crate::{
    api::WatchView,
    components::{Sign, Unseen, impact_sign, severity_sign, shape, unseen_at},
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
    let (sources, now) = (watch.sources, watch.now);
    let seen = |kinds: &[SourceKind]| {
        let unseen = unseen_at(&sources, kinds, now)?;
        Some((unseen, unseen.words(now)))
    };
    let no_findings = seen(&SourceKind::OF_FINDINGS);
    let no_endpoints = seen(&[SourceKind::Route53, SourceKind::CloudWatch]);
    let no_health = seen(&[SourceKind::Health]);
    let silent = sources.iter().filter(|source| {
        !source.freshness.is_not_set_up() && source.freshness.state(now) == FreshnessState::Blind
    });
    let blind = silent.count() as u64;
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
            {seen_lamp(critical, watch.counts.critical, &findings, no_findings)}
            {seen_lamp(ENDPOINT, u64::from(watch.rail.failing), FAILING, no_endpoints)}
            {seen_lamp(AWS_ISSUE, u64::from(watch.rail.aws_issues), ISSUES, no_health)}
            {lamp(APPROVAL, watch.approvals, "/changes?tab=pending")}
            {lamp(FREEZE, watch.frozen, "/calendar?off=changes,aws,closed")}
            {lamp(LATE_CHANGE, watch.overdue, "/changes?tab=overdue")}
            {lamp(BLIND, blind, "/settings/sources")}
        </nav>
    }
}

/// The endpoints that fail.
pub(super) const FAILING: &str = "/endpoints?show=failing";
/// The issues of AWS that are open.
pub(super) const ISSUES: &str = "/health?show=issues";

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
const LATE_CHANGE: Sign = Sign {
    symbol: "st-failing",
    tone: "t-critical",
    word: "Late change",
};
const BLIND: Sign = Sign {
    symbol: "st-blind",
    tone: "t-blind",
    word: "Blind",
};

/// A lamp for what a source reports: where that cannot be seen, nobody knows whether it is lit.
fn seen_lamp(sign: Sign, n: u64, href: &str, unseen: Option<(Unseen, String)>) -> AnyView {
    let Some((unseen, why)) = unseen else {
        return lamp(sign, n, href).into_any();
    };
    view! {
        <a class:blind=unseen.is_silence() href=href.to_owned() title=why>
            {shape(unseen.sign())}
            {sign.word}
            " "
            <span class="n">{unseen.figure()}</span>
        </a>
    }
    .into_any()
}

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
