//! The two lists: what is open, and what comes next.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::{
    api::{RowKind, RowView, WallListView},
    components::{Sign, icon, shape, ticking},
    format,
};

/// A list under its legend. Where it has several pages, each is shown in its turn once the browser is awake; until
/// then the first one says how many rows the others have.
#[component]
pub(super) fn WallList(
    title: &'static str,
    /// What stands in place of rows where there are none.
    none: &'static str,
    list: WallListView,
    /// How often pages were turned; nothing while the browser sleeps.
    turn: Memo<Option<i64>>,
    /// A row.
    show: impl Fn(RowView) -> AnyView,
) -> impl IntoView {
    let count = list.pages.len();
    let rest: usize = list.pages.iter().skip(1).map(Vec::len).sum();
    let rest = list.more + rest as u64;
    let current = move || turn.get().map_or(0, |turn| turn as usize % count.max(1));
    let place = move || match turn.get() {
        _ if rest == 0 => ().into_any(),
        None => view! { <span>{format!("and {} more", format::count(rest))}</span> }.into_any(),
        Some(_) => dots(current(), count, list.more),
    };
    let pages = list.pages.into_iter().enumerate();
    let pages = pages.map(|(n, rows)| {
        let rows = rows.into_iter().map(&show).collect_view();
        view! { <ul class:off=move || current() != n>{rows}</ul> }
    });
    let pages = pages.collect_view();
    view! {
        <section class="wall-list" class:turns=count.gt(&1)>
            <h2>{title}{place}</h2>
            {(count == 0).then(|| view! { <p class="none">{none}</p> })}
            {pages}
        </section>
    }
    .into_any()
}

/// Which page of how many.
fn dots(current: usize, count: usize, more: u64) -> AnyView {
    let dots = (0..count).map(|n| view! { <i class:on=n == current></i> });
    let words = format!("page {} of {count}", current + 1);
    let more = (more > 0).then(|| format!("+{} more", format::count(more)));
    view! {
        <span class="dots">
            {more}
            <span class="visually-hidden">{words}</span>
            {dots.collect_view()}
        </span>
    }
    .into_any()
}

/// The shape and the tone of an incident, by its impact.
pub(super) const fn of_impact(impact: u8) -> (&'static str, &'static str) {
    match impact {
        1 => ("sev-critical", "t-critical"),
        2 => ("sev-high", "t-high"),
        _ => ("sev-medium", "t-medium"),
    }
}

const fn sign_of(kind: RowKind) -> Option<Sign> {
    let (symbol, tone) = match kind {
        RowKind::Silent => ("st-blind", "t-plain"),
        RowKind::Incident(impact) => of_impact(impact),
        RowKind::Failing => ("st-failing", "t-critical"),
        RowKind::Unseen => ("st-stale", "t-quiet"),
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
    if let (RowKind::Unseen, Some(at)) = (row.kind, row.at) {
        return unseen_row(row.text, mark, at, now);
    }
    let held = row.at.map(|since| {
        view! {
            <time datetime=format::machine(since)>
                {move || if old { "old".to_owned() } else { format::span(now() - since) }}
            </time>
        }
    });
    view! { <li class:old=old>{mark}<span class="clip">{row.text}</span>{held}</li> }.into_any()
}

/// What an endpoint was when it was last seen: what of it has no room beside the name leaves, its end first.
fn unseen_row(
    name: String,
    mark: AnyView,
    at: Timestamp,
    now: impl Fn() -> Timestamp + Copy + Send + Sync + 'static,
) -> AnyView {
    let failed = move || format!("was failing {} ago", format::span(now() - at));
    view! {
        <li class="old last-known">
            {mark}
            <span class="clip">{name}</span>
            <time datetime=format::machine(at)><span>{failed}</span><span>", not seen since"</span></time>
        </li>
    }
    .into_any()
}

/// What comes next, and when; what has begun says until when.
pub(super) fn row_of_next(row: RowView, at: Timestamp) -> AnyView {
    let now = ticking(at);
    let mark = mark(&row);
    let stands = row.stands.map(|word| format!("{word} · "));
    let until = row.until;
    let when = row.at.map(|begins| {
        let words = move || format::ahead_or_until(begins, until, now());
        view! { <time datetime=format::machine(begins)>{stands}{words}</time> }
    });
    view! { <li>{mark}<span class="clip">{row.text}</span>{when}</li> }.into_any()
}
