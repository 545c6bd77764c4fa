//! What a finding is to one reader at one moment: how old, and whether it is new to them.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::deadlines::Deadlines;
use crate::time::Timestamp;

text_enum! {
    /// How old a finding is, in days of UTC between the day it was made and today.
    AgeBand {
        /// Made today.
        Today = "today",
        /// 1 to 6 days before.
        Week = "week",
        /// 7 to 29 days before.
        Month = "month",
        /// 30 to 89 days before.
        Quarter = "quarter",
        /// 90 days before, or more.
        Older = "older",
    }
}

impl AgeBand {
    /// Days before today at which the bands after the first begin.
    const FIRST_DAYS: [i64; 4] = [1, 7, 30, 90];

    /// The words as a page shows them.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Week => "1 to 6 days",
            Self::Month => "7 to 29 days",
            Self::Quarter => "30 to 89 days",
            Self::Older => "90 days and more",
        }
    }

    /// The last day of each band but the first, as days since 1970: one made on it, or before, is in that band or a later one.
    #[must_use]
    pub fn last_days(now: Timestamp) -> [i64; 4] {
        Self::FIRST_DAYS.map(|days| day(now) - days)
    }

    /// The band of a finding by the day it was made, as days since 1970. One from the future is of today.
    #[must_use]
    pub fn of_day(made: i64, last_days: [i64; 4]) -> Self {
        let at = last_days.iter().filter(|last| made <= **last).count();
        Self::ALL[at]
    }
}

/// The day of UTC, as days since 1970.
#[must_use]
pub const fn day(at: Timestamp) -> i64 {
    at.timestamp().div_euclid(TimeDelta::days(1).num_seconds())
}

text_enum! {
    /// Whether a reader knows a finding already.
    Seen {
        /// It came since they last said that everything is seen.
        No = "no",
        /// It was there then.
        Yes = "yes",
    }
}

impl Seen {
    /// The words as a page shows them.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::No => "New to you",
            Self::Yes => "Seen before",
        }
    }
}

text_enum! {
    /// When the suppression ends that hides a finding.
    UntilBand {
        /// Within a day, or its end is being carried out.
        Day = "day",
        /// Within 7 days.
        Week = "week",
        /// Within 30 days.
        Month = "month",
        /// Later.
        Later = "later",
        /// Never: it was suppressed without an end, here or in AWS.
        Never = "never",
    }
}

impl UntilBand {
    /// The words as a page shows them.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Day => "Within a day",
            Self::Week => "Within 7 days",
            Self::Month => "Within 30 days",
            Self::Later => "Later",
            Self::Never => "No end",
        }
    }

    /// The band of an end.
    #[must_use]
    pub fn of(until: Timestamp, now: Timestamp) -> Self {
        match until - now {
            left if left <= TimeDelta::days(1) => Self::Day,
            left if left <= TimeDelta::days(7) => Self::Week,
            left if left <= TimeDelta::days(30) => Self::Month,
            _ => Self::Later,
        }
    }
}

/// Who reads, and when: what the facets of the moment are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standpoint {
    /// Now.
    pub now: Timestamp,
    /// The last row number that the reader has seen; findings are numbered as they come.
    pub seen: u32,
    /// How long findings may stay open.
    pub deadlines: Deadlines,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_micros;

    #[test]
    fn bands_change_at_midnight_of_utc() {
        let now = from_micros(100 * 86_400_000_000 + 3_600_000_000);
        let of = |days: i64| AgeBand::of_day(100 - days, AgeBand::last_days(now));
        let bands = [0, 1, 6, 7, 29, 30, 89, 90, 9_000].map(of);
        use AgeBand::{Month, Older, Quarter, Today, Week};
        assert_eq!(
            bands,
            [
                Today, Week, Week, Month, Month, Quarter, Quarter, Older, Older
            ]
        );
        assert_eq!(of(-3), Today);
        assert_eq!(day(from_micros(-1)), -1);
    }
}
