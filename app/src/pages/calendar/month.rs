//! The month as a table of weeks.

use leptos::prelude::*;

use super::shape;
use crate::api::{BarView, CellView, EntryView};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The table.
pub(super) fn grid(title: String, weeks: Vec<Vec<CellView>>) -> AnyView {
    let days = DAYS.map(|day| view! { <th scope="col">{day}</th> });
    let weeks = weeks.into_iter().map(|week| {
        let cells = week.into_iter().map(cell).collect_view();
        view! { <tr>{cells}</tr> }
    });
    view! {
        <table class="month">
            <caption class="visually-hidden">{title}", times in UTC"</caption>
            <thead><tr>{days.into_iter().collect_view()}</tr></thead>
            <tbody>{weeks.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn cell(cell: CellView) -> AnyView {
    let today = cell.class.contains("today");
    let bars = cell.bars.into_iter().map(bar).collect_view();
    let more = (cell.more > 0).then(|| {
        view! { <a class="act more" href=cell.more_href>{format!("+{} more", cell.more)}</a> }
    });
    let entries = cell.entries.into_iter().map(entry).collect_view();
    view! {
        <td class=cell.class>
            <p class="day-line">
                <time class="number" datetime=cell.date>{cell.number}</time>
                {today.then(|| view! { <span class="here">"Today"</span> })}
            </p>
            {bars}
            {entries}
            {more}
        </td>
    }
    .into_any()
}

/// A part of a bar; its name is written once a week and said in every cell.
fn bar(bar: BarView) -> AnyView {
    if bar.class.is_empty() {
        return view! { <p class="lasting none"></p> }.into_any();
    }
    let hidden = !bar.class.contains("named");
    let title = bar.title.clone();
    view! {
        <p class=bar.class title=title>
            {(!hidden).then(|| shape(&bar.symbol, "shape"))}
            <span class:visually-hidden=hidden>{bar.title}</span>
        </p>
    }
    .into_any()
}

fn entry(entry: EntryView) -> AnyView {
    let (tone, whole) = (entry.mark.tone, entry.whole);
    let body = view! {
        <span class="line">
            {shape(&entry.mark.symbol, "shape")}
            <span class="at">{entry.time}</span>
            <span class="word">{entry.mark.words}</span>
        </span>
        <span class="name">{entry.title}</span>
    };
    let class = format!("{} {tone}", entry.class);
    match entry.href.is_empty() {
        true => view! { <div class=class title=whole>{body}</div> }.into_any(),
        false => view! { <a class=class href=entry.href title=whole>{body}</a> }.into_any(),
    }
}
