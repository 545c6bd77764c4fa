//! How far a long read has come, and how long the rest of it takes.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// How many pages of findings a second AWS gives one account and region (AWS, "Security Hub quotas", `GetFindings`).
pub const FINDING_PAGES_PER_SECOND: u32 = 3;

/// How long AWS keeps an active finding after its last update (AWS, "Security Hub quotas").
const KEPT: TimeDelta = TimeDelta::days(90);

/// How far a long sync has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncProgress {
    /// Pages taken in.
    pub pages: i64,
    /// Records taken in.
    pub records: i64,
    /// When the first page was taken in.
    pub began_at: Option<Timestamp>,
    /// The update of a record up to which all was read, for a source that is read in that order.
    pub read_up_to: Option<Timestamp>,
}

impl SyncProgress {
    /// Pages a second since the first one, in tenths; `None` before a second has passed.
    #[must_use]
    pub fn tenths_of_pages_a_second(&self, now: Timestamp) -> Option<i64> {
        let seconds = (now - self.began_at?).num_seconds();
        (seconds > 0).then(|| self.pages.saturating_mul(10) / seconds)
    }

    /// How much of the time that AWS keeps lies behind, in percent below 100: records come in the order of their
    /// updates. `None` where nothing says it, or all that was read is older than that.
    fn percent(&self, now: Timestamp) -> Option<i64> {
        let left = (now - self.read_up_to?).max(TimeDelta::zero());
        let done = KEPT - left;
        let percent = 100 * done.num_seconds() / KEPT.num_seconds();
        (percent > 0).then_some(percent.min(99))
    }

    /// How long the rest takes at least at `per_second` pages a second: as if updates were spread evenly over the time
    /// that AWS keeps, though most are of the last days. `None` where nothing says it, or that is no time at all.
    #[must_use]
    pub fn remaining(&self, now: Timestamp, per_second: u32) -> Option<TimeDelta> {
        let percent = self.percent(now)?;
        let pages = self.pages.saturating_mul(100 - percent) / percent;
        let seconds = pages / i64::from(per_second.max(1));
        (seconds > 0).then(|| TimeDelta::seconds(seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_micros;

    fn at(day: i64) -> Timestamp {
        from_micros(day * 86_400_000_000)
    }

    fn read(pages: i64, up_to: Option<i64>) -> SyncProgress {
        SyncProgress {
            pages,
            records: pages * 100,
            began_at: Some(at(1_000) - TimeDelta::seconds(40)),
            read_up_to: up_to.map(at),
        }
    }

    #[test]
    fn what_lies_behind_says_how_long_the_rest_takes_at_least() {
        let half = read(90, Some(955));
        assert_eq!(half.percent(at(1_000)), Some(50));
        assert_eq!(half.remaining(at(1_000), 3), Some(TimeDelta::seconds(30)));
        assert_eq!(half.tenths_of_pages_a_second(at(1_000)), Some(22));
    }

    #[test]
    fn nothing_is_said_of_what_nobody_knows() {
        for nothing in [read(5, None), read(5, Some(800)), SyncProgress::default()] {
            assert_eq!(nothing.remaining(at(1_000), 3), None, "{nothing:?}");
        }
        assert_eq!(
            SyncProgress::default().tenths_of_pages_a_second(at(1)),
            None
        );
        let ahead = read(5, Some(2_000));
        assert_eq!(
            ahead.percent(at(1_000)),
            Some(99),
            "it is not over before it is"
        );
    }
}
