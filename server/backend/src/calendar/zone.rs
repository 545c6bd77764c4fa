//! Time zones by name, from the tables that are built in.

use chrono::{MappedLocalTime, NaiveDateTime, Offset as _, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use domain::{
    calendar::{CalendarCode, Instants, Zone},
    time::Timestamp,
};

/// A zone of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableZone(Tz);

/// How far around a skipped time is looked for the moment at which clocks are changed.
const AROUND: TimeDelta = TimeDelta::days(2);

impl TableZone {
    /// The zone of that name.
    ///
    /// # Errors
    /// [`CalendarCode::Zone`] where there is none.
    pub fn named(name: &str) -> Result<Self, CalendarCode> {
        name.parse().map(Self).map_err(|_| CalendarCode::Zone)
    }

    /// The first instant after the clocks skip `local`: the two sides of it differ in how far they are from UTC.
    fn after_gap(self, local: NaiveDateTime) -> Timestamp {
        let offset = |at: i64| {
            let at = Utc.timestamp_opt(at, 0).single().unwrap_or_default();
            self.0.offset_from_utc_datetime(&at.naive_utc()).fix()
        };
        let middle = local.and_utc();
        let (mut before, mut after) =
            ((middle - AROUND).timestamp(), (middle + AROUND).timestamp());
        let old = offset(before);
        while after - before > 1 {
            let between = before + (after - before) / 2;
            match offset(between) == old {
                true => before = between,
                false => after = between,
            }
        }
        Utc.timestamp_opt(after, 0).single().unwrap_or(middle)
    }
}

impl Zone for TableZone {
    fn instants(&self, local: NaiveDateTime) -> Instants {
        match self.0.from_local_datetime(&local) {
            MappedLocalTime::Single(at) => Instants::One(at.to_utc()),
            MappedLocalTime::Ambiguous(one, other) => Instants::Overlap {
                first: one.to_utc().min(other.to_utc()),
                second: one.to_utc().max(other.to_utc()),
            },
            MappedLocalTime::None => Instants::Gap {
                ends: self.after_gap(local),
            },
        }
    }

    fn local(&self, at: Timestamp) -> NaiveDateTime {
        at.with_timezone(&self.0).naive_local()
    }
}
