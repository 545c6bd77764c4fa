//! One health check: its last day, and what its checkers see.

use domain::{
    endpoint::{CheckerObservation, EndpointStatus},
    event::Topic,
    source::SourceFault,
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::words;
use crate::{
    api::{EndpointDetailView, get_endpoint, wire::asked},
    components::{Age, Form, Lamp, Sign, State, chart, icon},
    pages::{incidents::linked::linked, lasting::answered, served::served, settings::fault_words},
    query::Query,
};

/// How far back values may go, as the address says it and as the page does.
const SPANS: [(&str, &str); 3] = [("1h", "1 h"), ("6h", "6 h"), ("24h", "24 h")];

/// The health check of the route.
#[component]
pub fn EndpointPage() -> impl IntoView {
    let (params, search) = (use_params_map(), use_location().search);
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let span =
        move || search.with(|text| Query::parse(text).get("span").unwrap_or("6h").to_owned());
    served(
        "Endpoint",
        &[Topic::Endpoints, Topic::Incidents],
        move || {
            let check = asked(move || (id(), span()), |(id, span)| get_endpoint(id, span));
            view! {
                <nav class="crumbs" aria-label="Where">
                    <a href="/endpoints">{icon("i-chevron-left", "icon s12")}"Endpoints"</a>
                </nav>
                {answered(check, move |detail| check_view(detail, &span()).into_any())}
            }
            .into_any()
        },
    )
}

fn check_view(detail: EndpointDetailView, span: &str) -> impl IntoView + use<> {
    let (now, endpoint) = (detail.now, detail.endpoint);
    let (sign, form) = words::sign_of(endpoint.standing);
    let spans = (detail.charts.len() > 1).then(|| spans(&words::href(&endpoint), span));
    let charts = detail.charts.into_iter().map(chart);
    // AWS is asked for both at once: whoever sees something, and never failed, has no last failure.
    let sees = !detail.checkers.is_empty();
    let fails = |one: &CheckerObservation| one.verdict() == EndpointStatus::Unhealthy;
    let unfailed = sees && !detail.checkers.iter().any(fails);
    let awaited = awaited(detail.is_calculated, detail.fault.as_ref());
    let none_failed = ["None failed", "AWS knows of no failure that a checker saw."];
    let failures = match unfailed && detail.fault.is_none() {
        true => none_failed.map(str::to_owned),
        false => awaited.clone(),
    };
    let facts = detail.facts.into_iter().map(|(term, value)| {
        view! { <div><dt>{term}</dt><dd>{value}</dd></div> }
    });
    view! {
        <header class="head">
            <div>
                <div class="lamps">
                    <Lamp sign form/>
                    <span class="aside">"for "<Age at=endpoint.since now/></span>
                </div>
                <h1>{endpoint.name}</h1>
            </div>
            {linked(detail.incidents)}
        </header>
        <div class="pair">
            <section class="panel" aria-labelledby="past">
                <header class="panel-head"><h2 id="past">"Until now"</h2>{spans.is_some().then(|| view! { <p class="aside">"values over"</p> })}{spans}</header>
                <div class="panel-body">{charts.collect_view()}</div>
            </section>
            <section class="panel" aria-labelledby="facts">
                <header class="panel-head"><h2 id="facts">"Facts"</h2></header>
                <div class="panel-body"><dl class="terms">{facts.collect_view()}</dl></div>
            </section>
        </div>
        <div class="pair even">
            {checkers("now", "What checkers see", (detail.checkers, awaited), now)}
            {checkers("failed", "Why checkers last failed", (detail.last_failures, failures), now)}
        </div>
    }
}

/// What stands in place of what checkers see, and what to do.
fn awaited(is_calculated: bool, fault: Option<&SourceFault>) -> [String; 2] {
    match fault {
        _ if is_calculated => [
            "It has no checkers".to_owned(),
            "It follows its children: look at what their checkers see.".to_owned(),
        ],
        Some(fault) => ["AWS did not say".to_owned(), fault_words(fault)],
        None => [
            "Nothing yet".to_owned(),
            "AWS is asked while somebody looks; it takes some seconds.".to_owned(),
        ],
    }
}

fn spans(href: &str, chosen: &str) -> impl IntoView + use<> {
    let links = SPANS.map(|(span, words)| {
        let current = (span == chosen).then_some("true");
        view! { <a href=format!("{href}?span={span}") aria-current=current>{words}</a> }
    });
    view! { <nav class="segments" aria-label="How far back values go">{links.into_iter().collect_view()}</nav> }
}

fn checkers(
    id: &'static str,
    title: &'static str,
    (seen, [what, next]): (Vec<CheckerObservation>, [String; 2]),
    now: Timestamp,
) -> impl IntoView {
    let empty = seen.is_empty();
    let none = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    let rows = seen.into_iter().map(|one| row(one, now)).collect_view();
    view! {
        <section class="panel" aria-labelledby=id>
            <header class="panel-head"><h2 id=id>{title}</h2></header>
            {if empty {
                view! {
                    <State sign=none what next/>
                }
                .into_any()
            } else {
                view! {
                    <table class="table tall">
                        <thead>
                            <tr>
                                <th scope="col">"Region"</th>
                                <th scope="col">"Sees"</th>
                                <th scope="col" class="phone-off">"In its words"</th>
                                <th scope="col" class="num">"When"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                .into_any()
            }}
        </section>
    }
}

fn row(seen: CheckerObservation, now: Timestamp) -> impl IntoView {
    let (symbol, tone, word, form) = match seen.verdict() {
        EndpointStatus::Healthy => ("st-ok", "t-plain", "Success", Form::Neutral),
        EndpointStatus::Unhealthy => ("st-failing", "t-critical", "Failure", Form::Soft),
        EndpointStatus::Unknown => ("st-blind", "t-blind", "Unknown", Form::Blind),
    };
    let sign = Sign { symbol, tone, word };
    // The lamp says the first word.
    let said = seen.status.split_once(": ");
    let said = said
        .map_or(seen.status.as_str(), |(_, said)| said)
        .to_owned();
    view! {
        <tr>
            <th scope="row" class="clip">{seen.region}<span class="under id">{seen.address}</span></th>
            <td><Lamp sign form/></td>
            <td class="phone-off">{said}</td>
            <td class="num">{seen.checked_at.map(|at| view! { <Age at now/> })}</td>
        </tr>
    }
}
