//! The beat of a worker that polls.

use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior, interval};

/// Beats at once and then every `period`; a beat that was missed is not made up for.
pub(super) fn every(period: Duration) -> Interval {
    let mut timer = interval(period.max(Duration::from_millis(100)));
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    timer
}
