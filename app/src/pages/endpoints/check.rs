//! One health check: its last day, and what its checkers see.

use domain::{
    endpoint::{CheckerObservation, EndpointStatus, Inverted},
    event::Topic,
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::{history::Strip, words};
use crate::{
    api::{EndpointDetailView, get_endpoint, wire::asked},
    components::{Age, Form, Lamp, Loading, Sign, State, icon},
    live::Live,
    pages::refused::Refused,
};

/// The health check of the route.
#[component]
pub fn EndpointPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let check = asked(
        move || (id(), live.version(Topic::Endpoints)),
        |(id, _)| get_endpoint(id),
    );
    view! {
        <Title text="Endpoint"/>
        <nav class="crumbs" aria-label="Where">
            <a href="/endpoints">{icon("i-chevron-left", "icon s12")}"Endpoints"</a>
        </nav>
        <Transition fallback=|| view! { <Loading/> }>
            {move || Suspend::new(async move {
                match check.await {
                    Ok(detail) => view! { <Check detail/> }.into_any(),
                    Err(fault) => view! { <Refused fault/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Check(detail: EndpointDetailView) -> impl IntoView {
    let (now, endpoint) = (detail.now, detail.endpoint.clone());
    let (sign, form) = words::sign_of(&endpoint);
    view! {
        <header class="head">
            <div>
                <div class="lamps">
                    <Lamp sign form/>
                    <span class="aside">"for "<Age at=endpoint.since now/></span>
                </div>
                <h1>{words::name(&endpoint)}</h1>
            </div>
        </header>
        <div class="pair">
            <section class="panel" aria-labelledby="day">
                <header class="panel-head"><h2 id="day">"The last 24 hours"</h2></header>
                <div class="panel-body"><Strip history=detail.history.clone() now/></div>
            </section>
            <Facts detail=detail.clone()/>
        </div>
        <Checkers id="now" title="What checkers see" seen=detail.checkers now/>
        <Checkers id="failed" title="Why checkers last failed" seen=detail.last_failures now/>
    }
}

#[component]
fn Facts(detail: EndpointDetailView) -> impl IntoView {
    let endpoint = detail.endpoint;
    let check = endpoint.check.clone();
    let account = check.account.to_string();
    let account = detail
        .account_name
        .map_or(account.clone(), |name| format!("{name} · {account}"));
    let pass = match endpoint.percent_healthy {
        Some(share) => format!(
            "{share:.0} % of checkers, {} from the line of 18 %",
            words::from_line(share)
        ),
        None => words::sentence(&endpoint),
    };
    let seconds = check.interval_s.map(|s| format!("every {s} s"));
    let failures = check.failure_threshold.map(|n| format!("{n} in a row"));
    let inverted =
        (check.inverted == Inverted::Yes).then(|| "its result is turned round".to_owned());
    let facts = [
        ("Pass", Some(pass)),
        ("Checks", Some(check.target)),
        ("Kind", Some(words::kind(&endpoint))),
        ("Account", Some(account)),
        ("Asked", seconds),
        ("Fails after", failures),
        ("Inverted", inverted),
        (
            "First byte",
            endpoint.first_byte_ms.map(|ms| format!("{ms:.0} ms")),
        ),
        ("Id", Some(check.id)),
    ];
    let facts = facts.into_iter().filter_map(|(term, value)| {
        value.map(|value| view! { <div><dt>{term}</dt><dd>{value}</dd></div> })
    });
    let unknown = check.unrecognised.into_iter().map(|(field, word)| {
        view! { <div><dt>{field}</dt><dd><code>{word}</code></dd></div> }
    });
    view! {
        <section class="panel" aria-labelledby="facts">
            <header class="panel-head"><h2 id="facts">"Facts"</h2></header>
            <div class="panel-body">
                <dl class="terms">{facts.collect_view()}{unknown.collect_view()}</dl>
            </div>
        </section>
    }
}

#[component]
fn Checkers(
    id: &'static str,
    title: &'static str,
    seen: Vec<CheckerObservation>,
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
                    <State sign=none what="Nothing yet" next="AWS is asked while somebody looks; it takes some seconds."/>
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
    view! {
        <tr>
            <th scope="row">{seen.region}<span class="under id">{seen.address}</span></th>
            <td><Lamp sign form/></td>
            <td class="phone-off">{seen.status}</td>
            <td class="num">{seen.checked_at.map(|at| view! { <Age at now/> })}</td>
        </tr>
    }
}
