//! Calendars, events and freezes as tests ask for them.

use backend::testing::TestBackend;
use chrono::{NaiveDateTime, TimeDelta};
use domain::{
    calendar::{
        CalendarPlan, CalendarState, EventKind, EventPlan, FreezePlan, FreezeStrength, Recurrence,
    },
    scope::Scope,
    time::Timestamp,
};

/// A place as a line.
pub(crate) fn scope(line: &str) -> Scope {
    line.parse().expect("a scope")
}

/// A local time such as `2026-11-24T12:00`.
pub(crate) fn local(text: &str) -> NaiveDateTime {
    format!("{text}:00").parse().expect("a local time")
}

/// A calendar of the whole organization.
pub(crate) fn calendar(name: &str, default: CalendarState, zone: &str) -> CalendarPlan {
    CalendarPlan {
        name: name.to_owned(),
        default,
        zone: zone.to_owned(),
        scope: Scope::default(),
    }
}

/// An event that comes once.
pub(crate) fn event(title: &str, starts: &str, ends: &str) -> EventPlan {
    EventPlan {
        title: title.to_owned(),
        kind: EventKind::Standard,
        starts: local(starts),
        ends: local(ends),
        recurrence: Recurrence::Once,
    }
}

/// A freeze from and until so many hours after the test's now.
pub(crate) fn freeze(
    backend: &TestBackend,
    strength: FreezeStrength,
    (from, until): (i64, i64),
) -> FreezePlan {
    let at = |hours: i64| -> Timestamp { backend.now() + TimeDelta::hours(hours) };
    FreezePlan {
        name: "Quarter close".to_owned(),
        strength,
        scope: scope("111122223333"),
        reason: "The books are closed".to_owned(),
        from: at(from),
        until: at(until),
    }
}
