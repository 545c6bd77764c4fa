//! Calendars, events and freezes as people write and read them.

use backend::{Error, Result};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use domain::{
    calendar::{
        CalendarCode, CalendarEvent, CalendarPlan, CalendarState, EventKind, EventPlan, Freeze,
        FreezePlan, FreezeStrength, Recurrence, StateAt, Weekdays,
    },
    scope::Scope,
    time::Timestamp,
};

use super::{
    calendar_entries::day_and_time,
    calendars::{CalendarEventView, FreezeView},
    local_time,
};
use crate::format;

/// What was typed of a calendar.
pub(super) fn plan(name: &str, default: &str, zone: &str, scope: &str) -> Result<CalendarPlan> {
    Ok(CalendarPlan {
        name: name.to_owned(),
        // What is neither word was not written by our page.
        default: match default {
            "closed" => CalendarState::Closed,
            _ => CalendarState::Open,
        },
        zone: zone.to_owned(),
        scope: place(scope)?,
    })
}

/// What was typed of an event: title, kind, begin, end, days, last day.
pub(super) fn event_plan([title, kind, starts, ends, days, last]: [&str; 6]) -> Result<EventPlan> {
    let days: Weekdays = days.parse()?;
    let until = match last.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| CalendarCode::Until)?),
    };
    Ok(EventPlan {
        title: title.to_owned(),
        kind: match kind {
            "advisory" => EventKind::Advisory,
            _ => EventKind::Standard,
        },
        starts: local(starts, CalendarCode::Begin)?,
        ends: local(ends, CalendarCode::End)?,
        recurrence: match days.is_empty() {
            // Whoever gives a last day means every week, and has forgotten the days.
            true if until.is_some() => return Err(CalendarCode::NoDay.into()),
            true => Recurrence::Once,
            false => Recurrence::Weekly { days, until },
        },
    })
}

/// What was typed of a freeze: name, strength, place, reason, begin, end, both in UTC.
pub(super) fn freeze_plan(
    [name, strength, scope, reason, from, until]: [&str; 6],
) -> Result<FreezePlan> {
    Ok(FreezePlan {
        name: name.to_owned(),
        strength: match strength {
            "soft" => FreezeStrength::Soft,
            _ => FreezeStrength::Hard,
        },
        scope: place(scope)?,
        reason: reason.to_owned(),
        from: local(from, CalendarCode::Begin)?.and_utc(),
        until: local(until, CalendarCode::End)?.and_utc(),
    })
}

/// A place on one line; an empty one is the whole organization.
fn place(line: &str) -> Result<Scope> {
    match line.trim() {
        "" => Ok(Scope::default()),
        line => Scope::typed(line).map_err(|_| Error::Calendar(CalendarCode::Scope)),
    }
}

/// A local time as a browser sends it.
fn local(text: &str, code: CalendarCode) -> Result<NaiveDateTime> {
    let sane = local_time::read(text).filter(|at| at.year() < 2200);
    sane.ok_or(Error::Calendar(code))
}

/// An event with what its form begins with.
pub(super) fn event_view(event: CalendarEvent) -> CalendarEventView {
    let plan = event.plan;
    let (days, last) = match plan.recurrence {
        Recurrence::Once => (String::new(), String::new()),
        Recurrence::Weekly { days, until } => (
            days.to_string(),
            until.map_or_else(String::new, |day| day.to_string()),
        ),
    };
    CalendarEventView {
        id: event.id.to_string(),
        version: event.version.0,
        when: when(&plan, &days),
        title: plan.title,
        kind: plan.kind.as_str().to_owned(),
        fields: [
            local_time::write(plan.starts),
            local_time::write(plan.ends),
            days,
            last,
        ],
    }
}

fn when(plan: &EventPlan, days: &str) -> String {
    let day = |day: NaiveDate| day.format("%-d %b %Y").to_string();
    let clock = |at: NaiveDateTime| at.format("%H:%M").to_string();
    let (starts, ends) = (plan.starts, plan.ends);
    match plan.recurrence {
        Recurrence::Once if starts.date() == ends.date() => {
            format!(
                "{}, {} to {}",
                day(starts.date()),
                clock(starts),
                clock(ends)
            )
        }
        Recurrence::Once => format!(
            "{} {} to {} {}",
            day(starts.date()),
            clock(starts),
            day(ends.date()),
            clock(ends)
        ),
        Recurrence::Weekly { until, .. } => {
            let days: Vec<String> = days.split(',').map(format::plain_word).collect();
            let until = until.map_or_else(String::new, |until| format!(", until {}", day(until)));
            let from = day(starts.date());
            format!(
                "Every {}, {} to {}, from {from}{until}",
                days.join(", "),
                clock(starts),
                clock(ends)
            )
        }
    }
}

/// Until when a state lasts, where that is known.
pub(super) fn until_words(stands: StateAt, now: Timestamp) -> String {
    let until = stands.next;
    until.map_or_else(String::new, |next| {
        format!("until {}", day_and_time(next, now))
    })
}

/// A freeze with what its form begins with.
pub(super) fn freeze_view(freeze: &Freeze, now: Timestamp) -> FreezeView {
    let field = |at: Timestamp| local_time::write(at.naive_utc());
    FreezeView {
        id: freeze.id.to_string(),
        version: freeze.version.0,
        name: freeze.name.clone(),
        strength: freeze.strength.as_str().to_owned(),
        scope: freeze.scope.to_string(),
        reason: freeze.reason.clone(),
        when: format!(
            "{} to {}",
            day_and_time(freeze.from, now),
            day_and_time(freeze.until, now)
        ),
        holds: freeze.from <= now,
        by: freeze.created_by.clone(),
        fields: [field(freeze.from), field(freeze.until)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T: std::fmt::Debug>(read: Result<T>) -> CalendarCode {
        match read {
            Err(Error::Calendar(code)) => code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_read_belongs_to_its_field() {
        let event =
            |starts, ends, days, last| event_plan(["Sale", "standard", starts, ends, days, last]);
        let (begin, end) = ("2026-11-24T12:00", "2026-11-24T13:00:00");
        assert_eq!(
            event(begin, end, "", "").expect("an event").recurrence,
            Recurrence::Once
        );
        assert_eq!(code(event("soon", end, "", "")), CalendarCode::Begin);
        assert_eq!(code(event(begin, "", "", "")), CalendarCode::End);
        assert_eq!(
            code(event("12026-11-24T12:00", end, "", "")),
            CalendarCode::Begin
        );
        assert_eq!(code(event(begin, end, "mon", "never")), CalendarCode::Until);
        assert_eq!(
            code(event(begin, end, "", "2026-12-31")),
            CalendarCode::NoDay
        );
        assert_eq!(
            code(plan("Shops", "open", "UTC", "Payments")),
            CalendarCode::Scope
        );
    }

    #[test]
    fn a_time_is_said_once() {
        let said = |starts, ends, days| {
            let plan = event_plan(["Sale", "standard", starts, ends, days, ""]).expect("an event");
            when(&plan, days)
        };
        assert_eq!(
            said("2026-11-24T12:00", "2026-11-24T13:00", ""),
            "24 Nov 2026, 12:00 to 13:00"
        );
        let weekly = said("2026-11-23T22:00", "2026-11-24T04:00", "mon,wed");
        assert_eq!(weekly, "Every Mon, Wed, 22:00 to 04:00, from 23 Nov 2026");
    }
}
