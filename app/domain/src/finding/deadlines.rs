//! Deadlines: how long a finding may stay open, by its severity, and where one stands in that time.
//!
//! Days are those of UTC, and the last one counts whole: a clock runs out at midnight, so that nobody has less than the
//! days that were set, and what is overdue changes once a day and is counted ahead.

use serde::{Deserialize, Serialize};

use super::{
    list::FindingSummary,
    moment::day,
    words::{RecordState, Severity, WorkflowStatus},
};
use crate::time::{Timestamp, from_micros};

const MICROS_A_DAY: i64 = 86_400_000_000;

text_enum! {
    /// Where a finding stands in the time that it may stay open.
    Due {
        /// Its time is over.
        Overdue = "overdue",
        /// It is in the last quarter of its days, and in the last seven.
        Soon = "soon",
        /// There is more time.
        Later = "later",
        /// It has no clock: nobody has to act on it, or its severity has no limit.
        NoClock = "none",
    }
}

impl Due {
    /// The words as a page shows them.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Soon => "Due soon",
            Self::Later => "Due later",
            Self::NoClock => "No deadline",
        }
    }
}

/// How many days a finding of each severity may stay open after the day it was made, in the order of [`Severity::ALL`];
/// a severity without a limit has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Deadlines([Option<u16>; Severity::ALL.len()]);

impl Default for Deadlines {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// A number of days that is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a limit is 1 to {} days, or blank for none", Deadlines::MAX_DAYS)]
pub struct InvalidLimit;

impl Deadlines {
    /// Those of FedRAMP for remediation (Continuous Monitoring Strategy Guide: High 30 days, Moderate 90, Low 180);
    /// seven for Critical, which it does not know, is ours, and so is that what is only informational has no limit.
    pub const STANDARD: Self = Self([None, Some(180), Some(90), Some(30), Some(7)]);
    /// The longest limit: ten years.
    pub const MAX_DAYS: u16 = 3_650;
    /// At most so many last days of a limit are soon.
    const SOON_DAYS: u16 = 7;

    /// The same with another limit for one severity, in days.
    ///
    /// # Errors
    /// [`InvalidLimit`] for less than a day or more than [`Self::MAX_DAYS`].
    pub fn with(mut self, severity: Severity, days: Option<i64>) -> Result<Self, InvalidLimit> {
        let checked = |days: i64| {
            let days = u16::try_from(days).ok();
            days.filter(|days| (1..=Self::MAX_DAYS).contains(days))
        };
        self.0[severity as usize] = match days {
            Some(days) => Some(checked(days).ok_or(InvalidLimit)?),
            None => None,
        };
        Ok(self)
    }

    /// The limit of a severity in days, if it has one.
    #[must_use]
    pub const fn days(self, severity: Severity) -> Option<u16> {
        self.0[severity as usize]
    }

    /// The day of UTC at whose beginning the time of a finding is over, by the day since which it is open; both as days since 1970.
    #[must_use]
    pub fn due_day(self, severity: Severity, since: i64) -> Option<i64> {
        let days = self.days(severity)?;
        Some(since + i64::from(days) + 1)
    }

    /// The midnight of UTC at which the time of a finding is over, were it open.
    #[must_use]
    pub fn due_at(self, severity: Severity, open_since: Timestamp) -> Option<Timestamp> {
        let due = self.due_day(severity, day(open_since))?;
        Some(from_micros(due.saturating_mul(MICROS_A_DAY)))
    }

    /// The days of UTC, as days since 1970, from which on what is open since is not overdue yet, and not soon due yet.
    #[must_use]
    pub fn first_days(self, severity: Severity, now: Timestamp) -> Option<[i64; 2]> {
        let days = self.days(severity)?;
        let soon = days.div_ceil(4).min(Self::SOON_DAYS);
        let first = day(now) - i64::from(days);
        Some([first, first + i64::from(soon)])
    }

    /// Where an open finding stands by the day since which it is open, as days since 1970.
    #[must_use]
    pub fn of_day(self, severity: Severity, since: i64, now: Timestamp) -> Due {
        match self.first_days(severity, now) {
            None => Due::NoClock,
            Some([first, _]) if since < first => Due::Overdue,
            Some([_, later]) if since < later => Due::Soon,
            Some(_) => Due::Later,
        }
    }

    /// Where a finding stands in its time, and when that is over; only an open one has a clock.
    #[must_use]
    pub fn of(self, finding: &FindingSummary, now: Timestamp) -> (Due, Option<Timestamp>) {
        let due = match has_clock(finding.record_state, finding.workflow) {
            true => self.of_day(finding.severity, day(finding.open_since), now),
            false => Due::NoClock,
        };
        let at = self.due_at(finding.severity, finding.open_since);
        (due, at.filter(|_| due != Due::NoClock))
    }
}

/// Whether a finding has a clock: the provider still reports it and somebody has to act. One that is suppressed rests.
#[must_use]
pub const fn has_clock(record_state: RecordState, workflow: WorkflowStatus) -> bool {
    matches!(record_state, RecordState::Active) && workflow.is_open()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = MICROS_A_DAY;

    fn at(micros: i64) -> Timestamp {
        from_micros(micros)
    }

    fn with(days: i64) -> Deadlines {
        let set = Deadlines::default().with(Severity::High, Some(days));
        set.expect("a limit")
    }

    fn stands(deadlines: Deadlines, open_since: Timestamp, now: Timestamp) -> Due {
        deadlines.of_day(Severity::High, day(open_since), now)
    }

    #[test]
    fn a_clock_begins_with_the_day_and_ends_at_midnight() {
        let open_since = at(100 * DAY + 5);
        let due = with(30).due_at(Severity::High, open_since);
        assert_eq!(due, Some(at(131 * DAY)));
        let of = |now| stands(with(30), open_since, at(now));
        assert_eq!(of(100 * DAY + 5), Due::Later);
        assert_eq!(of(124 * DAY - 1), Due::Later);
        assert_eq!(of(124 * DAY), Due::Soon);
        assert_eq!(of(131 * DAY - 1), Due::Soon);
        assert_eq!(of(131 * DAY), Due::Overdue);
        let shortest = |now| stands(with(1), open_since, at(now));
        let days = [100, 101, 102].map(|day| shortest(day * DAY));
        assert_eq!(days, [Due::Later, Due::Soon, Due::Overdue]);
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        for days in [i64::MIN, -1, 0, 3_651, 65_537, i64::MAX] {
            let set = Deadlines::default().with(Severity::Low, Some(days));
            assert_eq!(set, Err(InvalidLimit), "{days}");
        }
        let none = Deadlines::default().with(Severity::Low, None);
        assert_eq!(none.expect("no limit").days(Severity::Low), None);
        assert_eq!(
            InvalidLimit.to_string(),
            "a limit is 1 to 3650 days, or blank for none"
        );
    }

    #[test]
    fn only_what_somebody_has_to_act_on_has_a_clock() {
        let clocks = WorkflowStatus::ALL
            .iter()
            .filter(|status| has_clock(RecordState::Active, **status));
        assert_eq!(clocks.count(), 2);
        assert!(!has_clock(RecordState::Active, WorkflowStatus::Suppressed));
        assert!(!has_clock(RecordState::Archived, WorkflowStatus::New));
    }

    fn instant() -> impl Strategy<Value = Timestamp> {
        (-40_000 * DAY..80_000 * DAY).prop_map(at)
    }

    proptest! {
        #[test]
        fn it_is_overdue_exactly_from_its_end_on(open_since in instant(), now in instant(), days in 1i64..=3_650) {
            let deadlines = with(days);
            let end = deadlines.due_at(Severity::High, open_since).expect("a limit");
            let overdue = stands(deadlines, open_since, now) == Due::Overdue;
            prop_assert_eq!(overdue, now >= end);
            // Nobody has less than the days that were set, nor a day more.
            let lasts = end - open_since;
            prop_assert!(lasts > TimeDelta::days(days) && lasts <= TimeDelta::days(days + 1));
        }

        #[test]
        fn soon_is_the_last_quarter_and_at_most_a_week(open_since in instant(), now in instant(), days in 1i64..=3_650) {
            let deadlines = with(days);
            let left = deadlines.due_at(Severity::High, open_since).expect("a limit") - now;
            let due = stands(deadlines, open_since, now);
            if due == Due::Soon {
                prop_assert!(left > TimeDelta::zero() && left <= TimeDelta::days(7));
                prop_assert!(left.num_hours() <= 24 * (days + 3) / 4);
            }
            if left > TimeDelta::zero() && left <= TimeDelta::days(1) {
                prop_assert_eq!(due, Due::Soon, "its last day is soon");
            }
        }

        #[test]
        fn more_days_make_nothing_overdue(open_since in instant(), now in instant(), days in 1i64..3_650) {
            let overdue = |days| stands(with(days), open_since, now) == Due::Overdue;
            prop_assert!(overdue(days) || !overdue(days + 1));
        }
    }
}
