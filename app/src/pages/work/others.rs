//! What waits for the reader beside findings: changes to decide, their own changes, incidents that they command.

use domain::{change::ChangeState, time::Timestamp};
use leptos::prelude::*;

use super::NOTHING;
use crate::{
    api::{ChangeRowView, IncidentLine, WorkView},
    components::{Age, Lamp, Shape, State, impact_sign, shape},
    format,
    pages::changes::state_sign,
};

/// A panel with its rows, or what stands in their place.
fn panel(
    (id, title): (&'static str, &'static str),
    rows: Vec<AnyView>,
    none: impl FnOnce() -> AnyView,
    foot: Option<(&'static str, &'static str)>,
) -> AnyView {
    let count = format::count(rows.len() as u64);
    let body = match rows.is_empty() {
        true => none(),
        false => view! { <ul class="rows two-line">{rows}</ul> }.into_any(),
    };
    view! {
        <section class="panel" aria-labelledby=id>
            <header class="panel-head"><h2 id=id>{title}</h2><p class="aside">{count}</p></header>
            {body}
            {foot.map(|(href, words)| view! {
                <footer class="panel-foot"><a class="act" href=href>{words}</a></footer>
            })}
        </section>
    }
    .into_any()
}

/// Changes that wait for the reader's decision.
pub(super) fn waiting(work: &WorkView) -> AnyView {
    let rows = work.waiting.iter().map(|row| {
        let under = format!("{} · {} asked · {}", row.label, row.requester, row.when);
        change(row, under, work.now)
    });
    let none = || {
        view! {
            <State sign=NOTHING what="No change waits for you"
                next="What needs your decision will stand here."
                way=Some(("/changes".to_owned(), "All changes"))/>
        }
        .into_any()
    };
    let more = work
        .more_waiting
        .then_some(("/changes?tab=waiting", "More in the queue"));
    panel(
        ("waiting", "Changes that wait for my decision"),
        rows.collect(),
        none,
        more,
    )
}

/// The reader's own changes that go on only with them.
pub(super) fn needing(work: &WorkView) -> AnyView {
    let rows = work.needing.iter().map(|row| {
        let under = format!("{} · {} · {}", row.label, next_step(row.state), row.when);
        change(row, under, work.now)
    });
    let none = || {
        view! {
            <State sign=NOTHING what="No change of yours needs you"
                next="A draft, what is sent back, what may start and what runs will stand here."
                way=Some(("/changes/new".to_owned(), "Request a change"))/>
        }
        .into_any()
    };
    panel(
        ("needing", "My changes that need me"),
        rows.collect(),
        none,
        None,
    )
}

/// What the reader does next with a change of theirs.
const fn next_step(state: ChangeState) -> &'static str {
    match state {
        ChangeState::Draft => "not asked for yet",
        ChangeState::ChangesRequested => "sent back: change it and ask again",
        ChangeState::Running => "say how it ended",
        _ => "ready to start",
    }
}

fn change(row: &ChangeRowView, under: String, now: Timestamp) -> AnyView {
    let (sign, form) = state_sign(row.state);
    let when = row.starts_at > now;
    view! {
        <li>
            {shape(sign)}
            <a class="cover name clip" href=format!("/changes/{}", row.id)>{row.title.clone()}</a>
            <span class="end">
                {when.then(|| view! { <span class="aside"><Age at=row.starts_at now/>" "</span> })}
                <Lamp sign form/>
            </span>
            <span class="under">{under}</span>
        </li>
    }
    .into_any()
}

/// The open incidents that the reader commands.
pub(super) fn incidents(work: &WorkView) -> AnyView {
    let rows = work.incidents.iter().map(|one| incident(one, work.now));
    let none = || {
        view! {
            <State sign=NOTHING what="You command no incident"
                next="An incident that you lead stands here until it is resolved."
                way=Some(("/incidents".to_owned(), "Open incidents"))/>
        }
        .into_any()
    };
    panel(
        ("commanded", "Incidents that I command"),
        rows.collect(),
        none,
        None,
    )
}

fn incident(one: &IncidentLine, now: Timestamp) -> AnyView {
    let sign = impact_sign(one.impact);
    let under = format!("{} · {}", one.name, sign.word);
    view! {
        <li>
            <Shape sign/>
            <a class="cover name clip" href=format!("/incidents/{}", one.id)>{one.title.clone()}</a>
            <span class="end aside">"open "<Age at=one.opened_at now/></span>
            <span class="under">{under}</span>
        </li>
    }
    .into_any()
}
