//! The columns of Watch: a number, at most four rows, and the rest in one line.

use std::collections::BTreeMap;

use domain::{
    finding::{Due, FindingSummary},
    source::SourceKind,
    time::Timestamp,
};
use leptos::prelude::*;

use super::lamps::{FAILING, ISSUES};
use crate::{
    api::{EndpointView, HealthView, WatchView},
    components::{Age, Shape, Unseen, due_sign, impact_sign, severity_sign, shape, unseen_at},
    format,
    pages::{
        endpoints,
        findings::{address::ListAddress, viewed::ALL_OPEN},
        health,
    },
};

/// Critical and high findings that nobody has.
const NEEDING: &str = "severity=CRITICAL&severity=HIGH&assignee=";

/// The head of a column: a number, and another beside it. Where what is counted cannot be seen, neither is known.
fn head(
    (figure, href): (u64, &str),
    (words, aside): (&'static str, AnyView),
    now: Timestamp,
    unseen: Option<Unseen>,
) -> AnyView {
    let count = unseen.map_or_else(|| format::count(figure), |why| why.figure().to_owned());
    let beside = match unseen {
        None => aside,
        Some(Unseen::Since(at)) => {
            let (from, age) = (format::precise(at), format::span(now - at));
            view! { "no data for "<span data-age=from>{age}</span> }.into_any()
        }
        Some(why) => why.words(now).into_any(),
    };
    view! {
        <header>
            <h2><a class="figure" href=href.to_owned()>{count}</a><span class="clip">{words}</span></h2>
            <p class="aside">{beside}</p>
        </header>
    }
    .into_any()
}

/// How many there are of what a figure counts some, and where all of them are.
fn of_all(href: String, count: u64) -> AnyView {
    view! { <a href=href>{format!("of {}", format::count(count))}</a> }.into_any()
}

/// Leads to why a source is not there.
fn why_not_offered() -> AnyView {
    view! { <a href="/settings/sources">"AWS does not offer it here: see why"</a> }.into_any()
}

/// Incidents that are open.
#[component]
pub(super) fn IncidentsColumn(watch: WatchView) -> impl IntoView {
    let (open, now) = (watch.incidents.1, watch.now);
    let words = if open == 1 {
        " incident open"
    } else {
        " incidents open"
    };
    let rows = watch.incidents.0.into_iter().map(|one| {
        let who = one
            .commander
            .unwrap_or_else(|| "nobody commands".to_owned());
        let sign = impact_sign(one.impact);
        let under = format!("{} · {} · {who}", one.name, sign.word);
        let href = format!("/incidents/{}", one.id);
        view! {
            <li>
                <Shape sign/>
                <a class="cover name clip" href=href>{one.title}</a>
                <span class="end aside"><Age at=one.opened_at now/></span>
                <span class="under">{under}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    let foot = match open {
        0 => "None is open here. See those that are over",
        _ => "Open incidents",
    };
    view! {
        <section class="column">
            <header>
                <h2><a class="figure" href="/incidents">{format::count(open)}</a><span class="clip">{words}</span></h2>
            </header>
            <ul class="rows two-line">{rows}</ul>
            <footer><a href="/incidents">{foot}</a></footer>
        </section>
    }
    .into_any()
}

/// Findings that need somebody.
#[component]
pub(super) fn FindingsColumn(watch: WatchView) -> impl IntoView {
    let unseen = unseen_at(&watch.sources, &SourceKind::OF_FINDINGS, watch.now);
    let needing = ListAddress::parse(&format!("{NEEDING}{}", watch.within));
    let (total, needs) = (watch.counts.total(), watch.needing);
    let more = needs.saturating_sub(watch.top.len() as u64);
    let words = if needs == 1 {
        " finding needs someone"
    } else {
        " findings need someone"
    };
    let href = needing.href();
    let (empty, overdue) = (watch.top.is_empty(), watch.rail.overdue);
    let within = watch.within.clone();
    let all = of_all(format!("{ALL_OPEN}{within}"), total);
    let rows = watch
        .top
        .into_iter()
        .map(|finding| row(&needing, finding, &watch.names, watch.now));
    let rows = rows.collect_view();
    view! {
        <section class="column" class:blind=unseen.is_some_and(Unseen::is_silence)>
            {head((needs, &href), (words, all), watch.now, unseen)}
            <ul class="rows two-line">{rows}</ul>
            <footer>
                {match (unseen, empty, more) {
                    (Some(Unseen::NotOffered), _, _) => why_not_offered(),
                    (Some(_), _, _) => view! { <a href=href>"What was last known"</a> }.into_any(),
                    (None, true, _) => view! {
                        <span>{if total == 0 { "None is open here." } else { "Every critical and high finding has somebody." }}</span>
                    }
                    .into_any(),
                    (None, false, 0) => view! { <a href=href>"Open the list"</a> }.into_any(),
                    (None, false, more) => view! { <a href=href>{format!("{} more", format::count(more))}</a> }
                        .into_any(),
                }}
                {(overdue > 0 && unseen.is_none()).then(|| view! {
                    <a class="end" href=format!("{OVERDUE}{within}")>{shape(due_sign(Due::Overdue))}{format!("{} overdue", format::count(overdue))}</a>
                })}
            </footer>
        </section>
    }
}

/// The open findings whose time is over, the longest first.
const OVERDUE: &str = "/findings?due=overdue&by=flat&sort=due&order=asc";

fn row(
    list: &ListAddress,
    finding: FindingSummary,
    names: &BTreeMap<String, String>,
    now: Timestamp,
) -> impl IntoView + use<> {
    let name = match &finding.control {
        Some(control) => format!("{control} {}", finding.title),
        None => finding.title.clone(),
    };
    let under = format!(
        "{} · {} · {}",
        format::resource_name(&finding.resource_id),
        names.get(&finding.account).unwrap_or(&finding.account),
        finding.region
    );
    view! {
        <li>
            <Shape sign=severity_sign(finding.severity)/>
            <a class="cover name clip" href=list.finding_href(finding.id)>{name}</a>
            <span class="end aside"><Age at=finding.open_since now/></span>
            <span class="under">{under}</span>
        </li>
    }
}

/// AWS Health: what is open or lies ahead.
#[component]
pub(super) fn HealthColumn(watch: WatchView) -> impl IntoView {
    let (events, issues) = (u64::from(watch.rail.aws_events), watch.rail.aws_issues);
    let words = if events == 1 {
        " AWS Health event"
    } else {
        " AWS Health events"
    };
    let aside = format::counted(u64::from(issues), "open issue", "open issues");
    let aside = match issues {
        0 => aside.into_any(),
        _ => view! { <a href=ISSUES>{aside}</a> }.into_any(),
    };
    let now = watch.now;
    let unseen = unseen_at(&watch.sources, &[SourceKind::Health], now);
    let rows = watch.events.iter().map(|event| health_row(event, now));
    let rows = rows.collect_view();
    view! {
        <section class="column" class:blind=unseen.is_some_and(Unseen::is_silence)>
            {head((events, "/health?show=open"), (words, aside), now, unseen)}
            <ul class="rows two-line">{rows}</ul>
            <footer>
                {match unseen {
                    Some(Unseen::NotOffered) => why_not_offered(),
                    _ => view! { <a href="/health">"Open AWS Health"</a> }.into_any(),
                }}
            </footer>
        </section>
    }
}

fn health_row(event: &HealthView, now: Timestamp) -> impl IntoView + use<> {
    let (sign, _) = health::words::sign_of(event);
    let touches = match event.accounts.len() {
        0 => "said to everybody".to_owned(),
        n => format!(
            "touches {}",
            format::counted(n as u64, "account", "accounts")
        ),
    };
    let under = format!("{} · {touches}", event.region);
    let href = format!("/health/{}", event.id);
    view! {
        <li>
            <Shape sign/>
            <a class="cover name clip" href=href>{health::words::title(event)}</a>
            <span class="end aside"><Age at=event.start.unwrap_or(event.updated) now/></span>
            <span class="under">{under}</span>
        </li>
    }
}

/// Endpoints: those that fail.
#[component]
pub(super) fn EndpointsColumn(watch: WatchView) -> impl IntoView {
    let (failing, all) = (
        u64::from(watch.rail.failing),
        u64::from(watch.rail.endpoints),
    );
    let words = if failing == 1 {
        " endpoint failing"
    } else {
        " endpoints failing"
    };
    let now = watch.now;
    let kinds = [SourceKind::Route53, SourceKind::CloudWatch];
    let unseen = unseen_at(&watch.sources, &kinds, now);
    let rows = watch
        .endpoints
        .iter()
        .map(|endpoint| endpoint_row(endpoint, now));
    let rows = rows.collect_view();
    view! {
        <section class="column" class:blind=unseen.is_some_and(Unseen::is_silence)>
            {head((failing, FAILING), (words, of_all("/endpoints".to_owned(), all)), now, unseen)}
            <ul class="rows two-line">{rows}</ul>
            <footer><a href="/endpoints">"Open endpoints"</a></footer>
        </section>
    }
}

fn endpoint_row(endpoint: &EndpointView, now: Timestamp) -> impl IntoView + use<> {
    let (sign, _) = endpoints::words::sign_of(endpoint.standing);
    let under = match endpoint.share {
        Some(share) => format!("{share} % pass"),
        None => endpoint.why.clone(),
    };
    view! {
        <li>
            <Shape sign/>
            <a class="cover name clip" href=endpoints::words::href(endpoint)>{endpoint.name.clone()}</a>
            <span class="end aside"><Age at=endpoint.since now/></span>
            <span class="under">{under}</span>
        </li>
    }
}
