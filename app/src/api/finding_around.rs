//! What else happened around the time of a finding, and what goes on there now.

use backend::findings::{Around, Cut};
use domain::{
    around::{Happening, Span},
    id::FindingId,
    scope::MatchLevel,
    strip::LinkKind,
    time::Timestamp,
};
use leptos::prelude::*;

use super::{
    findings_view::Written,
    strip::{StripView, href, near},
};
use crate::{
    components::{Shape, Sign, Since, State, grade_sign, icon},
    format,
    query::Query,
};

/// The key of how far is looked.
const SPAN: &str = "span";

const QUIET: Sign = Sign {
    symbol: "st-none",
    tone: "t-quiet s16",
    word: "",
};

/// The finding, and the list that it is read beside as a query string.
pub(super) struct Beside<'a> {
    /// Which.
    pub(super) id: FindingId,
    /// The list.
    pub(super) list: &'a str,
}

/// The tab of a finding: what happened, the nearest first, and below it what goes on.
pub(super) fn around(beside: &Beside<'_>, then: &Around, now: StripView) -> Written {
    Written::by_server(view! {
        {spans(beside, then.span)}
        <p class="aside">
            {format!("{} before and after ", length(then.span))}
            <Since at=then.moment/>
            ", when its product last changed it."
        </p>
        {happened(then)}
        {left_out(then)}
        <h3>"Now"</h3>
        {goes_on(now)}
    })
}

/// The ways to look nearer and further.
fn spans(beside: &Beside<'_>, shown: Span) -> AnyView {
    let links = Span::ALL.iter().map(|span| {
        let query = Query::parse(beside.list).with("tab", "around");
        let query = query.with(SPAN, span.as_str());
        let href = query.href(&format!("/findings/{}", beside.id));
        let current = (*span == shown).then_some("page");
        let words = match span {
            Span::Hour => "1 h",
            Span::Day => "24 h",
            Span::Week => "7 days",
        };
        view! { <a href=href aria-current=current>{words}</a> }
    });
    view! { <nav class="tabs" aria-label="How far to look">{links.collect_view()}</nav> }.into_any()
}

const fn length(span: Span) -> &'static str {
    match span {
        Span::Hour => "An hour",
        Span::Day => "24 hours",
        Span::Week => "7 days",
    }
}

/// A list for each level, under its words.
fn happened(then: &Around) -> AnyView {
    if then.happened.is_empty() {
        return view! {
            <State
                sign=QUIET
                what="Nothing else happened around it"
                next="Changes, incidents, other findings, AWS Health, endpoints and freezes were looked at."
            />
        }
        .into_any();
    }
    let levels = then.happened.chunk_by(|one, next| one.level == next.level);
    let levels = levels.map(|all| {
        let level = all
            .first()
            .map_or(MatchLevel::Organization, |one| one.level);
        let rows = all.iter().map(|one| row(one, then.moment));
        view! {
            <h3>{near(level)}</h3>
            <ul class="rows two-line">{rows.collect_view()}</ul>
        }
    });
    levels.collect_view().into_any()
}

fn row(one: &Happening, moment: Timestamp) -> AnyView {
    let at = one.at;
    let (symbol, kind) = kind(one.link.kind);
    view! {
        <li>
            {icon(symbol, "icon")}
            <a class="cover name" href=href(&one.link)>{one.text.clone()}</a>
            <time class="end aside" datetime=format::machine(at) title=format::exact(at)>
                {format::moment(at, moment)}
            </time>
            <span class="under">{format!("{kind}, {}", away(at, moment))}</span>
        </li>
    }
    .into_any()
}

/// The sign of a kind, and its word.
const fn kind(kind: LinkKind) -> (&'static str, &'static str) {
    match kind {
        LinkKind::Finding | LinkKind::Findings => ("i-findings", "Finding"),
        LinkKind::Health => ("i-health", "AWS Health"),
        LinkKind::Endpoint => ("i-endpoints", "Endpoint"),
        LinkKind::Incident => ("i-incidents", "Incident"),
        LinkKind::Change => ("i-changes", "Change"),
        LinkKind::Freeze => ("i-freeze", "Freeze"),
        LinkKind::Calendar => ("i-calendar", "Calendar"),
    }
}

/// How long before or after the moment it was.
fn away(at: Timestamp, moment: Timestamp) -> String {
    match at == moment {
        true => "at that moment".to_owned(),
        false if at < moment => format!("{} before", format::span(moment - at)),
        false => format!("{} after", format::span(at - moment)),
    }
}

/// What is not told, and why.
fn left_out(then: &Around) -> AnyView {
    let more = format::counted(then.left_out, "more is", "more are");
    let more = (then.left_out > 0).then(|| format!("{more} left out, the farthest and oldest."));
    let cuts = then.cut.iter().map(|cut| match *cut {
        Cut::Nearest(some, all) => format!(
            "Of {} findings near it only the nearest {} were looked at.",
            format::count(all),
            format::count(some)
        ),
        Cut::Latest(LinkKind::Finding, most) => format!(
            "Of what changed on other findings only {} changes were looked at, those of the nearest.",
            format::count(most)
        ),
        Cut::Latest(kind, most) => format!(
            "Of {} in this time only the latest {} were looked at.",
            latest(kind),
            format::count(most)
        ),
    });
    let begins = then.log_begins.map(|begins| {
        let begins = format::dated(begins, then.moment);
        format!("How endpoints turned is known since {begins}, when the event log begins.")
    });
    let all = more.into_iter().chain(cuts).chain(begins);
    let all = all.map(|text| view! { <p class="aside">{text}</p> });
    all.collect_view().into_any()
}

/// What of a kind was looked at.
const fn latest(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Finding | LinkKind::Findings => "what changed on findings",
        LinkKind::Health => "the AWS Health events",
        LinkKind::Endpoint => "the turns of endpoints",
        LinkKind::Incident => "the turns of incidents",
        LinkKind::Change => "the steps of changes",
        LinkKind::Freeze | LinkKind::Calendar => "the freezes",
    }
}

/// What goes on around the resource now and did in the last day: incidents, changes, AWS Health, endpoints, freezes and
/// other findings, the nearest and worst first.
fn goes_on(strip: StripView) -> AnyView {
    let rows = strip.reasons.into_iter().map(|reason| {
        view! {
            <li>
                <Shape sign=grade_sign(reason.grade)/>
                <a class="cover name" href=reason.href>{reason.title}{icon("i-chevron-right", "icon s12")}</a>
                <span class="under">{reason.beneath}</span>
            </li>
        }
    });
    let rows: Vec<_> = rows.collect();
    let none = rows.is_empty().then(|| view! {
        <State
            sign=QUIET
            what="Nothing else goes on around this"
            next="Incidents, changes, AWS Health, endpoints, freezes and other findings were looked at."
        />
    });
    let blind = strip.blind.into_iter();
    let blind = blind.map(|one| view! { <p class="second">{one.text}</p> });
    view! {
        <ul class="rows two-line">{rows}</ul>
        {none}
        {strip.unlisted.map(|text| view! { <p class="aside">{text}</p> })}
        {blind.collect_view()}
    }
    .into_any()
}

#[cfg(test)]
mod tests;
