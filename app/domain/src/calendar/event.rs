//! An event of a calendar: once, or every week.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{CalendarCode, Weekdays, Window, Zone, name};
use crate::{id::CalendarEventId, time::Timestamp, version::Version};

/// How long an event may last.
pub(super) const MAX_LENGTH: TimeDelta = TimeDelta::days(366);
/// How long one that comes every week may last.
pub const MAX_WEEKLY: TimeDelta = TimeDelta::days(7);
/// No zone is farther from UTC than this.
const FARTHEST: Days = Days::new(2);

text_enum! {
    /// Whether an event counts.
    EventKind {
        /// It turns the calendar's default round.
        Standard = "standard",
        /// It only tells.
        Advisory = "advisory",
    }
}

/// How often an event comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recurrence {
    /// Once.
    Once,
    /// On these days of every week, from the day on which it begins for the first time.
    Weekly {
        /// The days on which it begins.
        days: Weekdays,
        /// The last day on which it may begin.
        until: Option<NaiveDate>,
    },
}

/// What somebody says of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPlan {
    /// Its title.
    pub title: String,
    /// Whether it counts.
    pub kind: EventKind,
    /// When it begins, for the first time, by the calendar's clock.
    pub starts: NaiveDateTime,
    /// When it has ended, by the same clock.
    pub ends: NaiveDateTime,
    /// How often it comes.
    pub recurrence: Recurrence,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEvent {
    /// Which.
    pub id: CalendarEventId,
    /// The fence for a change.
    pub version: Version,
    /// What was said of it.
    pub plan: EventPlan,
}

impl EventPlan {
    /// Holds it to the rules.
    ///
    /// # Errors
    /// The rule that it misses.
    pub fn checked(self) -> Result<Self, CalendarCode> {
        let title = name(&self.title, CalendarCode::Name)?;
        let length = self.ends - self.starts;
        if length <= TimeDelta::zero() {
            return Err(CalendarCode::EndsFirst);
        }
        if length > MAX_LENGTH {
            return Err(CalendarCode::TooLong);
        }
        if let Recurrence::Weekly { days, until } = self.recurrence {
            if days.is_empty() {
                return Err(CalendarCode::NoDay);
            }
            if length > MAX_WEEKLY {
                return Err(CalendarCode::WeekTooLong);
            }
            if until.is_some_and(|until| until < self.starts.date()) {
                return Err(CalendarCode::Until);
            }
        }
        Ok(Self { title, ..self })
    }

    /// When it takes place, as far as that touches `range`. One that a night swallows whole is left out.
    #[must_use]
    pub fn occurrences(&self, zone: &dyn Zone, range: Window) -> Vec<Window> {
        let length = self.ends - self.starts;
        let at = |starts: NaiveDateTime| Window {
            from: zone.instants(starts).taken(),
            until: zone.instants(starts + length).taken(),
        };
        let touches = |window: &Window| window.from < window.until && window.meets(&range);
        let (days, until) = match self.recurrence {
            Recurrence::Once => return Some(at(self.starts)).filter(touches).into_iter().collect(),
            Recurrence::Weekly { days, until } => (days, until),
        };
        let (first, last) = begins_between(range, length);
        let first = first.max(self.starts.date());
        let last = until.map_or(last, |until| last.min(until));
        first
            .iter_days()
            .take_while(|day| *day <= last)
            .filter(|day| days.contains(day.weekday()))
            .map(|day| at(day.and_time(self.starts.time())))
            .filter(touches)
            .collect()
    }
}

/// The days on which something so long may begin that touches the range, wherever the zone is.
fn begins_between(range: Window, length: TimeDelta) -> (NaiveDate, NaiveDate) {
    let day = |at: Timestamp| at.date_naive();
    let longest = day(range.from) - length.max(TimeDelta::zero());
    let first = longest.checked_sub_days(FARTHEST).unwrap_or(longest);
    let last = day(range.until);
    (first, last.checked_add_days(FARTHEST).unwrap_or(last))
}
