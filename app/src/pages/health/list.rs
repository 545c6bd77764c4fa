//! AWS Health: what is broken, what is planned, what AWS wants known.

use domain::{
    event::Topic,
    health::{HealthCategory, HealthStatus},
    source::SourceKind,
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::words;
use crate::{
    api::{HealthListView, HealthView, list_health, of_each_kind, wire::asked},
    components::{Lamp, Only, Sign, State, shape},
    pages::{
        lasting::answered,
        served::served,
        source_note::{closed_note, source_note, unread},
    },
    query::Query,
};

/// The list of events.
#[component]
pub fn HealthPage() -> impl IntoView {
    let search = use_location().search;
    let show = Memo::new(move |_| match Query::parse(&search.get()).get("show") {
        Some("issues") => Show::Issues,
        Some("open") => Show::Open,
        _ => Show::All,
    });
    served("AWS Health", &[Topic::Health, Topic::Sources], move || {
        let events = asked(|| (), |()| list_health());
        answered(events, move |list| {
            let show = show.get_untracked();
            view! { <Events list show/> }.into_any()
        })
    })
}

/// Which events the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    /// All that are kept.
    All,
    /// Those that are open or lie ahead.
    Open,
    /// Open issues.
    Issues,
}

#[component]
fn Events(list: HealthListView, show: Show) -> impl IntoView {
    let now = list.now;
    let of = |keep: fn(&HealthView) -> bool| -> Vec<HealthView> {
        list.events
            .iter()
            .filter(|event| keep(event))
            .cloned()
            .collect()
    };
    let closed = |event: &HealthView| event.status == HealthStatus::Closed;
    let issues = of(|event| is_open(event) && event.category == HealthCategory::Issue);
    let mut planned =
        of(|event| is_open(event) && event.category == HealthCategory::ScheduledChange);
    planned.sort_by_key(|event| event.start);
    let others = of(|event| {
        is_open(event)
            && !matches!(
                event.category,
                HealthCategory::Issue | HealthCategory::ScheduledChange
            )
    });
    let open = issues.len() + planned.len() + others.len();
    let summary = format!("{open} open or ahead");
    let only = match show {
        Show::All => None,
        Show::Open => Some("open or ahead"),
        Show::Issues => Some("open issues"),
    };
    let source = of_each_kind(&list.sources).pop();
    let offered = source.as_ref();
    let offered = offered.is_none_or(|source| !source.freshness.is_not_set_up());
    let unread = match list.events.is_empty() {
        true => unread("Nothing of AWS Health has been read yet", &list.sources),
        false => None,
    };
    // Where AWS does not offer it, or has not answered yet, an empty panel would say that there is nothing to tell.
    let is_shown = (offered && unread.is_none()) || !list.events.is_empty();
    let note = source.filter(|_| unread.is_none());
    let ahead = (is_shown && show != Show::Issues).then(|| {
        view! {
            <EventPanel id="planned" title="Scheduled work" events=planned now/>
            <EventPanel id="others" title="Notifications" events=others now/>
        }
    });
    let over = (is_shown && show == Show::All).then(|| {
        view! { <EventPanel id="closed" title="Closed in the last 90 days" events=of(closed) now/> }
    });
    view! {
        <header class="head">
            <h1>"AWS Health"</h1>
            {is_shown.then(|| view! { <p class="aside">{summary}</p> })}
            {only.map(|what| view! { <Only what all="/health"/> })}
        </header>
        {note.and_then(|source| source_note(&source, now))}
        {unread}
        {closed_note(SourceKind::Health, &list.closed)}
        {is_shown.then(|| view! { <EventPanel id="issues" title="Open issues" events=issues now/> })}
        {ahead}
        {over}
    }
}

fn is_open(event: &HealthView) -> bool {
    event.status != HealthStatus::Closed
}

#[component]
fn EventPanel(
    id: &'static str,
    title: &'static str,
    events: Vec<HealthView>,
    now: Timestamp,
) -> impl IntoView {
    let count = events.len().to_string();
    let body = if events.is_empty() {
        let sign = Sign {
            symbol: "st-none",
            tone: "t-quiet s16",
            word: "",
        };
        view! { <State sign what="None" next="What AWS reports will stand here."/> }.into_any()
    } else {
        let rows = events
            .into_iter()
            .map(|event| row(&event, now))
            .collect_view();
        view! { <EventTable title rows=rows.into_any()/> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby=id>
            <header class="panel-head"><h2 id=id>{title}</h2><p class="aside">{count}</p></header>
            {body}
        </section>
    }
}

#[component]
fn EventTable(title: &'static str, rows: AnyView) -> impl IntoView {
    view! {
        <table class="table two-line fixed stack">
            <caption class="visually-hidden">{title}</caption>
            <thead>
                <tr>
                    <th scope="col" class="c-icon"><span class="visually-hidden">"Mark"</span></th>
                    <th scope="col">"Event"</th>
                    <th scope="col" class="c-region">"Region"</th>
                    <th scope="col" class="num c-num">"Accounts"</th>
                    <th scope="col" class="num c-num">"Entities"</th>
                    <th scope="col" class="c-when">"When"</th>
                    <th scope="col" class="c-lamp">"State"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(event: &HealthView, now: Timestamp) -> impl IntoView + use<> {
    let (sign, form) = words::sign_of(event);
    let title = words::title(event);
    let (near, exact) = words::when(event, now);
    let href = format!("/health/{}", event.id);
    let (accounts, entities) = words::reach(event);
    view! {
        <tr class:past=event.status == HealthStatus::Closed>
            <td class="c-icon">{shape(sign)}</td>
            <th scope="row" class="clip">
                <a class="cover" href=href>{title}</a>
                <span class="under id">{event.type_code.clone()}</span>
            </th>
            <td data-label="Region">{event.region.clone()}</td>
            <td class="num" data-label="Accounts">{accounts}</td>
            <td class="num" data-label="Entities">{entities}</td>
            <td data-label="When">{near}<span class="under">{exact}</span></td>
            <td><Lamp sign form/></td>
        </tr>
    }
}
