//! A set of weekdays.

use std::{fmt, str::FromStr};

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::CalendarCode;

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

/// Days of the week, Monday first.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Weekdays(u8);

impl Weekdays {
    /// The same with one day more.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | 1 << day.num_days_from_monday())
    }

    /// Whether the day is among them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<T: IntoIterator<Item = Weekday>>(days: T) -> Self {
        days.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = DAYS.iter().filter(|(day, _)| self.contains(*day));
        let words: Vec<&str> = words.map(|(_, word)| *word).collect();
        f.write_str(&words.join(","))
    }
}

impl FromStr for Weekdays {
    type Err = CalendarCode;

    fn from_str(text: &str) -> Result<Self, CalendarCode> {
        let words = text.split(',').filter(|word| !word.is_empty());
        words
            .map(|word| DAYS.iter().find(|(_, known)| *known == word))
            .map(|found| found.map(|(day, _)| *day).ok_or(CalendarCode::NoDay))
            .collect()
    }
}
