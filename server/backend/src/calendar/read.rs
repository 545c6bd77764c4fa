//! What everybody on the floor may know of calendars and freezes.

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::Actor,
    calendar::{Calendar, CalendarState, Freeze, Gate, StateAt, Window, state_of_all, union},
    scope::Scope,
    time::Timestamp,
};

use super::{
    FREEZES,
    load::{self, Zoned},
    rows,
};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::freezes as store,
};

/// A calendar with its state now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarStatus {
    /// The calendar.
    pub calendar: Calendar,
    /// Whether it is open, and until when.
    pub now: StateAt,
}

/// Every calendar with its events, by name.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<CalendarStatus>> {
    authorize(actor, Action::ReadFloor)?;
    let now = backend.now();
    let calendars = load::known(backend, &mut backend.reader().await?).await?;
    let status = |zoned: &Zoned| {
        let (calendar, zone) = zoned.pair();
        CalendarStatus {
            now: calendar.state_at(zone, now),
            calendar: calendar.clone(),
        }
    };
    Ok(calendars.iter().map(status).collect())
}

/// Whether all calendars are open at an instant, and when that changes.
///
/// # Errors
/// As [`list`].
pub async fn state(backend: &Backend, actor: &Actor, at: Timestamp) -> Result<StateAt> {
    authorize(actor, Action::ReadFloor)?;
    let calendars = load::known(backend, &mut backend.reader().await?).await?;
    let pairs: Vec<_> = calendars.iter().map(Zoned::pair).collect();
    Ok(state_of_all(&pairs, at))
}

/// A time in which a calendar is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure {
    /// Since when; at the earliest [`LOOK_BACK`] before what was asked about.
    pub from: Timestamp,
    /// When it opens; nothing where that is not within [`domain::calendar::HORIZON`].
    pub until: Option<Timestamp>,
}

/// How far before a window the beginning of what is closed in it is looked for.
pub const LOOK_BACK: TimeDelta = TimeDelta::days(62);

/// When each calendar is closed in a window: from its beginning to its end, which may lie outside.
///
/// # Errors
/// As [`list`].
pub async fn closed_between(
    backend: &Backend,
    actor: &Actor,
    window: Window,
) -> Result<Vec<(Calendar, Vec<Closure>)>> {
    authorize(actor, Action::ReadFloor)?;
    let calendars = load::known(backend, &mut backend.reader().await?).await?;
    let closed = |zoned: &Zoned| (zoned.calendar.clone(), closures(zoned, window));
    Ok(calendars.iter().map(closed).collect())
}

fn closures(zoned: &Zoned, window: Window) -> Vec<Closure> {
    let (calendar, zone) = zoned.pair();
    let until = window.until;
    let before = window.from.checked_sub_signed(LOOK_BACK);
    let from = before.unwrap_or(window.from);
    let closed = union(calendar.closed_between(zone, Window { from, until }));
    let here = closed
        .into_iter()
        .filter(|one| one.until > window.from.max(zoned.since));
    let whole = here.map(|one| Closure {
        from: one.from.max(zoned.since),
        // What reaches the edge of the window goes on behind it, unless it ends right there.
        until: match one.until < until {
            true => Some(one.until),
            false => end_after(calendar.state_at(zone, until), until),
        },
    });
    whole.collect()
}

/// When what is closed up to `at` ends, by the state that follows.
fn end_after(then: StateAt, at: Timestamp) -> Option<Timestamp> {
    match then.state {
        CalendarState::Open => Some(at),
        CalendarState::Closed => then.next,
    }
}

/// The freezes that hold now or will, by their beginning.
///
/// # Errors
/// As [`list`].
pub async fn freezes(backend: &Backend, actor: &Actor) -> Result<Vec<Freeze>> {
    authorize(actor, Action::ReadFloor)?;
    let now = backend.now();
    let rows = store::from(backend.reader().await?.conn(), now, FREEZES).await?;
    rows.into_iter().map(rows::freeze).collect()
}

/// The freezes that hold at some time from `from` up to `until`, by their beginning.
///
/// # Errors
/// As [`list`].
pub async fn freezes_between(
    backend: &Backend,
    actor: &Actor,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<Freeze>> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let rows = store::between(reader.conn(), (from, until), FREEZES).await?;
    rows.into_iter().map(rows::freeze).collect()
}

/// What stands in the way of a change of these places at some time of a window.
///
/// # Errors
/// As [`list`].
pub async fn gate_between(
    backend: &Backend,
    actor: &Actor,
    places: &[Scope],
    window: Window,
) -> Result<Gate> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let calendars = load::known(backend, &mut reader).await?;
    load::gate_within(reader.conn(), &calendars, places, window).await
}

/// What stands in the way of a change of these places that starts at `at`.
///
/// # Errors
/// As [`list`].
pub async fn gate(
    backend: &Backend,
    actor: &Actor,
    places: &[Scope],
    at: Timestamp,
) -> Result<Gate> {
    authorize(actor, Action::ReadFloor)?;
    gate_between(backend, actor, places, load::moment(at)).await
}
