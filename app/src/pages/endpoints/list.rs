//! Endpoints: failing ones first, healthy ones in one line.

use domain::{endpoint::Standing, event::Topic, scope::Scope, source::SourceKind};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::rows::table;
use crate::{
    api::{
        EndpointListView, EndpointRow, SourceView, list_endpoints, narrowed, of_each_kind,
        wire::asked,
    },
    components::{Only, Sign, State, Unseen, icon, shape, unseen_at},
    format,
    pages::{
        lasting::answered,
        served::served,
        source_note::{source_note, unread},
    },
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

/// What tells which there are, and how they stand.
const KINDS: [SourceKind; 2] = [SourceKind::Route53, SourceKind::CloudWatch];

#[component]
fn Endpoints(
    mut list: EndpointListView,
    /// Whether those that fail are shown alone.
    only_failing: bool,
) -> impl IntoView {
    let all = list.rows.len() + list.healthy.len();
    let dark = match only_failing {
        true => leave_failing(&mut list),
        false => Vec::new(),
    };
    let (now, regions) = (list.now, list.regions);
    let (loud, healthy) = (list.rows.len(), list.healthy.len());
    // What was never read is told in place of the rows, and nothing of it is counted.
    let read = all > 0 || list.sources.is_empty() || list.sources.iter().any(has_answered);
    let count = match only_failing && all > 0 {
        true => format!("{loud} of {}", checks(all)),
        false => checks(all),
    };
    let count = read.then(|| view! { <p class="aside">{count}</p> });
    let state = match (all, loud) {
        (0, _) => Some(none_there(&list.sources)),
        (_, 0) if only_failing => {
            let unseen = unseen_at(&list.sources, &KINDS, now);
            Some(none_fails((dark.len(), all), unseen))
        }
        _ => None,
    };
    let notes = of_each_kind(&list.sources).into_iter();
    let notes = notes.filter_map(|source| source_note(&source, now));
    let notes = read.then(|| notes.collect::<Vec<_>>());
    view! {
        <header class="head">
            <h1>"Endpoints"</h1>
            {count}
            {only_failing.then(|| view! { <Only what="failing" all="/endpoints"/> })}
        </header>
        {notes}
        {state}
        <div class="table-wrap">
            {(loud > 0).then(|| table("Not healthy", &regions, list.rows, now))}
            {(!dark.is_empty()).then(|| {
                let words = format!("{} cannot be seen", dark.len());
                fold(sign("st-blind", "t-blind"), words, String::new(), true, table("Cannot be seen", &regions, dark, now))
            })}
            {(healthy > 0).then(|| {
                let words = format!("{healthy} healthy");
                let rows = table("Healthy", &regions, list.healthy, now);
                fold(sign("st-ok", "t-ok"), words, list.healthy_words, loud == 0, rows)
            })}
        </div>
    }
}

fn has_answered(source: &SourceView) -> bool {
    source.freshness.last_good.is_some()
}

/// Takes away all that do not fail, and answers with those of which nobody knows.
fn leave_failing(list: &mut EndpointListView) -> Vec<EndpointRow> {
    list.healthy.clear();
    let rows = std::mem::take(&mut list.rows).into_iter();
    let (dark, seen): (Vec<_>, Vec<_>) =
        rows.partition(|row| row.endpoint.standing == Standing::Unknown);
    let failing = seen.into_iter();
    list.rows = failing
        .filter(|row| row.endpoint.standing == Standing::Failing)
        .collect();
    dark
}

fn checks(n: usize) -> String {
    format::counted(n as u64, "health check", "health checks")
}

const fn sign(symbol: &'static str, tone: &'static str) -> Sign {
    Sign {
        symbol,
        tone,
        word: "",
    }
}

fn panel(sign: Sign, what: &'static str, next: String) -> AnyView {
    let state = view! { <section class="panel"><State sign what next/></section> };
    state.into_any()
}

/// In place of the rows where there are none, whatever is looked for.
fn none_there(sources: &[SourceView]) -> AnyView {
    if let Some(state) = unread("No health check has been read yet", sources) {
        return state;
    }
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
    panel(sign("st-none", "t-quiet s16"), what, next.to_owned())
}

/// In place of those that fail, where so many of all cannot be seen.
fn none_fails((dark, all): (usize, usize), unseen: Option<Unseen>) -> AnyView {
    let blind = |next| {
        let blind = sign("st-blind", "t-blind s16");
        panel(blind, "No endpoint is known to fail", next)
    };
    match (dark, unseen) {
        (0, None) => {
            let next = "Those that fail will stand here.".to_owned();
            panel(sign("st-ok", "t-ok s16"), "No endpoint fails", next)
        }
        (0, Some(_)) => {
            blind("What Route 53 and CloudWatch would report now is not known.".to_owned())
        }
        _ => blind(format!(
            "{dark} of {} cannot be seen, and may fail.",
            checks(all)
        )),
    }
}

/// Rows that need nobody now, behind a line that counts them.
fn fold(
    sign: Sign,
    words: String,
    more: String,
    open: bool,
    rows: impl IntoView + 'static,
) -> AnyView {
    let fold = view! {
        <details class="fold" open=open>
            <summary>
                {icon("i-chevron-right", "icon s12")}
                {shape(sign)}
                <b>{words}</b>
                <span>{more}</span>
            </summary>
            {rows.into_any()}
        </details>
    };
    fold.into_any()
}
