//! How controls stood on the days before.

use std::collections::HashMap;

use domain::{
    standard::{Score, StatusCounts},
    time::Timestamp,
};

use crate::store::standard_scores::ScoreRow;

/// Days that are shown, today among them.
pub const DAYS: i64 = 30;
/// Days that are kept.
pub(super) const KEPT: i64 = 400;

const SECONDS_OF_A_DAY: i64 = 86_400;

/// The score of one day, as it was last computed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayScore {
    /// Midnight UTC at which the day began.
    pub day: Timestamp,
    /// Nothing where none was computed, or where no control had a result.
    pub score: Option<Score>,
}

/// The day of UTC that an instant is on, in days since 1970.
pub(super) fn day_of(at: Timestamp) -> i64 {
    at.timestamp().div_euclid(SECONDS_OF_A_DAY)
}

/// How controls stood in a row.
pub(super) fn counts_of(row: &ScoreRow) -> StatusCounts {
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    StatusCounts {
        failed: count(row.failed),
        unknown: count(row.unknown),
        passed: count(row.passed),
        no_data: count(row.no_data),
        disabled: count(row.disabled),
    }
}

/// The days that are shown, of which today is as it is `now`.
pub(super) fn days(
    at: Timestamp,
    kept: &HashMap<i64, StatusCounts>,
    now: &StatusCounts,
) -> Vec<DayScore> {
    let today = day_of(at);
    let days = today - DAYS + 1..=today;
    days.map(|day| DayScore {
        day: Timestamp::from_timestamp(day * SECONDS_OF_A_DAY, 0).unwrap_or(at),
        score: match day == today {
            true => now.score(),
            false => kept.get(&day).and_then(StatusCounts::score),
        },
    })
    .collect()
}
