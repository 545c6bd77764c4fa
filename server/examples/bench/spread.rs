//! Durations of one thing that was done again and again.

use std::time::Duration;

/// What it took each time, in milliseconds.
#[derive(Default)]
pub(crate) struct Spread(Vec<f64>);

impl Spread {
    pub(crate) fn add(&mut self, took: Duration) {
        self.0.push(took.as_secs_f64() * 1e3);
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// The time within which `percent` of all were done.
    pub(crate) fn within(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted.get(at).copied().unwrap_or(f64::NAN)
    }

    /// One line about all of them.
    pub(crate) fn line(&self) -> String {
        let [middle, p95, p99, worst] = [50, 95, 99, 100].map(|percent| self.within(percent));
        format!("p50 {middle:8.2}  p95 {p95:8.2}  p99 {p99:8.2}  max {worst:8.2} ms")
    }
}
