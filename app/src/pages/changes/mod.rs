//! Changes: the queue, one change with its decision, and the form for a request.

mod acts;
mod change;
mod decision;
mod form;
mod history;
mod ladder;
mod words;

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::{ChangeQueueView, ChangeRowView, list_changes, wire::asked},
    components::{Age, Lamp, Sign, State, shape},
    format,
    pages::{lasting::answered, served::served},
    query::Query,
};
pub use change::ChangePage;
pub use form::{EditChangePage, NewChangePage};
pub(crate) use words::sign_of as state_sign;

/// The queue.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let search = use_location().search;
    let place = Memo::new(move |_| {
        let query = Query::parse(&search.get());
        let get = |key| query.get(key).unwrap_or_default().to_owned();
        (get("tab"), get("after"))
    });
    served("Changes", &[Topic::Changes], move || {
        let queue = asked(move || place.get(), |(tab, after)| list_changes(tab, after));
        answered(queue, move |queue| {
            let (tab, _) = place.get_untracked();
            queue_view(queue, &tab).into_any()
        })
    })
}

fn queue_view(queue: ChangeQueueView, tab: &str) -> impl IntoView + use<> {
    let tab = match tab {
        "" if queue.decides => "waiting",
        "" => "all",
        tab => tab,
    };
    let links = tabs(&queue, tab);
    let next = queue.next.map(|next| {
        let query = Query::default().with("tab", tab).with("after", &next);
        view! { <nav class="pager" aria-label="Pages"><a class="button" href=query.href("/changes")>"Next page"</a></nav> }
    });
    let narrowed = queue.within.is_some();
    let within = queue.within.map(|place| {
        let text = format!(
            "Only changes in {place} are listed, as picked at the top; changes elsewhere are hidden. What waits for you and what is yours is never hidden."
        );
        view! { <p class="aside within">{text}</p> }
    });
    let body = rows_view(queue.rows, (tab, queue.asks, narrowed), queue.now);
    view! {
        <header class="head">
            <h1>"Changes"</h1>
            {queue.asks.then(|| view! {
                <div class="buttons end"><a class="button primary" href="/changes/new">"Request a change"</a></div>
            })}
        </header>
        <nav class="tabs" aria-label="Queues">{links}</nav>
        {within}
        {body}
        {next}
    }
}

/// The ways to the queues, with how many wait in each where that is counted.
fn tabs(queue: &ChangeQueueView, tab: &str) -> AnyView {
    let tabs = [
        ("waiting", "Waiting for me", Some(queue.waiting)),
        ("mine", "Mine", Some(queue.mine)),
        ("pending", "Waiting for anybody", None),
        ("overdue", "Past its end", None),
        ("decided", "Decided", None),
        ("all", "All", None),
    ];
    // The two that Watch counts stand here only for who comes from there.
    let shown = tabs.into_iter().filter(|(key, ..)| match *key {
        "waiting" => queue.decides,
        "pending" | "overdue" => *key == tab,
        _ => true,
    });
    let links = shown.map(|(key, word, count)| {
        let href = Query::default().with("tab", key).href("/changes");
        let current = (key == tab).then_some("page");
        view! {
            <a href=href aria-current=current>
                {word}
                {count.map(|count| view! { <span class="n">{format::count(count)}</span> })}
            </a>
        }
    });
    links.collect_view().into_any()
}

/// In place of the rows: why there are none, and what to do.
fn nothing(tab: &str, asks: bool, narrowed: bool) -> AnyView {
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    let (what, next) = match tab {
        "waiting" => (
            "Nothing waits for you",
            "What needs your decision will stand here.",
        ),
        "mine" => (
            "You asked for nothing yet",
            "What you ask for will stand here.",
        ),
        "decided" | "overdue" | "pending" | "all" if narrowed => (
            "No change here",
            "Changes in other places are hidden, as picked at the top.",
        ),
        "decided" => (
            "Nothing is decided yet",
            "What is approved or rejected will stand here.",
        ),
        "overdue" => (
            "No change is past its end",
            "A change that goes on past its end will stand here.",
        ),
        "pending" => (
            "Nothing waits for anybody",
            "What waits for a decision will stand here.",
        ),
        _ => (
            "There is no change yet",
            "A change is asked for, approved and then done.",
        ),
    };
    let way = (asks && matches!(tab, "mine" | "all"))
        .then(|| ("/changes/new".to_owned(), "Request a change"));
    view! { <section class="panel"><State sign what next way/></section> }.into_any()
}

fn rows_view(
    rows: Vec<ChangeRowView>,
    (tab, asks, narrowed): (&str, bool, bool),
    now: domain::time::Timestamp,
) -> AnyView {
    if rows.is_empty() {
        return nothing(tab, asks, narrowed);
    }
    let rows = rows
        .into_iter()
        .map(|row| row_view(row, now))
        .collect_view();
    view! {
        <section class="panel">
            <table class="table two-line fixed stack">
                <caption class="visually-hidden">"Changes"</caption>
                <thead>
                    <tr>
                        <th scope="col" class="c-icon"><span class="visually-hidden">"Mark"</span></th>
                        <th scope="col">"Change"</th>
                        <th scope="col" class="c-place">"Where"</th>
                        <th scope="col" class="c-window">"When"</th>
                        <th scope="col" class="c-change-state">"State"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn row_view(row: ChangeRowView, now: domain::time::Timestamp) -> impl IntoView {
    let (sign, form) = words::sign_of(row.state);
    let under = format!(
        "{} · {} · {} asked",
        row.label,
        format::plain_word(row.kind.as_str()),
        row.requester
    );
    view! {
        <tr class:past=row.state.is_over()>
            <td class="c-icon">{shape(sign)}</td>
            <th scope="row" class="clip">
                <a class="cover" href=format!("/changes/{}", row.id)>{row.title}</a>
                <span class="under">{under}</span>
            </th>
            <td class="clip">{row.place}</td>
            <td>
                {(row.starts_at > now && !row.state.is_over()).then(|| view! { <Age at=row.starts_at now/> })}
                <span class="under">{row.when}</span>
            </td>
            <td><Lamp sign form/></td>
        </tr>
    }
    .into_any()
}
