//! Every calendar with its events and its zone, and what they and the freezes say of an instant.

use std::{collections::HashMap, sync::Arc};

use chrono::TimeDelta;
use domain::{
    calendar::{Calendar, CalendarEvent, Gate, Window, Zone, gate},
    scope::Scope,
    time::Timestamp,
};
use uuid::Uuid;

use super::{CALENDARS, EVENTS, FREEZES, TableZone, rows};
use crate::{
    backend::Backend,
    error::{Error, Result},
    store::{
        calendar_events, calendars,
        db::{Conn, Reader},
        freezes,
    },
};

/// A calendar whose zone is known.
pub(crate) struct Zoned {
    pub(super) calendar: Calendar,
    /// When it was made: before, it closed nothing.
    pub(super) since: Timestamp,
    zone: TableZone,
}

impl Zoned {
    /// As the rules take it.
    pub(super) fn pair(&self) -> (&Calendar, &dyn Zone) {
        (&self.calendar, &self.zone)
    }
}

/// Every calendar that counts, as it is now.
pub(super) async fn known(backend: &Backend, reader: &mut Reader) -> Result<Arc<Vec<Zoned>>> {
    backend.kept().calendars.get(reader, all).await
}

/// Every calendar that counts, for who is about to act and must read it in their transaction.
async fn all(mut conn: Conn<'_>) -> Result<Vec<Zoned>> {
    let rows = calendars::list(conn.again(), CALENDARS).await?;
    let mut events: HashMap<Uuid, Vec<CalendarEvent>> = HashMap::new();
    for row in calendar_events::list(conn, CALENDARS * EVENTS).await? {
        events
            .entry(row.calendar_id)
            .or_default()
            .push(rows::event(row)?);
    }
    let zoned = rows.into_iter().map(|row| {
        let events = events.remove(&row.id).unwrap_or_default();
        let since = row.created_at;
        let calendar = rows::calendar(row, events)?;
        let zone = TableZone::named(&calendar.plan.zone).map_err(|_| Error::Corrupt {
            table: "calendars",
            row: calendar.id.to_string(),
            what: format!("there is no zone {:?}", calendar.plan.zone),
        })?;
        Ok(Zoned {
            calendar,
            since,
            zone,
        })
    });
    zoned.collect()
}

/// The window of one instant.
pub(super) fn moment(at: Timestamp) -> Window {
    Window {
        from: at,
        until: at + TimeDelta::microseconds(1),
    }
}

/// What stands in the way of a change of these places that starts at `at`, for who is about to act.
pub(crate) async fn gate_at(mut conn: Conn<'_>, places: &[Scope], at: Timestamp) -> Result<Gate> {
    let calendars = all(conn.again()).await?;
    gate_within(conn, &calendars, places, moment(at)).await
}

/// What stands in the way of a change of these places at some time of a window.
pub(super) async fn gate_within(
    conn: Conn<'_>,
    calendars: &[Zoned],
    places: &[Scope],
    window: Window,
) -> Result<Gate> {
    let span = (window.from, window.until);
    let freezes = freezes::between(conn, span, FREEZES).await?;
    let freezes: Result<Vec<_>> = freezes.into_iter().map(rows::freeze).collect();
    let pairs: Vec<_> = calendars.iter().map(Zoned::pair).collect();
    Ok(gate(&pairs, freezes?, places, window))
}
