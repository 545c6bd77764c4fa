//! The agenda: day by day what begins, with what is in its way.

use leptos::prelude::*;

use super::{said, shape};
use crate::{
    api::{AgendaDay, AgendaView},
    components::{Icon, Sign, State},
};

/// The agenda.
pub(super) fn agenda(days: Vec<AgendaDay>, earlier: Vec<AgendaDay>, may_request: bool) -> AnyView {
    let empty = days.is_empty();
    let nothing = match earlier.is_empty() {
        true => "Nothing is planned",
        false => "Nothing more is planned in these weeks",
    };
    let earlier = (!earlier.is_empty()).then(|| {
        let days = earlier.into_iter().map(day).collect_view();
        view! {
            <details class="fold plain earlier">
                <summary><Icon name="i-chevron-right"/><span>"Earlier this month"</span></summary>
                {days}
            </details>
        }
    });
    let days = days.into_iter().map(day).collect_view();
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    view! {
        <section class="agenda" aria-labelledby="agenda">
            <header class="agenda-head">
                <h2 id="agenda">"Agenda"</h2>
                <p class="aside">"times in UTC"</p>
                {may_request.then(|| view! {
                    <a class="button primary end" href="/changes/new">"Request change"</a>
                })}
            </header>
            {earlier}
            {empty.then(|| view! {
                <State sign what=nothing next="Changes, AWS's scheduled work, freezes and closed calendars of these weeks will stand here."/>
            })}
            {days}
        </section>
    }
    .into_any()
}

fn day(day: AgendaDay) -> impl IntoView {
    let entries = day.entries.into_iter().map(entry).collect_view();
    view! {
        <h3 id=format!("day-{}", day.date)><time datetime=day.date.clone()>{day.title}</time></h3>
        <ul>{entries}</ul>
    }
}

fn entry(entry: AgendaView) -> impl IntoView {
    let title = entry.title;
    let name = match entry.href.is_empty() {
        true => view! { <b>{title}</b> }.into_any(),
        false => view! { <a href=entry.href>{title}</a> }.into_any(),
    };
    let word = entry.mark.words;
    let mark = format!("mark {}", entry.mark.tone);
    let reasons = entry.reasons.into_iter();
    let reasons = reasons.map(|reason| view! { <p>{said(reason)}</p> });
    view! {
        <li>
            <p class="when"><b>{entry.time}</b><span>{entry.span}</span></p>
            <span class=mark>{shape(&entry.mark.symbol, "shape")}</span>
            <div>
                <p class="name">{name}" "<span class="word">{word}</span></p>
                <p class="place">{entry.place}</p>
                {reasons.collect_view()}
            </div>
        </li>
    }
}
