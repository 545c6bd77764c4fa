//! The two lists: what is open, and what comes next.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::{
    api::{RowKind, RowView, WallListView},
    components::{Sign, icon, shape, ticking},
    format,
};

/// A list under its legend.
#[component]
pub(super) fn WallList(
    title: &'static str,
    /// What stands in place of rows where there are none.
    none: &'static str,
    list: WallListView,
    /// A row.
    show: impl Fn(RowView) -> AnyView,
) -> impl IntoView {
    let more = (list.more > 0).then(|| format!("+{} more", format::count(list.more)));
    let is_empty = list.rows.is_empty();
    let rows = list.rows.into_iter().map(show).collect_view();
    view! {
        <section class="wall-list">
            <h2>{title}{more.map(|more| view! { <span>{more}</span> })}</h2>
            {match is_empty {
                true => view! { <p class="none">{none}</p> }.into_any(),
                false => view! { <ul>{rows}</ul> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

const fn sign_of(kind: RowKind) -> Option<Sign> {
    let (symbol, tone) = match kind {
        RowKind::Silent => ("st-blind", "t-plain"),
        RowKind::Incident(1) => ("sev-critical", "t-critical"),
        RowKind::Incident(2) => ("sev-high", "t-high"),
        RowKind::Incident(_) => ("sev-medium", "t-medium"),
        RowKind::Failing => ("st-failing", "t-critical"),
        RowKind::Issue => ("st-partial", "t-warn"),
        RowKind::Change | RowKind::Scheduled | RowKind::Freeze => return None,
    };
    let word = "";
    Some(Sign { symbol, tone, word })
}

fn mark(row: &RowView) -> AnyView {
    let old = Sign {
        symbol: "st-stale",
        tone: "t-quiet",
        word: "",
    };
    match (row.is_old, sign_of(row.kind), row.kind) {
        (true, ..) => shape(old).into_any(),
        (_, Some(sign), _) => shape(sign).into_any(),
        (_, None, RowKind::Change) => icon("i-changes", "icon").into_any(),
        (_, None, RowKind::Freeze) => icon("i-freeze", "icon").into_any(),
        (_, None, _) => icon("i-health", "icon").into_any(),
    }
}

/// What is open, and for how long.
pub(super) fn open_row(row: RowView, at: Timestamp) -> AnyView {
    let now = ticking(at);
    let (old, mark) = (row.is_old, mark(&row));
    let held = row.at.map(|since| {
        view! {
            <time datetime=format::machine(since)>
                {move || if old { "old".to_owned() } else { format::span(now() - since) }}
            </time>
        }
    });
    view! { <li class:old=old>{mark}<span class="clip">{row.text}</span>{held}</li> }.into_any()
}

/// What comes next, and when; what has begun says until when.
pub(super) fn row_of_next(row: RowView, at: Timestamp) -> AnyView {
    let now = ticking(at);
    let mark = mark(&row);
    let until = row.until;
    let when = row.at.map(|begins| {
        let words = move || match until {
            Some(until) if begins <= now() => format!("until {}", format::ahead(until, now())),
            _ => format::ahead(begins, now()),
        };
        view! { <time datetime=format::machine(begins)>{words}</time> }
    });
    view! { <li>{mark}<span class="clip">{row.text}</span>{when}</li> }.into_any()
}
