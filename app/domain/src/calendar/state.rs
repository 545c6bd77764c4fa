//! Whether a calendar is open, and until when.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{CalendarCode, CalendarEvent, EventKind, Window, Zone, name, union, window::without};
use crate::{id::CalendarId, scope::Scope, time::Timestamp, version::Version};

/// How far ahead, or back, a transition is looked for. One that lies farther away is not told.
pub const HORIZON: TimeDelta = TimeDelta::days(400);
/// How far is looked first, so that a transition that is near costs little.
const NEAR: TimeDelta = TimeDelta::days(8);

text_enum! {
    /// Whether changes may start.
    CalendarState {
        /// They may.
        Open = "open",
        /// They wait.
        Closed = "closed",
    }
}

/// What somebody says of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPlan {
    /// Its name.
    pub name: String,
    /// Its state while no event takes place.
    pub default: CalendarState,
    /// The zone of its events, such as `Europe/Berlin`.
    pub zone: String,
    /// The changes it holds for: those that touch this place.
    pub scope: Scope,
}

/// A change calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Which.
    pub id: CalendarId,
    /// The fence for a change.
    pub version: Version,
    /// What was said of it.
    pub plan: CalendarPlan,
    /// Its events.
    pub events: Vec<CalendarEvent>,
}

/// A state with the moment at which it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateAt {
    /// The state.
    pub state: CalendarState,
    /// When it becomes the other; nothing where that is not within [`HORIZON`].
    pub next: Option<Timestamp>,
}

impl CalendarPlan {
    /// Holds it to the rules that need no table of zones.
    ///
    /// # Errors
    /// The rule that it misses.
    pub fn checked(self) -> Result<Self, CalendarCode> {
        Ok(Self {
            name: name(&self.name, CalendarCode::Name)?,
            zone: name(&self.zone, CalendarCode::Zone)?,
            ..self
        })
    }
}

impl Calendar {
    /// When it is closed, as far as that lies in `range`.
    #[must_use]
    pub fn closed_between(&self, zone: &dyn Zone, range: Window) -> Vec<Window> {
        let events = self.events.iter().map(|event| &event.plan);
        let standard = events.filter(|event| event.kind == EventKind::Standard);
        let during = union(
            standard
                .flat_map(|event| event.occurrences(zone, range))
                .filter_map(|window| window.within(&range))
                .collect(),
        );
        match self.plan.default {
            CalendarState::Open => during,
            CalendarState::Closed => without(range, &during),
        }
    }

    /// When it closed, at an instant at which it is closed; nothing where that is not within [`HORIZON`].
    #[must_use]
    pub fn closed_since(&self, zone: &dyn Zone, at: Timestamp) -> Option<Timestamp> {
        let after = at.checked_add_signed(TimeDelta::microseconds(1))?;
        let look = |back: TimeDelta| {
            let range = Window {
                from: at.checked_sub_signed(back)?,
                until: after,
            };
            let last = self.closed_between(zone, range).pop()?;
            (last.until == after && last.from > range.from).then_some(last.from)
        };
        look(NEAR).or_else(|| look(HORIZON))
    }

    /// Its state at an instant, and when that changes.
    #[must_use]
    pub fn state_at(&self, zone: &dyn Zone, at: Timestamp) -> StateAt {
        state_of_all(&[(self, zone)], at)
    }
}

/// The state of several calendars together, open while all of them are, and when that changes.
#[must_use]
pub fn state_of_all(calendars: &[(&Calendar, &dyn Zone)], at: Timestamp) -> StateAt {
    let near = look(calendars, at, NEAR);
    match near.next {
        Some(_) => near,
        None => look(calendars, at, HORIZON),
    }
}

fn look(calendars: &[(&Calendar, &dyn Zone)], at: Timestamp, ahead: TimeDelta) -> StateAt {
    let until = at.checked_add_signed(ahead).unwrap_or(at);
    let range = Window { from: at, until };
    let closed = calendars
        .iter()
        .flat_map(|(calendar, zone)| calendar.closed_between(*zone, range));
    let closed = union(closed.collect());
    match closed.first() {
        Some(first) if first.from == at => StateAt {
            state: CalendarState::Closed,
            next: Some(first.until).filter(|next| *next < until),
        },
        first => StateAt {
            state: CalendarState::Open,
            next: first.map(|first| first.from),
        },
    }
}
