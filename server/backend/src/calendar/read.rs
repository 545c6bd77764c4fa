//! What everybody on the floor may know of calendars and freezes.

use domain::{
    action::Action,
    actor::Actor,
    calendar::{Calendar, Freeze, Gate, StateAt, Window, state_of_all, union},
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
    let calendars = load::all(backend.reader().await?.conn()).await?;
    let status = |zoned: Zoned| {
        let (calendar, zone) = zoned.pair();
        CalendarStatus {
            now: calendar.state_at(zone, now),
            calendar: zoned.calendar,
        }
    };
    Ok(calendars.into_iter().map(status).collect())
}

/// Whether all calendars are open at an instant, and when that changes.
///
/// # Errors
/// As [`list`].
pub async fn state(backend: &Backend, actor: &Actor, at: Timestamp) -> Result<StateAt> {
    authorize(actor, Action::ReadFloor)?;
    let calendars = load::all(backend.reader().await?.conn()).await?;
    let pairs: Vec<_> = calendars.iter().map(Zoned::pair).collect();
    Ok(state_of_all(&pairs, at))
}

/// When each calendar is closed, as far as that lies in a window.
///
/// # Errors
/// As [`list`].
pub async fn closed_between(
    backend: &Backend,
    actor: &Actor,
    window: Window,
) -> Result<Vec<(Calendar, Vec<Window>)>> {
    authorize(actor, Action::ReadFloor)?;
    let calendars = load::all(backend.reader().await?.conn()).await?;
    let closed = |zoned: Zoned| {
        let (calendar, zone) = zoned.pair();
        let mut closed = union(calendar.closed_between(zone, window));
        closed.retain(|window| window.until > zoned.since);
        for window in &mut closed {
            window.from = window.from.max(zoned.since);
        }
        (zoned.calendar, closed)
    };
    Ok(calendars.into_iter().map(closed).collect())
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
    load::gate_within(backend.reader().await?.conn(), places, window).await
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
    load::gate_at(backend.reader().await?.conn(), places, at).await
}
