//! Change calendars and freezes, and what an administrator does with them.

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{freezes::Freezes, place};
use crate::{
    api::{
        ApiError, CalendarEventView, CalendarRowView, CalendarsView, EndCalendar, KeepCalendar,
        KeepCalendarEvent, KeepFreeze, list_calendars, wire::asked,
    },
    components::{FaultNote, Form, Lamp, Sign, State},
    pages::{
        answer::{self, form_fault},
        filled::{Filled, filled, folded, in_sight, target},
        lasting::answered,
    },
    query::Query,
};

/// The page of calendars and freezes.
#[component]
pub fn CalendarsPage() -> impl IntoView {
    let typed = answer::typed(&use_location().search.get_untracked());
    let faults = Faults {
        calendar: form_fault::<KeepCalendar>(),
        event: form_fault::<KeepCalendarEvent>(),
        freeze: form_fault::<KeepFreeze>(),
        end: form_fault::<EndCalendar>(),
        typed,
    };
    place("Calendars", &[Topic::Calendar], move || {
        let calendars = asked(|| (), |()| list_calendars());
        answered(calendars, move |calendars| {
            let faults = faults.clone();
            view! { <Calendars calendars faults/> }.into_any()
        })
    })
}

/// What came of the forms of this page.
#[derive(Debug, Clone)]
pub(super) struct Faults {
    calendar: Option<ApiError>,
    event: Option<ApiError>,
    pub(super) freeze: Option<ApiError>,
    end: Option<ApiError>,
    pub(super) typed: Query,
}

impl Faults {
    /// What belongs to no form of the page: that of something that is gone, or over by now. What is new is of nothing yet.
    fn apart(&self, shown: &CalendarsView) -> Option<ApiError> {
        let of = self.typed.get("of").unwrap_or_default();
        let is_gone = !of.is_empty() && !is_shown(shown, of);
        let gone = [&self.calendar, &self.event, &self.freeze];
        let gone = gone.into_iter().flatten();
        let gone = gone.filter(|fault| **fault == ApiError::NotFound || is_gone);
        let end = self.end.as_ref().filter(|_| !is_shown(shown, of));
        end.into_iter().chain(gone).next().cloned()
    }

    /// Why something was not ended.
    pub(super) fn ending(&self, of: &str) -> Option<ApiError> {
        let this = self.typed.get("of") == Some(of);
        self.end.clone().filter(|_| this)
    }
}

/// Whether the page has something that may be ended.
fn is_shown(shown: &CalendarsView, of: &str) -> bool {
    let calendars = shown.calendars.iter();
    let mut known = calendars.flat_map(|one| {
        let events = one.events.iter().map(|event| &event.id);
        events.chain([&one.id])
    });
    known.any(|id| id == of) || shown.freezes.iter().any(|freeze| freeze.id == of)
}

#[component]
fn Calendars(calendars: CalendarsView, faults: Faults) -> impl IntoView {
    let gone = faults.apart(&calendars);
    let CalendarsView {
        calendars,
        freezes,
        may_change,
        ..
    } = calendars;
    let empty = calendars.is_empty();
    let add = may_change.then(|| {
        let form = filled("calendar", &faults.calendar, &faults.typed, "");
        let refused = form.is_refused();
        let form = calendar_form(
            &form,
            &CalendarRowView {
                zone: "UTC".to_owned(),
                ..CalendarRowView::default()
            },
        );
        folded("Add a calendar".to_owned(), refused, form)
    });
    let rows = calendars
        .into_iter()
        .map(|calendar| calendar_row(calendar, may_change, &faults));
    let rows = rows.collect_view();
    view! {
        {gone.map(|fault| view! { <FaultNote fault/> })}
        <section class="panel" aria-labelledby="calendars">
            <header class="panel-head">
                <h2 id="calendars">"Change calendars"</h2>
                <p class="aside">"A change starts only while all calendars of its places are open."</p>
            </header>
            {empty.then(|| view! {
                <State
                    sign=Sign { symbol: "st-none", tone: "t-quiet s16", word: "" }
                    what="There is no calendar"
                    next="Without one, changes may start at any time."
                />
            })}
            <ul class="kept">{rows}</ul>
            {add.map(|add| view! { <div class="panel-body">{add}</div> })}
        </section>
        <Freezes freezes may_change faults/>
    }
}

fn calendar_row(calendar: CalendarRowView, may_change: bool, faults: &Faults) -> AnyView {
    let (symbol, tone, word, form) = match calendar.is_open {
        true => ("st-ok", "t-quiet", "Open", Form::Neutral),
        false => ("st-blocked", "t-critical", "Closed", Form::Soft),
    };
    let under = format!(
        "{} by default · {} · {}",
        calendar.default, calendar.zone, calendar.scope
    );
    let events = calendar.events.iter();
    let events = events
        .map(|event| event_row(event, may_change, faults))
        .collect_view();
    let acts = may_change.then(|| calendar_acts(&calendar, faults));
    view! {
        <li>
            <div class="kept-line">
                <h3>{calendar.name.clone()}</h3>
                <Lamp sign=Sign { symbol, tone, word } form/>
                <p class="aside">{calendar.until.clone()}</p>
            </div>
            <p class="second">{under}</p>
            <ul class="kept-events">{events}</ul>
            {acts}
        </li>
    }
    .into_any()
}

fn calendar_acts(calendar: &CalendarRowView, faults: &Faults) -> AnyView {
    let (id, version) = (calendar.id.as_str(), calendar.version);
    let add = filled(&format!("new-{id}"), &faults.event, &faults.typed, id);
    let change = filled(id, &faults.calendar, &faults.typed, id);
    let blank = CalendarEventView {
        id: id.to_owned(),
        ..CalendarEventView::default()
    };
    let end = faults.ending(id);
    let (adding, changing) = (add.is_refused(), change.is_refused() || end.is_some());
    let name = &calendar.name;
    view! {
        <div class="kept-acts">
            {folded(format!("Add an event to {name}"), adding, event_form(&add, &blank))}
            {folded(format!("Change {name}"), changing, view! {
                {calendar_form(&change, calendar)}
                {ending((id, version), "calendar", format!("Remove {name}"), end)}
            }.into_any())}
        </div>
    }
    .into_any()
}

fn event_row(event: &CalendarEventView, may_change: bool, faults: &Faults) -> AnyView {
    let form = may_change.then(|| {
        let form = filled(&event.id, &faults.event, &faults.typed, &event.id);
        let end = faults.ending(&event.id);
        let refused = form.is_refused() || end.is_some();
        folded(
            format!("Change {}", event.title),
            refused,
            view! {
                {event_form(&form, event)}
                {ending((&event.id, event.version), "event", format!("Remove {}", event.title), end)}
            }
            .into_any(),
        )
    });
    let advisory = (event.kind == "advisory").then_some(" · advisory, changes nothing");
    view! {
        <li>
            <p><b>{event.title.clone()}</b><span class="second">" · "{event.when.clone()}{advisory}</span></p>
            {form}
        </li>
    }
    .into_any()
}

fn calendar_form(form: &Filled, calendar: &CalendarRowView) -> AnyView {
    let scope = calendar.scope.as_str();
    view! {
        <form class="form" method="post" action="/api/calendar/keep">
            {form.note()}
            {target(&calendar.id, calendar.version)}
            <div class="pair even">
                {form.line(("name", "Name", "text"), &calendar.name, "")}
                {form.choice(("default", "While no event takes place"), &calendar.default, &[("open", "Open"), ("closed", "Closed")])}
                {form.line(("zone", "Time zone of its events", "text"), &calendar.zone, "Such as Europe/Berlin or UTC.")}
                {form.line(("scope", "Place", "text"), scope, "An ARN, or account, region and service. Empty: the whole organization.")}
            </div>
            <div class="buttons"><button class="button">"Save calendar"</button></div>
        </form>
    }
    .into_any()
}

fn event_form(form: &Filled, event: &CalendarEventView) -> AnyView {
    let [starts, ends, days, last] = &event.fields;
    view! {
        <form class="form" method="post" action="/api/calendar/keep_event">
            {form.note()}
            {target(&event.id, event.version)}
            <div class="pair even">
                {form.line(("title", "Title", "text"), &event.title, "")}
                {form.choice(("kind", "Kind"), &event.kind, &[("standard", "Opens or closes"), ("advisory", "Only tells")])}
                {form.line(("starts", "Begins", "datetime-local"), starts, "By the calendar's clock.")}
                {form.line(("ends", "Ends", "datetime-local"), ends, "That minute does not belong to it.")}
            </div>
            {form.days(days)}
            {form.line(("last", "Last day on which it may begin", "date"), last, "Empty: it goes on.")}
            <div class="buttons"><button class="button">"Save event"</button></div>
        </form>
    }
    .into_any()
}

/// A button that ends something, alone in its form, with why that was refused.
pub(super) fn ending(
    (of, version): (&str, i64),
    what: &'static str,
    words: String,
    fault: Option<ApiError>,
) -> AnyView {
    view! {
        <form class="form" method="post" action="/api/calendar/end">
            {fault.map(in_sight)}
            {target(of, version)}
            <input type="hidden" name="what" value=what/>
            <div class="buttons"><button class="button danger">{words}</button></div>
        </form>
    }
    .into_any()
}
