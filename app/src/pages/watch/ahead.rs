//! What comes next: changes, what AWS has scheduled, freezes.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::{
    api::{AheadView, RowKind},
    components::icon,
    format,
};

/// The soonest first, and how many more there are.
#[component]
pub(super) fn Ahead(ahead: (Vec<AheadView>, u64), at: Timestamp) -> impl IntoView {
    let (rows, more) = ahead;
    let rest = match (rows.is_empty(), more) {
        (true, _) => "Nothing is planned for the next 30 days.".to_owned(),
        (false, 0) => "Open the calendar".to_owned(),
        (false, more) => format!("{} more in the calendar", format::count(more)),
    };
    let rows = rows.into_iter().map(|row| ahead_row(row, at));
    view! {
        <section class="panel" aria-labelledby="next">
            <header class="panel-head">
                <h2 id="next">"Next"</h2>
                <p class="aside">"changes, AWS and freezes, UTC"</p>
            </header>
            <ul class="rows plain">{rows.collect_view()}</ul>
            <p class="panel-body"><a href="/calendar">{rest}</a></p>
        </section>
    }
    .into_any()
}

fn ahead_row(row: AheadView, at: Timestamp) -> impl IntoView {
    let (mark, word) = match row.kind {
        RowKind::Freeze => ("i-freeze", "Freeze"),
        RowKind::Scheduled => ("i-health", "AWS"),
        _ => ("i-changes", "Change"),
    };
    let (begins, until) = (format::machine(row.at), row.until.map(format::machine));
    let when = format::ahead_or_until(row.at, row.until, at);
    let stands = row.stands.map(|word| format!("{word} · "));
    view! {
        <li>
            {icon(mark, "icon s16")}
            <span class="visually-hidden">{word}</span>
            <a class="cover name clip" href=row.href>{row.text}</a>
            <span class="end aside">{stands}<time datetime=begins.clone() data-ahead=begins data-until=until>{when}</time></span>
        </li>
    }
    .into_any()
}
