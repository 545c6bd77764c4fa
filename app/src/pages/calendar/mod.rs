//! The calendar: a month, and the same as an agenda. What is shown stands in the address.

mod agenda;
mod month;

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::{CalendarView, LayerView, MarkView, get_calendar, wire::asked},
    components::{Icon, symbol_address},
    pages::{lasting::answered, served::served},
    query::Query,
};

/// The calendar.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let search = use_location().search;
    let query = Memo::new(move |_| Query::parse(&search.get()));
    let said = move |key: &str| query.with(|query| query.get(key).unwrap_or_default().to_owned());
    let follows = [Topic::Calendar, Topic::Changes, Topic::Health];
    served("Calendar", &follows, move || {
        let month = asked(
            move || (said("month"), said("off")),
            |(month, off)| get_calendar(month, off),
        );
        answered(month, |month| view! { <Month month/> }.into_any())
    })
}

#[component]
fn Month(month: CalendarView) -> impl IntoView {
    let [before, today, after] = month.ways;
    let needs = month.needs.into_iter().map(said).collect_view();
    let notes = month.notes.into_iter();
    let notes = notes.map(|note| view! { <li>{said(note)}</li> });
    let layers = month.layers.into_iter().map(chip).collect_view();
    view! {
        <div class="calendar">
            <div class="calendar-main">
                <header class="head">
                    <h1>{month.title.clone()}</h1>
                    <nav class="buttons" aria-label="Month">
                        <a class="button square" href=before aria-label="Month before"><Icon name="i-chevron-left"/></a>
                        <a class="button" href=today>"Today"</a>
                        <a class="button square" href=after aria-label="Month after"><Icon name="i-chevron-right"/></a>
                    </nav>
                    {month.may_change.then(|| view! {
                        <a class="button end" href="/settings/calendars">"Calendars and freezes"</a>
                    })}
                </header>
                <div class="calendar-layers">
                    <nav class="buttons" aria-label="Layers">{layers}</nav>
                    <p class="calendar-needs">{needs}</p>
                </div>
                <ul class="calendar-notes">{notes.collect_view()}</ul>
                {month::grid(month.title, month.weeks)}
            </div>
            {agenda::agenda(month.agenda, month.earlier, month.may_request)}
        </div>
    }
}

/// A layer as a link that leaves it out, or brings it back.
fn chip(layer: LayerView) -> impl IntoView {
    let state = if layer.shown { "shown" } else { "left out" };
    view! {
        <a class="button layer" class:off=!layer.shown href=layer.href>
            <span class="box" aria-hidden="true">{layer.shown.then(|| shape("i-check", "icon"))}</span>
            {shape(&layer.icon, "icon")}
            <span>{layer.word}</span>
            <span class="aside">{layer.count.to_string()}</span>
            <span class="visually-hidden">{state}</span>
        </a>
    }
}

/// A mark with its words.
fn said(mark: MarkView) -> AnyView {
    let class = format!("said {}", mark.tone);
    let drawn = (!mark.symbol.is_empty()).then(|| shape(&mark.symbol, "shape"));
    let words = match mark.href.is_empty() {
        true => view! { <span>{mark.words}</span> }.into_any(),
        false => view! { <a href=mark.href>{mark.words}</a> }.into_any(),
    };
    view! { <span class=class>{drawn}{words}</span> }.into_any()
}

/// A symbol that the server named: a shape for a state, an icon for a kind.
fn shape(symbol: &str, class: &'static str) -> AnyView {
    let href = symbol_address(symbol);
    let class = if symbol.starts_with("i-") {
        "icon"
    } else {
        class
    };
    view! { <svg class=class aria-hidden="true"><use href=href></use></svg> }.into_any()
}
