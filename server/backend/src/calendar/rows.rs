//! Calendars, events and freezes as rows, and back. A row that no version of ours writes is named.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{
    calendar::{Calendar, CalendarEvent, CalendarPlan, EventPlan, Freeze, Recurrence},
    id::{CalendarEventId, CalendarId, FreezeId},
    time::Timestamp,
    version::Version,
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    store::{calendar_events::EventRow, calendars::CalendarRow, freezes::FreezeRow},
};

/// How a local time is kept.
const LOCAL: &str = "%Y-%m-%dT%H:%M:%S";

fn corrupt<E: ToString>(table: &'static str, id: Uuid) -> impl Fn(E) -> Error {
    move |what| Error::Corrupt {
        table,
        row: id.to_string(),
        what: what.to_string(),
    }
}

/// The calendar of a row.
pub(super) fn calendar(row: CalendarRow, events: Vec<CalendarEvent>) -> Result<Calendar> {
    let id = row.id;
    Ok(Calendar {
        id: CalendarId(id),
        version: Version(row.version),
        plan: CalendarPlan {
            name: row.name,
            default: row
                .default_state
                .parse()
                .map_err(corrupt("calendars", id))?,
            zone: row.zone,
            scope: row.scope.parse().map_err(corrupt("calendars", id))?,
        },
        events,
    })
}

/// Writes what somebody said of a calendar into its row.
pub(super) fn set_calendar(row: &mut CalendarRow, plan: CalendarPlan) {
    row.name = plan.name;
    row.default_state = plan.default.as_str().to_owned();
    row.zone = plan.zone;
    row.scope = plan.scope.to_string();
}

/// The event of a row.
pub(super) fn event(row: EventRow) -> Result<CalendarEvent> {
    let table = "calendar_events";
    let local = |text: &str| -> Result<NaiveDateTime> {
        NaiveDateTime::parse_from_str(text, LOCAL).map_err(corrupt(table, row.id))
    };
    let day = |text: String| -> Result<NaiveDate> { text.parse().map_err(corrupt(table, row.id)) };
    let recurrence = match row.days {
        None => Recurrence::Once,
        Some(days) => Recurrence::Weekly {
            days: days.parse().map_err(corrupt(table, row.id))?,
            until: row.last_day.map(day).transpose()?,
        },
    };
    Ok(CalendarEvent {
        id: CalendarEventId(row.id),
        version: Version(row.version),
        plan: EventPlan {
            kind: row.kind.parse().map_err(corrupt(table, row.id))?,
            starts: local(&row.starts)?,
            ends: local(&row.ends)?,
            title: row.title,
            recurrence,
        },
    })
}

/// Writes what somebody said of an event into its row.
pub(super) fn set_event(row: &mut EventRow, plan: EventPlan) {
    row.title = plan.title;
    row.kind = plan.kind.as_str().to_owned();
    row.starts = plan.starts.format(LOCAL).to_string();
    row.ends = plan.ends.format(LOCAL).to_string();
    (row.days, row.last_day) = match plan.recurrence {
        Recurrence::Once => (None, None),
        Recurrence::Weekly { days, until } => {
            (Some(days.to_string()), until.map(|day| day.to_string()))
        }
    };
}

/// The freeze of a row.
pub(super) fn freeze(row: FreezeRow) -> Result<Freeze> {
    let id = row.id;
    Ok(Freeze {
        id: FreezeId(id),
        version: Version(row.version),
        name: row.name,
        strength: row.strength.parse().map_err(corrupt("freezes", id))?,
        scope: row.scope.parse().map_err(corrupt("freezes", id))?,
        reason: row.reason,
        from: row.from_at,
        until: row.until_at,
        created_by: row.created_by,
        ended_at: row.ended_at,
    })
}

/// The row of a freeze that `by` changes at `at`.
pub(super) fn freeze_row(freeze: &Freeze, (by, at): (&str, Timestamp)) -> FreezeRow {
    FreezeRow {
        id: freeze.id.0,
        version: freeze.version.0,
        name: freeze.name.clone(),
        strength: freeze.strength.as_str().to_owned(),
        scope: freeze.scope.to_string(),
        reason: freeze.reason.clone(),
        from_at: freeze.from,
        until_at: freeze.until,
        created_by: freeze.created_by.clone(),
        changed_at: at,
        changed_by: by.to_owned(),
        ended_at: freeze.ended_at,
    }
}
