//! The score of a standard: which share of its controls that say something passed.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ControlStatus;

/// A share in whole percent, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Score(u8);

impl Score {
    /// The share in whole percent.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

/// How many controls stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCounts {
    /// Failed.
    pub failed: u32,
    /// Unknown.
    pub unknown: u32,
    /// Passed.
    pub passed: u32,
    /// Without findings that count.
    pub no_data: u32,
    /// Switched off.
    pub disabled: u32,
}

impl StatusCounts {
    /// One control more.
    pub const fn add(&mut self, status: ControlStatus) {
        *self.of_mut(status) += 1;
    }

    /// How many stand so.
    #[must_use]
    pub const fn of(&self, status: ControlStatus) -> u32 {
        match status {
            ControlStatus::Failed => self.failed,
            ControlStatus::Unknown => self.unknown,
            ControlStatus::Passed => self.passed,
            ControlStatus::NoData => self.no_data,
            ControlStatus::Disabled => self.disabled,
        }
    }

    const fn of_mut(&mut self, status: ControlStatus) -> &mut u32 {
        match status {
            ControlStatus::Failed => &mut self.failed,
            ControlStatus::Unknown => &mut self.unknown,
            ControlStatus::Passed => &mut self.passed,
            ControlStatus::NoData => &mut self.no_data,
            ControlStatus::Disabled => &mut self.disabled,
        }
    }

    /// The controls that the score is made of: those that say something.
    #[must_use]
    pub const fn with_result(&self) -> u32 {
        self.failed + self.unknown + self.passed
    }

    /// Passed of those with a result, rounded to whole percent, a half upwards. Where none has a result there is nothing to
    /// score, which is not 0 %.
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        let (passed, all) = (u64::from(self.passed), u64::from(self.with_result()));
        let rounded = (200 * passed + all).checked_div(2 * all)?;
        u8::try_from(rounded).ok().map(Score)
    }
}

impl FromIterator<ControlStatus> for StatusCounts {
    fn from_iter<T: IntoIterator<Item = ControlStatus>>(statuses: T) -> Self {
        let mut counts = Self::default();
        for status in statuses {
            counts.add(status);
        }
        counts
    }
}
