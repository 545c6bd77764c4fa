//! Token buckets for each API, per account and region as AWS counts them (aws.md 1.9 and 12).
//!
//! A limit is about elapsed time on the wire, so this reads the monotonic clock; the story never does.

use crate::caller::Caller;
use crate::operation::{Api, Operation};
use crate::wire::Fault;
use std::collections::HashMap;
use std::time::Instant;

/// Whether requests are counted against AWS's limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Limits {
    /// As AWS does; answers 429 or `Throttling` above the limit.
    #[default]
    On,
    /// Never throttles.
    Off,
}

/// The buckets, one for each lane, account and region that has been used.
#[derive(Debug)]
pub(crate) struct Buckets {
    limits: Limits,
    levels: HashMap<(Lane, &'static str, String), Level>,
}

/// Operations that share a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Lane {
    GetFindings,
    BatchUpdateFindings,
    GetFindingHistory,
    GetFindingsV2,
    BatchUpdateFindingsV2,
    GetEnabledStandards,
    ListSecurityControlDefinitions,
    BatchGetSecurityControls,
    ListStandardsControlAssociations,
    Rest(Api),
}

#[derive(Debug)]
struct Level {
    tokens: f64,
    at: Instant,
}

impl Buckets {
    /// Full buckets.
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            levels: HashMap::new(),
        }
    }

    /// Takes one request out of its bucket, or says how AWS refuses it.
    pub(crate) fn take(
        &mut self,
        operation: Operation,
        caller: &Caller,
        at: Instant,
    ) -> Result<(), Fault> {
        if self.limits == Limits::Off {
            return Ok(());
        }
        let (lane, rate, burst) = lane(operation);
        // Global APIs have one bucket for an account, whatever region the client signs for.
        let region = match operation.api() {
            Api::Route53 | Api::Organizations | Api::Health => String::new(),
            _ => caller.region.clone(),
        };
        let level = self
            .levels
            .entry((lane, caller.account, region))
            .or_insert(Level { tokens: burst, at });
        let passed = at.saturating_duration_since(level.at).as_secs_f64();
        level.tokens = (level.tokens + passed * rate).min(burst);
        level.at = at;
        if level.tokens < 1.0 {
            return Err(throttled(operation));
        }
        level.tokens -= 1.0;
        Ok(())
    }
}

/// Requests per second and burst. Where AWS publishes no figure the value is lenient.
fn lane(operation: Operation) -> (Lane, f64, f64) {
    let rest = Lane::Rest(operation.api());
    match operation {
        Operation::GetFindings => (Lane::GetFindings, 3.0, 6.0),
        Operation::BatchUpdateFindings => (Lane::BatchUpdateFindings, 10.0, 30.0),
        Operation::GetFindingsV2 => (Lane::GetFindingsV2, 3.0, 6.0),
        Operation::BatchUpdateFindingsV2 => (Lane::BatchUpdateFindingsV2, 10.0, 30.0),
        // Operations that AWS limits to 10 a second each.
        Operation::GetFindingHistory => (Lane::GetFindingHistory, 10.0, 30.0),
        Operation::GetEnabledStandards => (Lane::GetEnabledStandards, 10.0, 30.0),
        Operation::ListSecurityControlDefinitions => {
            (Lane::ListSecurityControlDefinitions, 10.0, 30.0)
        }
        Operation::BatchGetSecurityControls => (Lane::BatchGetSecurityControls, 10.0, 30.0),
        Operation::ListStandardsControlAssociations => {
            (Lane::ListStandardsControlAssociations, 10.0, 30.0)
        }
        _ => match operation.api() {
            Api::Route53 => (rest, 5.0, 5.0),
            Api::CloudWatch => (rest, 50.0, 50.0),
            Api::Health | Api::Organizations => (rest, 20.0, 40.0),
            Api::SecurityHub | Api::Sts => (rest, 100.0, 200.0),
        },
    }
}

/// The refusal each API throttles with.
pub(crate) fn throttled(operation: Operation) -> Fault {
    match operation.api() {
        Api::SecurityHub if operation.is_v2() => {
            Fault::new(429, "ThrottlingException", "Rate exceeded")
        }
        Api::SecurityHub => Fault::new(429, "TooManyRequestsException", "Too Many Requests"),
        Api::Organizations => Fault::new(400, "TooManyRequestsException", "Rate exceeded"),
        Api::Health => Fault::new(400, "ThrottlingException", "Rate exceeded"),
        Api::Route53 | Api::CloudWatch | Api::Sts => Fault::new(400, "Throttling", "Rate exceeded"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Buckets, Limits};
    use crate::caller::Caller;
    use crate::operation::Operation;
    use axum::http::HeaderMap;
    use std::time::{Duration, Instant};

    #[test]
    fn six_at_once_then_three_a_second() {
        let (mut buckets, start) = (Buckets::new(Limits::On), Instant::now());
        let caller = Caller::of(&HeaderMap::new());
        // Both planes of findings have these figures, and each a bucket of its own.
        for operation in [Operation::GetFindings, Operation::GetFindingsV2] {
            let mut passed = |at: Instant, tries: u32| {
                (0..tries)
                    .filter(|_| buckets.take(operation, &caller, at).is_ok())
                    .count()
            };
            assert_eq!(passed(start, 10), 6);
            assert_eq!(passed(start + Duration::from_secs(1), 10), 3);
            assert_eq!(
                passed(start + Duration::from_secs(60), 10),
                6,
                "a bucket never holds more than its burst"
            );
        }
    }
}
