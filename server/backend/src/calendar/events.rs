//! Events of a calendar are added, changed and removed.

use domain::{
    action::Action,
    actor::Actor,
    calendar::{CalendarCode, EventPlan, Recurrence},
    id::{CalendarEventId, CalendarId},
    version::Version,
};

use super::{EVENTS, finish, lost, rows};
use crate::{
    audit::authorize_change,
    backend::{Backend, Write},
    error::{Error, Result},
    store::{
        calendar_events::{self as store, EventRow},
        calendars,
    },
};

/// Adds an event to a calendar.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Calendar`] with the rule that the plan misses.
pub async fn add_event(
    backend: &Backend,
    actor: &Actor,
    calendar: CalendarId,
    plan: EventPlan,
    address: Option<&str>,
) -> Result<CalendarEventId> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&calendar.to_string(), address)).await?;
    let plan = plan.checked()?;
    let mut write = backend.write().await?;
    let name = name_of(&mut write, calendar).await?;
    if store::count(write.conn(), calendar.0).await? >= EVENTS {
        return Err(CalendarCode::Full.into());
    }
    let id = backend.ids().id(write.now);
    let detail = format!("event added: {}", words(&plan));
    let mut row = EventRow {
        id,
        calendar_id: calendar.0,
        version: Version::FIRST.0,
        title: String::new(),
        kind: String::new(),
        starts: String::new(),
        ends: String::new(),
        days: None,
        last_day: None,
        changed_at: write.now,
        changed_by: actor.label().to_owned(),
        removed_at: None,
    };
    rows::set_event(&mut row, plan);
    store::insert(write.conn(), &row).await?;
    let what = ("calendar.event_added", calendar.to_string());
    finish(write, (actor, address), (&name, &detail), what).await?;
    Ok(CalendarEventId(id))
}

/// Changes an event.
///
/// # Errors
/// As [`add_event`], and [`Error::Conflict`].
pub async fn change_event(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (CalendarEventId, Version),
    plan: EventPlan,
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&id.to_string(), address)).await?;
    let plan = plan.checked()?;
    let mut write = backend.write().await?;
    let (name, mut row) = seen(&mut write, id, expected).await?;
    let before = rows::event(row.clone())?.plan;
    let detail = format!("event is now {}, before {}", words(&plan), words(&before));
    rows::set_event(&mut row, plan);
    let calendar = row.calendar_id;
    save(&mut write, row, actor).await?;
    let what = ("calendar.event_changed", calendar.to_string());
    finish(write, (actor, address), (&name, &detail), what).await
}

/// Removes an event: it counts no more, and stays in its row.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] or [`Error::Conflict`].
pub async fn remove_event(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (CalendarEventId, Version),
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&id.to_string(), address)).await?;
    let mut write = backend.write().await?;
    let (name, mut row) = seen(&mut write, id, expected).await?;
    let detail = format!("event removed: {}", words(&rows::event(row.clone())?.plan));
    row.removed_at = Some(write.now);
    let calendar = row.calendar_id;
    save(&mut write, row, actor).await?;
    let what = ("calendar.event_removed", calendar.to_string());
    finish(write, (actor, address), (&name, &detail), what).await
}

fn words(plan: &EventPlan) -> String {
    let EventPlan {
        title,
        kind,
        starts,
        ends,
        recurrence,
    } = plan;
    let often = match recurrence {
        Recurrence::Once => String::new(),
        Recurrence::Weekly { days, until: None } => format!(", every week on {days}"),
        Recurrence::Weekly {
            days,
            until: Some(until),
        } => format!(", every week on {days} until {until}"),
    };
    format!("{title}, {kind}, {starts} to {ends}{often}")
}

/// The name of a calendar that counts.
async fn name_of(write: &mut Write<'_>, calendar: CalendarId) -> Result<String> {
    let row = calendars::by_id(write.conn(), calendar.0).await?;
    let row = row.filter(|row| row.removed_at.is_none());
    Ok(row.ok_or(Error::NotFound)?.name)
}

/// The row of an event that is still as it was seen, with the name of its calendar.
async fn seen(
    write: &mut Write<'_>,
    id: CalendarEventId,
    expected: Version,
) -> Result<(String, EventRow)> {
    let row = store::by_id(write.conn(), id.0).await?;
    let row = row.filter(|row| row.removed_at.is_none());
    let row = row.ok_or(Error::NotFound)?;
    let name = name_of(write, CalendarId(row.calendar_id)).await?;
    match row.version == expected.0 {
        true => Ok((name, row)),
        false => Err(lost(&row.changed_by, row.changed_at)),
    }
}

async fn save(write: &mut Write<'_>, mut row: EventRow, actor: &Actor) -> Result<()> {
    let (by, at) = (row.changed_by, row.changed_at);
    row.changed_by = actor.label().to_owned();
    row.changed_at = write.now;
    match store::update(write.conn(), &row).await? {
        0 => Err(lost(&by, at)),
        _ => Ok(()),
    }
}
