//! Where an axis is marked: at round values, and at round times of the day.

use chrono::TimeDelta;

use crate::time::Timestamp;

/// The steps that a person counts in, within a power of ten.
const ROUND: [f64; 4] = [1.0, 2.0, 2.5, 5.0];

/// The steps of a clock, in minutes.
const CLOCK: [i64; 11] = [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720];

/// The smallest round value that is no less than `value`; of nothing, one.
fn round_top(value: f64) -> f64 {
    if !value.is_finite() || value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let round = ROUND.iter().map(|step| step * power);
    // A value that is round itself may come out of the logarithm a hair below.
    let mut fitting = round.filter(|top| *top >= value * (1.0 - 1e-9));
    fitting.next().unwrap_or(10.0 * power)
}

/// A round value that is no less than `value`, so that an axis from nothing to it has at most `most`
/// steps, each of them round.
#[must_use]
pub fn axis_top(value: f64, most: u32) -> f64 {
    let step = round_top(value / f64::from(most.max(1)));
    if value.is_finite() {
        (value / step - 1e-9).ceil().max(1.0) * step
    } else {
        step
    }
}

/// The round values from `low` to `high`, both ends within, at most `most` of them above the first.
#[must_use]
pub fn values(low: f64, high: f64, most: u32) -> Vec<f64> {
    let width = high - low;
    if !width.is_finite() || width <= 0.0 || most == 0 {
        return Vec::new();
    }
    let step = round_top(width / f64::from(most));
    let first = (low / step).ceil();
    let count = (high / step + 1e-9).floor() - first;
    let places = (0..=most).take_while(|n| f64::from(*n) <= count);
    places.map(|n| (first + f64::from(n)) * step).collect()
}

/// The round times from `from` to `until`, both within, at most `most` of them.
#[must_use]
pub fn hours(from: Timestamp, until: Timestamp, most: u32) -> Vec<Timestamp> {
    if until < from || most == 0 {
        return Vec::new();
    }
    let of_step = |minutes: i64| {
        let step = minutes * 60;
        let first = (from - TimeDelta::nanoseconds(1))
            .timestamp()
            .div_euclid(step)
            + 1;
        first * step..=until.timestamp().div_euclid(step) * step
    };
    let fits = |minutes: &i64| {
        let range = of_step(*minutes);
        (range.end() - range.start()).div_euclid(minutes * 60) < i64::from(most)
    };
    let minutes = CLOCK.into_iter().find(fits).unwrap_or_else(|| {
        // Beyond a day the steps are days, as many as it takes.
        let days = (until - from).num_days() / i64::from(most) + 1;
        days * 1_440
    });
    let range = of_step(minutes);
    let step = usize::try_from(minutes * 60).unwrap_or(usize::MAX);
    let seconds = range.step_by(step);
    seconds
        .filter_map(|second| Timestamp::from_timestamp(second, 0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_micros;
    use proptest::prelude::*;

    #[test]
    fn tops_are_round() {
        for (value, top) in [
            (0.0, 1.0),
            (-3.0, 1.0),
            (f64::NAN, 1.0),
            (0.3, 0.5),
            (1.0, 1.0),
            (181.0, 200.0),
            (210.0, 250.0),
            (1_000.0, 1_000.0),
            (1_840.0, 2_000.0),
            (5_100.0, 10_000.0),
        ] {
            assert!((round_top(value) - top).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn an_axis_ends_at_a_step() {
        for (value, top) in [
            (0.0, 1.0),
            (181.0, 200.0),
            (245.0, 300.0),
            (410.0, 600.0),
            (1_840.0, 2_000.0),
        ] {
            assert!((axis_top(value, 4) - top).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn values_begin_and_end_where_the_axis_does() {
        assert_eq!(
            values(0.0, 2_000.0, 4),
            [0.0, 500.0, 1_000.0, 1_500.0, 2_000.0]
        );
        assert_eq!(values(0.0, 100.0, 4), [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(values(3.0, 3.0, 4), Vec::<f64>::new());
    }

    #[test]
    fn hours_are_round() {
        // 2026-11-24T12:00:00Z.
        let noon = from_micros(1_795_521_600_000_000);
        let marks = |from: i64, until: i64, most| -> Vec<i64> {
            let (from, until) = (TimeDelta::minutes(from), TimeDelta::minutes(until));
            let marks = hours(noon + from, noon + until, most).into_iter();
            marks.map(|at| (at - noon).num_minutes()).collect()
        };
        assert_eq!(marks(-361, -1, 8), [-360, -300, -240, -180, -120, -60]);
        assert_eq!(marks(0, 60, 8), [0, 10, 20, 30, 40, 50, 60]);
        assert_eq!(marks(-1_440, 0, 9).len(), 9);
        assert_eq!(marks(1, 0, 9), Vec::<i64>::new());
    }

    proptest! {
        #[test]
        fn values_are_few_in_order_and_within(low in -1e6_f64..1e6, width in 1e-3_f64..1e7, most in 1_u32..12) {
            let high = low + width;
            let ticks = values(low, high, most);
            prop_assert!(ticks.len() <= most as usize + 1);
            // What a sum of such sizes may lose.
            let slack = width * 1e-6 + (low.abs() + high.abs()) * 1e-12;
            prop_assert!(ticks.iter().all(|tick| *tick >= low - slack && *tick <= high + slack));
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn times_are_few_in_order_and_within(begin in 0_i64..4_000_000_000, length in 0_i64..40_000_000, most in 1_u32..12) {
            let (from, until) = (from_micros(begin * 1_000_000 + 1), from_micros((begin + length) * 1_000_000 + 1));
            let ticks = hours(from, until, most);
            prop_assert!(ticks.len() <= most as usize, "{} of {most}", ticks.len());
            prop_assert!(ticks.iter().all(|at| *at >= from && *at <= until && at.timestamp() % 60 == 0));
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn a_top_is_never_below_and_the_last_step(value in 1e-6_f64..1e12, most in 1_u32..12) {
            let top = axis_top(value, most);
            prop_assert!(top >= value * (1.0 - 1e-8) && top <= value * 10.0);
            let last = values(0.0, top, most).last().copied().unwrap_or_default();
            prop_assert!((last - top).abs() <= top * 1e-9, "{last} and {top}");
        }
    }
}
