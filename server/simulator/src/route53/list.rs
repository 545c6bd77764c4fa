//! ListHealthChecks: health checks page by page, in the order of their ids.

use super::check::{Check, Kind};
use super::invalid;
use crate::wire::input::{text, whole};
use crate::wire::{Fault, Tree};
use serde_json::Value;

/// The largest page, and the one that is given when none is asked for.
const PAGE: usize = 100;

/// The regions that every check is looked at from.
pub(super) const REGIONS: [&str; 8] = [
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "sa-east-1",
];

/// One page of the checks; a marker is the id of the first one on the page.
pub(super) fn list_health_checks(checks: &[Check], input: &Value) -> Result<Tree, Fault> {
    let size = match input.get("maxitems") {
        None => PAGE,
        Some(_) => whole(input, "maxitems")
            .and_then(|size| usize::try_from(size).ok())
            .filter(|size| *size > 0)
            .ok_or_else(|| invalid("maxitems must be a positive number"))?
            .min(PAGE),
    };
    let marker = text(input, "marker").unwrap_or_default();
    let start = match marker {
        "" => 0,
        marker => checks
            .iter()
            .position(|check| check.id == marker)
            .ok_or_else(|| invalid("marker names no health check"))?,
    };
    let page: Vec<Tree> = checks.iter().skip(start).take(size).map(shape).collect();
    let next = checks.get(start + page.len());
    let mut members = vec![
        ("HealthChecks", Tree::List("HealthCheck", page)),
        ("IsTruncated", Tree::Flag(next.is_some())),
        ("MaxItems", Tree::text(size.to_string())),
        ("Marker", marker.into()),
    ];
    if let Some(next) = next {
        members.push(("NextMarker", Tree::text(next.id.clone())));
    }
    Ok(Tree::Map(members))
}

fn shape(check: &Check) -> Tree {
    let mut members = vec![
        ("Id", Tree::text(check.id.clone())),
        (
            "CallerReference",
            Tree::text(format!("northgate-{}", check.name)),
        ),
        ("HealthCheckConfig", Tree::Map(config(check))),
        ("HealthCheckVersion", Tree::Whole(1)),
    ];
    if matches!(check.kind, Kind::Metric) {
        members.push(("CloudWatchAlarmConfiguration", alarm()));
    }
    Tree::Map(members)
}

fn config(check: &Check) -> Vec<(&'static str, Tree)> {
    let mut config = match &check.kind {
        Kind::Endpoint(target) => {
            let mut config = vec![
                ("Port", Tree::Whole(i64::from(target.port))),
                ("Type", target.protocol.into()),
                ("FullyQualifiedDomainName", check.name.into()),
                ("RequestInterval", Tree::Whole(i64::from(target.interval))),
                ("FailureThreshold", Tree::Whole(3)),
                ("MeasureLatency", Tree::Flag(true)),
                (
                    "EnableSNI",
                    Tree::Flag(target.protocol.starts_with("HTTPS")),
                ),
                ("Regions", Tree::texts("Region", REGIONS)),
            ];
            config.extend(target.path.map(|path| ("ResourcePath", path.into())));
            config.extend(target.search.map(|search| ("SearchString", search.into())));
            config
        }
        Kind::Calculated {
            children,
            threshold,
        } => vec![
            ("Type", "CALCULATED".into()),
            ("HealthThreshold", Tree::Whole(i64::from(*threshold))),
            (
                "ChildHealthChecks",
                Tree::texts("ChildHealthCheck", children.iter().cloned()),
            ),
        ],
        Kind::Metric => vec![
            ("Type", "CLOUDWATCH_METRIC".into()),
            (
                "AlarmIdentifier",
                Tree::Map(vec![
                    ("Region", "us-east-1".into()),
                    ("Name", check.name.into()),
                ]),
            ),
            ("InsufficientDataHealthStatus", "LastKnownStatus".into()),
        ],
    };
    config.push(("Inverted", Tree::Flag(check.inverted)));
    config.push(("Disabled", Tree::Flag(check.disabled)));
    config
}

fn alarm() -> Tree {
    let dimension = Tree::Map(vec![
        ("Name", "QueueName".into()),
        ("Value", "orders-sync".into()),
    ]);
    Tree::Map(vec![
        ("EvaluationPeriods", Tree::Whole(2)),
        ("Threshold", Tree::Real(900.0)),
        ("ComparisonOperator", "GreaterThanThreshold".into()),
        ("Period", Tree::Whole(60)),
        ("MetricName", "ApproximateAgeOfOldestMessage".into()),
        ("Namespace", "AWS/SQS".into()),
        ("Statistic", "Maximum".into()),
        ("Dimensions", Tree::List("Dimension", vec![dimension])),
    ])
}
