//! Endpoints: failing ones first, healthy ones in one line.

use domain::{endpoint::Standing, event::Topic, scope::Scope};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::rows::table;
use crate::{
    api::{EndpointListView, list_endpoints, narrowed, wire::asked},
    components::{Only, Sign, State, icon, shape},
    format,
    pages::{lasting::answered, served::served},
    query::Query,
};

/// The list of health checks.
#[component]
pub fn EndpointsPage() -> impl IntoView {
    let search = use_location().search;
    let failing = Memo::new(move |_| Query::parse(&search.get()).get("show") == Some("failing"));
    served(
        "Endpoints",
        &[Topic::Endpoints, Topic::Sources],
        move || {
            let endpoints = asked(|| (), |()| list_endpoints());
            answered(endpoints, move |list| {
                let only_failing = failing.get_untracked();
                view! { <Endpoints list only_failing/> }.into_any()
            })
        },
    )
}

#[component]
fn Endpoints(
    mut list: EndpointListView,
    /// Whether those that fail are shown alone.
    only_failing: bool,
) -> impl IntoView {
    if only_failing {
        list.rows
            .retain(|row| row.endpoint.standing == Standing::Failing);
        list.healthy.clear();
    }
    let (now, regions) = (list.now, list.regions);
    let (loud, healthy) = (list.rows.len(), list.healthy.len());
    let count = format::counted((loud + healthy) as u64, "health check", "health checks");
    let sign = |symbol, tone| Sign {
        symbol,
        tone,
        word: "",
    };
    let (what, next) = match narrowed() == Scope::default() {
        true => (
            "There is no health check",
            "Route 53 health checks of the accounts will stand here.",
        ),
        false => (
            "No health check in the account and region that you look at",
            "Look at all accounts, at the top, to see every one.",
        ),
    };
    view! {
        <header class="head">
            <h1>"Endpoints"</h1>
            <p class="aside">{count}</p>
            {only_failing.then(|| view! { <Only what="failing" all="/endpoints"/> })}
        </header>
        {(loud + healthy == 0 && only_failing).then(|| view! {
            <section class="panel">
                <State sign=sign("st-ok", "t-ok s16") what="No endpoint fails" next="Those that fail will stand here."/>
            </section>
        })}
        {(loud + healthy == 0 && !only_failing).then(|| view! {
            <section class="panel">
                <State sign=sign("st-none", "t-quiet s16") what next/>
            </section>
        })}
        <div class="table-wrap">
            {(loud > 0).then(|| table("Not healthy", &regions, list.rows, now))}
            {(healthy > 0).then(|| view! {
                <details class="fold" open=loud == 0>
                    <summary>
                        {icon("i-chevron-right", "icon s12")}
                        {shape(sign("st-ok", "t-ok"))}
                        <b>{format!("{healthy} healthy")}</b>
                        <span>{list.healthy_words}</span>
                    </summary>
                    {table("Healthy", &regions, list.healthy, now)}
                </details>
            })}
        </div>
    }
}
