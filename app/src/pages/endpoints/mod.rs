//! Endpoints: failing ones first, healthy ones in one line.

pub mod check;
mod history;
mod rows;
pub mod words;

use domain::event::Topic;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    api::{EndpointListView, list_endpoints, wire::asked},
    components::{Loading, Sign, State, icon, shape},
    format,
    live::Live,
    pages::refused::Refused,
};
pub use check::EndpointPage;
use rows::{Row, Table};

/// The list of health checks.
#[component]
pub fn EndpointsPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let changed = move || [Topic::Endpoints, Topic::Sources].map(|topic| live.version(topic));
    let endpoints = asked(changed, |_| list_endpoints());
    view! {
        <Title text="Endpoints"/>
        <Transition fallback=|| view! { <Loading/> }>
            {move || Suspend::new(async move {
                match endpoints.await {
                    Ok(list) => view! { <Endpoints list/> }.into_any(),
                    Err(fault) => view! { <Refused fault/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Endpoints(list: EndpointListView) -> impl IntoView {
    let (names, now) = (list.names, list.now);
    let count = format::counted(list.endpoints.len() as u64, "health check", "health checks");
    let none = list.endpoints.is_empty();
    let (quiet, loud): (Vec<_>, Vec<_>) = list.endpoints.into_iter().partition(words::is_quiet);
    let row = |endpoint| view! { <Row endpoint names=names.clone() now/> };
    let (loud_count, quiet_count) = (loud.len(), quiet.len());
    let loud = loud.into_iter().map(row).collect_view();
    let quiet = quiet.into_iter().map(row).collect_view();
    let ok = Sign {
        symbol: "st-ok",
        tone: "t-ok",
        word: "",
    };
    let empty = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    view! {
        <header class="head">
            <h1>"Endpoints"</h1>
            <p class="aside">{count}</p>
        </header>
        {none.then(|| view! {
            <section class="panel">
                <State sign=empty what="There is no health check" next="Route 53 health checks of the accounts will stand here."/>
            </section>
        })}
        {(loud_count > 0).then(|| view! {
            <section class="panel"><Table caption="Not as they should be" rows=loud.into_any()/></section>
        })}
        {(quiet_count > 0).then(|| view! {
            <details class="fold" open=loud_count == 0>
                <summary>
                    {icon("i-chevron-right", "icon s12")}
                    {shape(ok)}
                    <b>{format!("{quiet_count} healthy or disabled")}</b>
                </summary>
                <section class="panel"><Table caption="As they should be" rows=quiet.into_any()/></section>
            </details>
        })}
    }
}
