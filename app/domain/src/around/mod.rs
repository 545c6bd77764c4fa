//! What happened around one moment at one place: how far one looks, and what of it is told.

#[cfg(test)]
mod tests;

use chrono::TimeDelta;

use crate::{scope::MatchLevel, strip::Link, time::Timestamp};

text_enum! {
    /// How far one looks to both sides of a moment.
    Span {
        /// An hour.
        Hour = "1h",
        /// A day.
        Day = "24h",
        /// A week.
        Week = "7d",
    }
}

impl Span {
    /// How long each side is.
    #[must_use]
    pub const fn length(self) -> TimeDelta {
        match self {
            Self::Hour => TimeDelta::hours(1),
            Self::Day => TimeDelta::days(1),
            Self::Week => TimeDelta::days(7),
        }
    }

    /// The time around a moment, of which what lies after `now` has not happened yet.
    #[must_use]
    pub fn around(self, moment: Timestamp, now: Timestamp) -> Window {
        // A product may report any instant that can be written, the first and the last among them.
        let from = moment.checked_sub_signed(self.length());
        let until = moment.checked_add_signed(self.length());
        Window {
            from: from.unwrap_or(moment),
            until: until.unwrap_or(moment).min(now),
        }
    }
}

/// A stretch of time; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends; before `from` where nothing of it has come yet.
    pub until: Timestamp,
}

impl Window {
    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at <= self.until
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// How near.
    pub level: MatchLevel,
    /// To what; the newest where it happened to several things at once.
    pub link: Link,
    /// What, as one sentence without its stop.
    pub text: String,
}

/// At most `most` of what happened, the nearest first and of those the newest, and how many more there were.
#[must_use]
pub fn nearest_first(mut all: Vec<Happening>, most: usize) -> (Vec<Happening>, u64) {
    all.sort_by(|one, two| {
        let nearer = (two.level, two.at).cmp(&(one.level, one.at));
        nearer.then_with(|| (&one.link, &one.text).cmp(&(&two.link, &two.text)))
    });
    let left_out = all.len().saturating_sub(most) as u64;
    all.truncate(most);
    (all, left_out)
}
