//! GetHealthCheckStatus and GetHealthCheckLastFailureReason: what each checker saw.

use super::check::{CHECKERS, Check, Kind, Target};
use super::list::REGIONS;
use super::{invalid, no_such};
use crate::wire::input::required;
use crate::wire::{Fault, Tree};
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

/// What every checker sees now.
pub(super) fn status(checks: &[Check], input: &Value, now: DateTime<Utc>) -> Result<Tree, Fault> {
    let check = wanted(checks, input)?;
    let passing = check.passing_now();
    let seen = (0..CHECKERS).map(|checker| {
        let text = if checker < passing {
            success(check)
        } else {
            failure(check, checker)
        };
        observation(
            check,
            checker,
            text,
            now - Duration::seconds(i64::from(2 + checker % 9)),
        )
    });
    Ok(observations(seen.collect()))
}

/// What each checker that ever failed saw when it last did.
pub(super) fn last_failure_reason(checks: &[Check], input: &Value) -> Result<Tree, Fault> {
    let check = wanted(checks, input)?;
    let seen = (0..CHECKERS).filter_map(|checker| {
        let (since, _) = check
            .history
            .iter()
            .rev()
            .find(|(_, passing)| checker >= *passing)?;
        Some(observation(check, checker, failure(check, checker), *since))
    });
    Ok(observations(seen.collect()))
}

fn wanted<'a>(checks: &'a [Check], input: &Value) -> Result<&'a Check, Fault> {
    let id = required(input, "HealthCheckId")?;
    let check = checks
        .iter()
        .find(|check| check.id == id)
        .ok_or_else(|| no_such(id))?;
    match check.kind {
        Kind::Calculated { .. } => Err(invalid(
            "a calculated health check has no checkers of its own",
        )),
        _ => Ok(check),
    }
}

/// The region of a checker. The order differs from check to check, so that not always the same regions fail first.
pub(crate) fn region_of(check: &Check, checker: u32) -> &'static str {
    let turn: usize = check.id.bytes().map(usize::from).sum();
    REGIONS[(checker as usize / 2 + turn) % REGIONS.len()]
}

fn observation(check: &Check, checker: u32, text: String, at: DateTime<Utc>) -> Tree {
    let region = region_of(check, checker);
    let place = REGIONS
        .iter()
        .position(|other| *other == region)
        .unwrap_or(0);
    let address = format!("198.51.100.{}", 16 * place as u32 + 4 + checker % 2);
    let report = Tree::Map(vec![
        ("Status", Tree::text(text)),
        ("CheckedTime", Tree::Time(at)),
    ]);
    Tree::Map(vec![
        ("Region", region.into()),
        ("IPAddress", Tree::text(address)),
        ("StatusReport", report),
    ])
}

fn observations(seen: Vec<Tree>) -> Tree {
    Tree::Map(vec![(
        "HealthCheckObservations",
        Tree::List("HealthCheckObservation", seen),
    )])
}

fn success(check: &Check) -> String {
    match &check.kind {
        Kind::Endpoint(Target {
            protocol: "TCP", ..
        }) => "Success: Connection established".to_owned(),
        Kind::Endpoint(_) => "Success: HTTP Status Code 200, OK".to_owned(),
        _ => "Success: The alarm's numbers are within their bounds".to_owned(),
    }
}

fn failure(check: &Check, checker: u32) -> String {
    match &check.kind {
        Kind::Endpoint(target) if target.protocol == "TCP" || checker.is_multiple_of(3) => {
            "Failure: Connection timed out. The endpoint did not answer in time".to_owned()
        }
        Kind::Endpoint(_) => {
            "Failure: HTTP Status Code 503, Service Unavailable. Resolved IP: 203.0.113.20"
                .to_owned()
        }
        _ => "Failure: The alarm's numbers are out of their bounds".to_owned(),
    }
}
