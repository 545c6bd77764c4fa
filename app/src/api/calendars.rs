//! Keeping calendars, their events and freezes. What was typed travels back with a code where it cannot be read.

#![expect(
    clippy::too_many_arguments,
    reason = "a form has as many fields as it has, and each is an argument of its function"
)]

use domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        calendar_words::{event_plan, event_view, freeze_plan, freeze_view, plan, until_words},
        context::{asker, backend, form_answer, read_id, refuse},
        touched,
    },
    backend::calendar,
    domain::{action::Action, version::Version},
    leptos::server_fn::ServerFn,
};

/// An event as the settings show it, with what its form begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEventView {
    /// Which.
    pub id: String,
    /// The fence for a change.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// When it takes place, in words.
    pub when: String,
    /// The word for whether it counts.
    pub kind: String,
    /// The fields of its form: begin, end, days with commas between them, last day.
    pub fields: [String; 4],
}

/// A calendar as the settings show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRowView {
    /// Which.
    pub id: String,
    /// The fence for a change.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// The word for its state while no event takes place.
    pub default: String,
    /// The zone of its events.
    pub zone: String,
    /// Where it holds.
    pub scope: String,
    /// Whether it is open now.
    pub is_open: bool,
    /// Until when that lasts, in words; empty where it is not known.
    pub until: String,
    /// Its events.
    pub events: Vec<CalendarEventView>,
}

/// A freeze as the settings show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezeView {
    /// Which.
    pub id: String,
    /// The fence for a change.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// The word for how it holds.
    pub strength: String,
    /// Where.
    pub scope: String,
    /// Why.
    pub reason: String,
    /// When, in words.
    pub when: String,
    /// Whether it holds now.
    pub holds: bool,
    /// Who made it.
    pub by: String,
    /// The fields of its form: begin and end.
    pub fields: [String; 2],
}

/// Everything that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarsView {
    /// The calendars, by name.
    pub calendars: Vec<CalendarRowView>,
    /// The freezes that hold or will.
    pub freezes: Vec<FreezeView>,
    /// Whether the asker may change them.
    pub may_change: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// Calendars and freezes.
#[server(prefix = "/api", endpoint = "calendar/list")]
pub async fn list_calendars() -> Result<CalendarsView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let calendars = calendar::list(&backend, &asker.actor).await;
    let calendars = calendars.map_err(|error| refuse(&asker, &error))?;
    let freezes = calendar::freezes(&backend, &asker.actor).await;
    let freezes = freezes.map_err(|error| refuse(&asker, &error))?;
    let now = backend.now();
    Ok(CalendarsView {
        calendars: calendars
            .into_iter()
            .map(|one| calendar_row(one, now))
            .collect(),
        freezes: freezes
            .iter()
            .map(|freeze| freeze_view(freeze, now))
            .collect(),
        may_change: asker.actor.may(Action::AdministerCalendars),
        now,
    })
}

/// Adds a calendar, or changes the one with this id.
#[server(prefix = "/api", endpoint = "calendar/keep")]
pub async fn keep_calendar(
    /// Which; empty for a new one.
    #[server(default)]
    of: String,
    /// The version that the page showed.
    #[server(default)]
    expected_version: i64,
    /// Its name as typed.
    name: String,
    /// The word for its state while no event takes place.
    default: String,
    /// Its zone as typed.
    zone: String,
    /// Its place as typed; empty for everywhere.
    #[server(default)]
    scope: String,
    /// How each field was as the form was shown.
    #[server(default)]
    was: Vec<String>,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let (actor, address) = (&asker.actor, asker.address.as_deref());
    let done = async {
        let plan = plan(&name, &default, &zone, &scope)?;
        if of.is_empty() {
            return calendar::add(&backend, actor, plan, address)
                .await
                .map(drop);
        }
        let target = (absent(&of)?, Version(expected_version));
        calendar::change(&backend, actor, target, plan, address).await
    };
    done.await.map_err(|error| {
        let typed = [
            ("of", &*of),
            ("name", &name),
            ("default", &default),
            ("zone", &zone),
            ("scope", &scope),
        ];
        touched::told(KeepCalendar::PATH, refuse(&asker, &error), &was, &typed)
    })
}

/// Adds an event to a calendar, or changes the one with this id.
#[server(prefix = "/api", endpoint = "calendar/keep_event")]
pub async fn keep_calendar_event(
    /// Which event, or which calendar it is added to.
    of: String,
    /// The version that the page showed; none for a new one.
    #[server(default)]
    expected_version: i64,
    /// Its title as typed.
    title: String,
    /// The word for whether it counts.
    kind: String,
    /// When it begins, as typed.
    starts: String,
    /// When it ends, as typed.
    ends: String,
    /// The days of the week on which it comes; none where it comes once.
    #[server(default)]
    days: Vec<String>,
    /// The last day on which it may begin, as typed.
    #[server(default)]
    last: String,
    /// How each field was as the form was shown.
    #[server(default)]
    was: Vec<String>,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let (actor, address) = (&asker.actor, asker.address.as_deref());
    let days = days.join(",");
    let done = async {
        let plan = event_plan([&title, &kind, &starts, &ends, &days, &last])?;
        if expected_version == 0 {
            let added = calendar::add_event(&backend, actor, absent(&of)?, plan, address);
            return added.await.map(drop);
        }
        let target = (absent(&of)?, Version(expected_version));
        calendar::change_event(&backend, actor, target, plan, address).await
    };
    done.await.map_err(|error| {
        let typed = [
            ("of", &*of),
            ("title", &title),
            ("kind", &kind),
            ("starts", &starts),
            ("ends", &ends),
            ("days", &days),
            ("last", &last),
        ];
        let code = refuse(&asker, &error);
        touched::told(KeepCalendarEvent::PATH, code, &was, &typed)
    })
}

/// Makes a freeze, or changes the one with this id.
#[server(prefix = "/api", endpoint = "calendar/keep_freeze")]
pub async fn keep_freeze(
    /// Which; empty for a new one.
    #[server(default)]
    of: String,
    /// The version that the page showed.
    #[server(default)]
    expected_version: i64,
    /// Its name as typed.
    name: String,
    /// The word for how it holds.
    strength: String,
    /// Its place as typed.
    scope: String,
    /// Why, as typed.
    reason: String,
    /// When it begins, as typed.
    from: String,
    /// When it ends, as typed.
    until: String,
    /// How each field was as the form was shown.
    #[server(default)]
    was: Vec<String>,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let (actor, address) = (&asker.actor, asker.address.as_deref());
    let done = async {
        let plan = freeze_plan([&name, &strength, &scope, &reason, &from, &until])?;
        if of.is_empty() {
            return calendar::make_freeze(&backend, actor, plan, address)
                .await
                .map(drop);
        }
        let target = (absent(&of)?, Version(expected_version));
        calendar::change_freeze(&backend, actor, target, plan, address).await
    };
    done.await.map_err(|error| {
        let typed = [
            ("of", &*of),
            ("name", &name),
            ("strength", &strength),
            ("scope", &scope),
            ("reason", &reason),
            ("from", &from),
            ("until", &until),
        ];
        touched::told(KeepFreeze::PATH, refuse(&asker, &error), &was, &typed)
    })
}

/// Removes a calendar or an event, or ends a freeze: `what` is calendar, event or freeze.
#[server(prefix = "/api", endpoint = "calendar/end")]
pub async fn end_calendar(
    /// Which.
    of: String,
    /// The version that the page showed.
    expected_version: i64,
    /// Of which kind it is.
    what: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let (actor, address) = (&asker.actor, asker.address.as_deref());
    let (action, version) = (Action::AdministerCalendars, Version(expected_version));
    let done = match what.as_str() {
        "calendar" => {
            let target = (read_id(&asker, action, &of)?, version);
            calendar::remove(&backend, actor, target, address).await
        }
        "event" => {
            let target = (read_id(&asker, action, &of)?, version);
            calendar::remove_event(&backend, actor, target, address).await
        }
        _ => {
            let target = (read_id(&asker, action, &of)?, version);
            calendar::end_freeze(&backend, actor, target, address).await
        }
    };
    done.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(EndCalendar::PATH, &code, &[("of", &of)]);
        code
    })
}

/// An id that is none belongs to nothing.
#[cfg(feature = "ssr")]
fn absent<T: std::str::FromStr>(id: &str) -> backend::Result<T> {
    id.parse().map_err(|_| backend::Error::NotFound)
}

#[cfg(feature = "ssr")]
fn calendar_row(status: calendar::CalendarStatus, at: Timestamp) -> CalendarRowView {
    let calendar::CalendarStatus { calendar, now } = status;
    CalendarRowView {
        id: calendar.id.to_string(),
        version: calendar.version.0,
        name: calendar.plan.name,
        default: calendar.plan.default.as_str().to_owned(),
        zone: calendar.plan.zone,
        scope: calendar.plan.scope.to_string(),
        is_open: now.state == domain::calendar::CalendarState::Open,
        until: until_words(now, at),
        events: calendar.events.into_iter().map(event_view).collect(),
    }
}
