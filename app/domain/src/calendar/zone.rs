//! Local time and instants, with the nights on which clocks are changed.

use chrono::NaiveDateTime;

use crate::time::Timestamp;

/// Where a local time lies on the line of instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instants {
    /// It comes once.
    One(Timestamp),
    /// Clocks skip it; carries the moment at which they skip.
    Gap {
        /// The first instant after the skipped time.
        ends: Timestamp,
    },
    /// Clocks show it twice.
    Overlap {
        /// For the first time.
        first: Timestamp,
        /// For the second time.
        second: Timestamp,
    },
}

impl Instants {
    /// The instant that a calendar takes: the end of a gap, the first of two.
    #[must_use]
    pub const fn taken(self) -> Timestamp {
        match self {
            Self::One(at) | Self::Gap { ends: at } | Self::Overlap { first: at, .. } => at,
        }
    }
}

/// A time zone. The tables behind it are not known here.
pub trait Zone {
    /// The instants of a local time.
    fn instants(&self, local: NaiveDateTime) -> Instants;

    /// What a clock there shows.
    fn local(&self, at: Timestamp) -> NaiveDateTime;
}
