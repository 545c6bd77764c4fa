//! The numbers of one metric, minute by minute, worked out from the history of its health check.

use super::query::Query;
use crate::route53::{CHECKERS, Check, Endpoints, Kind, region_of};
use crate::story::dice::Dice;
use chrono::{DateTime, Duration, Utc};

/// One number at one time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// The beginning of its period.
    pub(super) at: DateTime<Utc>,
    /// The number.
    pub(super) value: f64,
}

/// How many minutes are looked at, at most; two weeks.
const MINUTES: i64 = 20_160;

/// The points of a query between two moments, oldest first. What is not measured has no points.
pub(super) fn points(
    endpoints: &Endpoints,
    query: &Query,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Vec<Point> {
    let check = query.check.as_deref().and_then(|id| endpoints.find(id));
    let Some(check) = check.filter(|check| query.namespace == "AWS/Route53" && !check.disabled)
    else {
        return Vec::new();
    };
    let begin = from
        .max(endpoints.since)
        .timestamp()
        .div_euclid(query.period)
        * query.period;
    let end = to.timestamp();
    let mut points = Vec::new();
    let mut at = begin.max(end - MINUTES * 60);
    while at < end {
        let minutes = (at..(at + query.period).min(end)).step_by(60);
        let values: Vec<f64> = minutes
            .filter_map(|minute| value(endpoints, query, check, minute))
            .collect();
        if let Some(at) =
            DateTime::from_timestamp(at, 0).filter(|at| *at >= from && !values.is_empty())
        {
            points.push(Point {
                at,
                value: query.stat.join(&values),
            });
        }
        at += query.period;
    }
    points
}

/// The number of one minute, as it was at the minute's end.
fn value(endpoints: &Endpoints, query: &Query, check: &Check, minute: i64) -> Option<f64> {
    let at = DateTime::from_timestamp(minute, 0)? + Duration::seconds(59);
    let endpoint = matches!(check.kind, Kind::Endpoint(_));
    match query.metric.as_str() {
        "HealthCheckStatus" => Some(if endpoints.healthy(check, at) {
            1.0
        } else {
            0.0
        }),
        "HealthCheckPercentageHealthy" if endpoint => {
            Some(f64::from(check.passing(at)) * 100.0 / f64::from(CHECKERS))
        }
        "ChildHealthCheckHealthyCount" if !endpoint && !matches!(check.kind, Kind::Metric) => {
            Some(f64::from(endpoints.healthy_children(check, at)))
        }
        "ConnectionTime" if endpoint => latency(endpoints, query, check, at, 18.0),
        "TimeToFirstByte" if endpoint => latency(endpoints, query, check, at, 95.0),
        "SSLHandshakeTime" if endpoint => latency(endpoints, query, check, at, 42.0),
        _ => None,
    }
}

/// Milliseconds. A region all of whose checkers fail measures nothing.
fn latency(
    endpoints: &Endpoints,
    query: &Query,
    check: &Check,
    at: DateTime<Utc>,
    usual: f64,
) -> Option<f64> {
    let region = query.region.as_deref().unwrap_or("");
    let passing = check.passing(at);
    if passing == 0
        || !(region.is_empty() || (0..passing).any(|checker| region_of(check, checker) == region))
    {
        return None;
    }
    let mut dice = Dice::of(
        endpoints.seed,
        &[&check.id, &query.metric, region],
        at.timestamp().unsigned_abs(),
    );
    let far = Dice::of(endpoints.seed, &[&check.id, region], 0).share();
    let strained = if passing < CHECKERS { 1.6 } else { 1.0 };
    Some(
        ((usual * (0.6 + 1.8 * far) * strained + usual * 0.25 * dice.share()) * 10.0).round()
            / 10.0,
    )
}
