//! The last hours of an endpoint: minutes gathered into slices of the clock. What nobody heard stays a gap.

use chrono::TimeDelta;

use super::{Enabled, EndpointStatus, Standing};
use crate::{
    chart::{Mark, Point},
    time::Timestamp,
};

/// Marks of a day's strip: quarters of an hour.
pub const QUARTERS: usize = 96;

/// One minute of a check's history.
#[derive(Debug, Clone, PartialEq)]
pub struct Minute {
    /// Which minute.
    pub at: Timestamp,
    /// Whether it answered.
    pub status: EndpointStatus,
    /// Percent of checkers that reached it.
    pub percent_healthy: Option<f64>,
    /// Milliseconds to the first byte.
    pub first_byte_ms: Option<f64>,
}

/// Slices of equal width that begin at round times of the clock; the last one holds the present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slices {
    /// Where the first begins.
    pub from: Timestamp,
    /// How wide each is.
    pub width: TimeDelta,
    /// How many there are.
    pub count: usize,
}

impl Slices {
    /// `count` slices of `minutes` minutes up to `now`.
    #[must_use]
    pub fn up_to(now: Timestamp, minutes: u16, count: usize) -> Self {
        let width = TimeDelta::minutes(i64::from(minutes.max(1)));
        let seconds = width.num_seconds();
        let last = now.timestamp().div_euclid(seconds) * seconds;
        let back = seconds * (i64::try_from(count).unwrap_or(1) - 1).max(0);
        Self {
            from: Timestamp::from_timestamp(last - back, 0).unwrap_or(now),
            width,
            count,
        }
    }

    /// Where each slice begins.
    pub fn begins(&self) -> impl Iterator<Item = Timestamp> + use<> {
        let (from, seconds) = (self.from, self.width.num_seconds());
        (0..self.count).map(move |n| from + TimeDelta::seconds(seconds * n as i64))
    }

    /// Where the last slice ends.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.from + TimeDelta::seconds(self.width.num_seconds() * self.count as i64)
    }

    /// Which slice holds an instant.
    #[must_use]
    pub fn place(&self, at: Timestamp) -> Option<usize> {
        let place = (at - self.from)
            .num_seconds()
            .div_euclid(self.width.num_seconds());
        let place = usize::try_from(place).ok()?;
        (place < self.count).then_some(place)
    }

    /// One value for each slice out of those that lie in it: `join` is given at least one.
    #[must_use]
    pub fn gather(
        &self,
        values: impl IntoIterator<Item = Point>,
        join: impl Fn(&[f64]) -> f64,
    ) -> Vec<Point> {
        let mut held: Vec<Vec<f64>> = vec![Vec::new(); self.count];
        for (at, value) in values {
            let slice = self.place(at).and_then(|place| held.get_mut(place));
            if let (Some(slice), Some(value)) = (slice, value) {
                slice.push(value);
            }
        }
        let joined = held
            .iter()
            .map(|values| (!values.is_empty()).then(|| join(values)));
        self.begins().zip(joined).collect()
    }
}

/// The middle one of some values, of which there is at least one.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// The quarters of an hour of the last day.
#[must_use]
pub fn quarters(now: Timestamp) -> Slices {
    Slices::up_to(now, 15, QUARTERS)
}

/// The worst of each slice; a slice that nobody heard of is none.
#[must_use]
pub fn marks(slices: &Slices, minutes: &[Minute]) -> Vec<Mark> {
    let mut marks = vec![Mark::None; slices.count];
    for minute in minutes {
        let place = slices.place(minute.at);
        if let Some(mark) = place.and_then(|place| marks.get_mut(place)) {
            *mark = (*mark).max(mark_of(minute));
        }
    }
    marks
}

fn mark_of(minute: &Minute) -> Mark {
    match Standing::of(Enabled::On, minute.status, minute.percent_healthy) {
        Standing::Failing => Mark::Bad,
        Standing::Partial => Mark::Warn,
        Standing::Healthy => Mark::Ok,
        Standing::Unknown | Standing::Disabled => Mark::None,
    }
}

/// When it last turned unhealthy, as far as the minutes tell: the first one has no before.
#[must_use]
pub fn fell_at(minutes: &[Minute]) -> Option<Timestamp> {
    let bad = |minute: &Minute| minute.status == EndpointStatus::Unhealthy;
    let mut newest_first = minutes.windows(2).rev();
    let fall = newest_first.find(|pair| !bad(&pair[0]) && bad(&pair[1]));
    fall.map(|pair| pair[1].at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_micros;
    use proptest::prelude::*;

    /// 2026-11-24T12:07:00Z.
    fn now() -> Timestamp {
        from_micros(1_795_522_020_000_000)
    }

    fn minute(back: i64, status: EndpointStatus, percent_healthy: Option<f64>) -> Minute {
        Minute {
            at: now() - TimeDelta::minutes(back),
            status,
            percent_healthy,
            first_byte_ms: None,
        }
    }

    #[test]
    fn the_worst_minute_marks_its_quarter_and_silence_is_a_gap() {
        let minutes = [
            minute(5_000, EndpointStatus::Unhealthy, None),
            minute(40, EndpointStatus::Unknown, None),
            minute(20, EndpointStatus::Healthy, Some(50.0)),
            minute(2, EndpointStatus::Unhealthy, Some(5.0)),
            minute(1, EndpointStatus::Healthy, Some(100.0)),
        ];
        let marks = marks(&quarters(now()), &minutes);
        assert_eq!(marks.len(), QUARTERS);
        assert_eq!((marks[95], marks[94]), (Mark::Bad, Mark::Warn));
        assert!(marks[..94].iter().all(|mark| *mark == Mark::None));
    }

    #[test]
    fn slices_begin_on_the_clock_and_hold_the_present() {
        let slices = quarters(now());
        assert_eq!(slices.from.timestamp() % 900, 0);
        assert_eq!(slices.place(now()), Some(QUARTERS - 1));
        assert!(slices.until() > now());
        assert_eq!(slices.begins().last(), Some(slices.until() - slices.width));
    }

    #[test]
    fn the_last_fall_is_told_and_a_beginning_is_none() {
        use EndpointStatus::{Healthy, Unhealthy};
        let of = |all: &[EndpointStatus]| -> Option<i64> {
            let minutes: Vec<Minute> = (0_i64..)
                .zip(all)
                .map(|(n, status)| minute(-n, *status, None))
                .collect();
            fell_at(&minutes).map(|at| (at - now()).num_minutes())
        };
        assert_eq!(of(&[Unhealthy, Unhealthy]), None);
        assert_eq!(of(&[Healthy, Unhealthy, Unhealthy, Healthy]), Some(1));
        assert_eq!(of(&[Healthy, Unhealthy, Healthy, Unhealthy]), Some(3));
    }

    proptest! {
        #[test]
        fn every_value_lies_between_the_least_and_the_greatest(
            backs in proptest::collection::vec((0_i64..400, 1.0_f64..900.0), 0..60),
            minutes in 1_u16..30,
        ) {
            let values: Vec<Point> = backs
                .iter()
                .map(|(back, ms)| (now() - TimeDelta::minutes(*back), Some(*ms)))
                .collect();
            let slices = Slices::up_to(now(), minutes, 12);
            let points = slices.gather(values.clone(), median);
            prop_assert_eq!(points.len(), 12);
            let within = values.iter().any(|(at, _)| slices.place(*at).is_some());
            prop_assert_eq!(points.iter().any(|(_, value)| value.is_some()), within);
            prop_assert!(points.iter().filter_map(|(_, value)| *value).all(|value| (1.0..900.0).contains(&value)));
        }
    }
}
