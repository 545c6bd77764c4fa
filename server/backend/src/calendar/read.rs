//! What everybody on the floor may know of calendars and freezes.

use domain::{
    action::Action,
    actor::Actor,
    calendar::{
        Calendar, CalendarState, Freeze, Gate, HORIZON, StateAt, Window, state_of_all, union,
    },
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
    /// Since when; nothing where that is not within [`domain::calendar::HORIZON`].
    pub from: Option<Timestamp>,
    /// When it opens; nothing where that is not within [`domain::calendar::HORIZON`].
    pub until: Option<Timestamp>,
}

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
    let Window { from, until } = window;
    let closed = union(calendar.closed_between(zone, window));
    let here = closed
        .into_iter()
        .filter(|one| one.until > from.max(zoned.since));
    let whole = here.map(|one| Closure {
        from: match one.from > from {
            true => Some(one.from.max(zoned.since)),
            false => begin_before(zoned, from),
        },
        // What reaches the edge of the window goes on behind it, unless it ends right there.
        until: match one.until < until {
            true => Some(one.until),
            false => end_after(calendar.state_at(zone, until), until),
        },
    });
    whole.collect()
}

/// When what is closed at `at` began; before the calendar was made it closed nothing.
fn begin_before(zoned: &Zoned, at: Timestamp) -> Option<Timestamp> {
    let (calendar, zone) = zoned.pair();
    match calendar.closed_since(zone, at) {
        Some(begun) => Some(begun.max(zoned.since)),
        None => Some(zoned.since).filter(|since| at - *since <= HORIZON),
    }
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
