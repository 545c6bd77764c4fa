//! How old what a source last said is, and what may be believed of it.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::SourceFault;
use crate::time::Timestamp;

text_enum! {
    /// What may be believed of a source, best first.
    FreshnessState {
        /// Its last good answer is no older than the limit.
        Live = "live",
        /// It is older: values stand, marked as old.
        Stale = "stale",
        /// It is older than twice the limit, or there never was one: values are unknown.
        Blind = "blind",
    }
}

/// The age of a source's answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// The last good answer.
    pub last_good: Option<Timestamp>,
    /// The last attempt.
    pub last_try: Option<Timestamp>,
    /// Why the last attempt failed, if it did.
    pub fault: Option<SourceFault>,
    /// Seconds between polls.
    pub interval_s: i64,
}

impl Freshness {
    /// How old an answer may be before it is stale: three polls.
    #[must_use]
    pub fn limit(&self) -> TimeDelta {
        TimeDelta::seconds(
            self.interval_s
                .max(1)
                .saturating_mul(3)
                .min(i64::from(u32::MAX)),
        )
    }

    /// How old the last good answer is at `now`, never negative; `None` when there was none.
    #[must_use]
    pub fn age(&self, now: Timestamp) -> Option<TimeDelta> {
        self.last_good.map(|at| (now - at).max(TimeDelta::zero()))
    }

    /// Whether AWS does not offer it to this account and never did, so that there is nothing to wait for.
    #[must_use]
    pub const fn is_not_set_up(&self) -> bool {
        let closed = matches!(
            self.fault,
            Some(SourceFault::NoSupportPlan | SourceFault::NotEnabled(_))
        );
        closed && self.last_good.is_none()
    }

    /// What may be believed at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> FreshnessState {
        match self.age(now) {
            Some(age) if age <= self.limit() => FreshnessState::Live,
            Some(age) if age <= self.limit() * 2 => FreshnessState::Stale,
            _ => FreshnessState::Blind,
        }
    }

    /// Until when its state at `now` holds if it does not answer before; what is blind stays so.
    #[must_use]
    pub fn turns_at(&self, now: Timestamp) -> Option<Timestamp> {
        let limit = match self.state(now) {
            FreshnessState::Live => self.limit(),
            FreshnessState::Stale => self.limit() * 2,
            FreshnessState::Blind => return None,
        };
        self.last_good.map(|at| at + limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polled(last_good: Option<i64>) -> Freshness {
        Freshness {
            last_good: last_good.map(at),
            last_try: None,
            fault: None,
            interval_s: 20,
        }
    }

    fn at(second: i64) -> Timestamp {
        crate::time::from_micros(second * 1_000_000)
    }

    #[test]
    fn age_decides_and_the_limits_belong_to_the_better_state() {
        assert_eq!(polled(None).state(at(0)), FreshnessState::Blind);
        for (now, state) in [
            (0, FreshnessState::Live),
            (60, FreshnessState::Live),
            (61, FreshnessState::Stale),
            (120, FreshnessState::Stale),
            (121, FreshnessState::Blind),
        ] {
            assert_eq!(polled(Some(0)).state(at(now)), state, "at {now} s");
        }
    }

    #[test]
    fn a_state_holds_to_the_end_of_its_limit() {
        for (now, turns) in [(0, Some(60)), (60, Some(60)), (61, Some(120)), (121, None)] {
            let expected = turns.map(at);
            assert_eq!(polled(Some(0)).turns_at(at(now)), expected, "at {now} s");
        }
        assert_eq!(polled(None).turns_at(at(0)), None);
    }

    #[test]
    fn a_clock_that_went_back_makes_nothing_older() {
        assert_eq!(polled(Some(100)).state(at(0)), FreshnessState::Live);
    }
}
