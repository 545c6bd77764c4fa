//! A token bucket per API, so that we stay under AWS's request limits by ourselves.

use std::{sync::Mutex, time::Duration};

use tokio::time::{Instant, sleep_until};

/// How many calls an API takes: some at once, and then one each interval.
#[derive(Debug)]
pub(crate) struct Bucket {
    interval: Duration,
    burst: u32,
    /// When the bucket would be full again.
    full_at: Mutex<Option<Instant>>,
}

/// How much slower than the limit we refill: no two clocks go alike.
const MARGIN: f64 = 1.005;
/// Calls of the burst that stay untaken. Requests do not arrive as evenly as they are sent, and one that comes early is
/// refused and costs a retry: so it may come early by a whole interval.
const RESERVE: u32 = 1;

impl Bucket {
    /// A full bucket for a limit of `burst` calls that refills `per_second` times a second.
    pub(crate) fn new(per_second: u32, burst: u32) -> Self {
        Self {
            interval: Duration::from_secs_f64(MARGIN / f64::from(per_second.max(1))),
            burst: burst.saturating_sub(RESERVE).max(1),
            full_at: Mutex::new(None),
        }
    }

    /// Waits until one more call is allowed, and takes it.
    pub(crate) async fn take(&self) {
        let at = self.reserve(Instant::now());
        sleep_until(at).await;
    }

    /// Takes the next call's place and says when it may go.
    fn reserve(&self, now: Instant) -> Instant {
        let mut full_at = self
            .full_at
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let base = full_at.map_or(now, |at| at.max(now));
        let capacity = self.interval * (self.burst - 1);
        *full_at = Some(base + self.interval);
        base.checked_sub(capacity).map_or(now, |at| at.max(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_goes_at_once_and_then_one_each_interval() {
        let bucket = Bucket::new(3, 6);
        let now = Instant::now() + Duration::from_secs(60);
        let waits: Vec<_> = (0..9).map(|_| bucket.reserve(now) - now).collect();
        assert!(waits[..5].iter().all(Duration::is_zero), "{waits:?}");
        for (at, wait) in waits[5..].iter().enumerate() {
            assert_eq!(
                *wait,
                bucket.interval * u32::try_from(at + 1).expect("small")
            );
        }
    }

    #[test]
    fn it_is_never_faster_than_the_limit() {
        let bucket = Bucket::new(5, 5);
        let start = Instant::now() + Duration::from_secs(60);
        let mut now = start;
        let sent: Vec<_> = (0..100)
            .map(|_| {
                now = bucket.reserve(now);
                (now - start).as_secs_f64()
            })
            .collect();
        for (from, first) in sent.iter().enumerate() {
            for (to, last) in sent.iter().enumerate().skip(from) {
                let calls = (to - from + 1) as f64;
                assert!(
                    calls <= 5.0 + 5.0 * (last - first) + 1e-6,
                    "calls {from} to {to}"
                );
            }
        }
    }

    #[test]
    fn a_call_may_come_an_interval_early() {
        let (bucket, limit) = (Bucket::new(3, 6), Duration::from_secs(1) / 3);
        let start = Instant::now() + Duration::from_secs(60);
        let mut now = start;
        for call in 0..100_u32 {
            now = bucket.reserve(now);
            let allowed = limit * call.saturating_sub(5);
            assert!(
                now - start >= allowed + limit * u32::from(call > 5),
                "call {call}"
            );
        }
    }

    #[test]
    fn a_rest_fills_it_again() {
        let bucket = Bucket::new(3, 6);
        let now = Instant::now() + Duration::from_secs(60);
        for _ in 0..20 {
            bucket.reserve(now);
        }
        let later = now + Duration::from_secs(60);
        assert!((0..5).all(|_| bucket.reserve(later) == later));
        assert!(bucket.reserve(later) > later);
    }
}
