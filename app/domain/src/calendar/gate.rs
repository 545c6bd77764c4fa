//! What keeps a change from starting: closed calendars and freezes of its places.

use serde::{Deserialize, Serialize};

use super::{Calendar, Freeze, FreezeStrength, Window, Zone, touches};
use crate::{id::CalendarId, scope::Scope, time::Timestamp};

text_enum! {
    /// When something that is in the way of a change is first in its way. It is the one rule by which a strip says what
    /// the start will meet: what is there at the start keeps the change from starting, and what comes later only warns,
    /// since a change that runs is not stopped.
    Meets {
        /// At the start, which it holds.
        AtStart = "at_start",
        /// After the start, before the end.
        Later = "later",
    }
}

impl Meets {
    /// When something that begins at `from`, and lies in a window from `start` on, is first in its way.
    #[must_use]
    pub fn of(from: Timestamp, start: Timestamp) -> Self {
        match from <= start {
            true => Self::AtStart,
            false => Self::Later,
        }
    }
}

/// A calendar that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarClosed {
    /// Which.
    pub id: CalendarId,
    /// Its name.
    pub name: String,
    /// The place that it holds for.
    pub scope: Scope,
    /// The first instant of the window that was asked for at which it is closed.
    pub closed_at: Timestamp,
    /// When it closed, which may be long before the window; nothing where that is not within [`super::HORIZON`].
    pub since: Option<Timestamp>,
    /// When it opens, if that is known.
    pub opens_at: Option<Timestamp>,
}

/// What stands in the way of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The calendars that are closed.
    pub closed_calendars: Vec<CalendarClosed>,
    /// The freezes that block.
    pub hard: Vec<Freeze>,
    /// The freezes that warn.
    pub soft: Vec<Freeze>,
}

impl Gate {
    /// Whether a change may start: soft freezes only warn.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed_calendars.is_empty() && self.hard.is_empty()
    }

    /// What holds a change, by name: "the calendar Office hours, the freeze Quarter close". Empty where it may start.
    #[must_use]
    pub fn because(&self) -> String {
        let calendars = self.closed_calendars.iter();
        let calendars = calendars.map(|calendar| format!("the calendar {}", calendar.name));
        let freezes = self
            .hard
            .iter()
            .map(|freeze| format!("the freeze {}", freeze.called()));
        let all: Vec<String> = calendars.chain(freezes).collect();
        all.join(", ")
    }
}

/// What stands in the way of something in these places at some time of the window. What of it [`Meets::AtStart`] is
/// what [`gate`] says of the window's first instant alone.
#[must_use]
pub fn gate(
    calendars: &[(&Calendar, &dyn Zone)],
    freezes: Vec<Freeze>,
    places: &[Scope],
    window: Window,
) -> Gate {
    let concerns = |scope: &Scope| places.iter().any(|place| touches(scope, place));
    let closed = calendars
        .iter()
        .filter(|(calendar, _)| concerns(&calendar.plan.scope))
        .filter_map(|(calendar, zone)| {
            let closed = calendar.closed_between(*zone, window);
            let closed_at = closed.first()?.from;
            Some(CalendarClosed {
                id: calendar.id,
                name: calendar.plan.name.clone(),
                scope: calendar.plan.scope.clone(),
                closed_at,
                since: calendar.closed_since(*zone, closed_at),
                opens_at: calendar.state_at(*zone, closed_at).next,
            })
        });
    let holding = freezes
        .into_iter()
        .filter(|freeze| freeze.holds(places, window));
    let (hard, soft) = holding.partition(|freeze| freeze.strength == FreezeStrength::Hard);
    Gate {
        closed_calendars: closed.collect(),
        hard,
        soft,
    }
}

/// How often another time is tried before none is offered.
const TRIES: usize = 100;

/// The first time from `window` on at which something so long could be done in these places, with nothing in its way
/// from its beginning to its end. Nothing where none is found soon.
#[must_use]
pub fn next_free(
    calendars: &[(&Calendar, &dyn Zone)],
    freezes: &[Freeze],
    places: &[Scope],
    mut window: Window,
) -> Option<Window> {
    let length = window.until - window.from;
    for _ in 0..TRIES {
        let found = gate(calendars, freezes.to_vec(), places, window);
        if found.is_open() {
            return Some(window);
        }
        let closed = found.closed_calendars.iter();
        let opens = closed.map(|closed| closed.opens_at);
        let ends = found.hard.iter().map(|freeze| Some(freeze.until));
        // One that never opens leaves no time at all.
        let from = opens
            .chain(ends)
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .max()?;
        window = Window {
            from,
            until: from + length,
        };
    }
    None
}
