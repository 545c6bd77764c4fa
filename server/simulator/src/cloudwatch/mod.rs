//! CloudWatch: GetMetricData for Route 53's metrics, which exist in us-east-1 alone.

mod query;
mod series;

use crate::caller::Caller;
use crate::route53::Endpoints;
use crate::story::accounts::MANAGEMENT;
use crate::wire::input::{list, text, time, whole};
use crate::wire::{Fault, Tree};
use chrono::{DateTime, Utc};
use query::Query;
use serde_json::Value;
use series::Point;

/// The only region with metrics of health checks.
const REGION: &str = "us-east-1";

/// How many queries one call may hold.
const QUERIES: usize = 500;

/// How many points one page may hold.
const POINTS: usize = 100_800;

/// The points of each query within the times, newest first unless asked otherwise.
pub(crate) fn get_metric_data(
    endpoints: &Endpoints,
    input: &Value,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Tree, Fault> {
    let queries = list(input, "MetricDataQueries");
    if queries.is_empty() || queries.len() > QUERIES {
        return Err(invalid("MetricDataQueries must hold 1 to 500 queries"));
    }
    let queries = queries
        .iter()
        .map(Query::read)
        .collect::<Result<Vec<_>, _>>()?;
    let from = time(input, "StartTime").ok_or_else(|| invalid("StartTime is required"))?;
    let to = time(input, "EndTime").ok_or_else(|| invalid("EndTime is required"))?;
    if from >= to {
        return Err(invalid("StartTime must be before EndTime"));
    }
    let most = whole(input, "MaxDatapoints").unwrap_or(POINTS as i64);
    let most = usize::try_from(most)
        .ok()
        .filter(|most| (1..=POINTS).contains(most));
    let most = most.ok_or_else(|| invalid("MaxDatapoints must be between 1 and 100800"))?;
    let here = caller.region == REGION && caller.account == MANAGEMENT;
    let all: Vec<(&Query, Vec<Point>)> = queries
        .iter()
        .filter(|query| query.returned)
        .map(|query| {
            let mut points = if here {
                series::points(endpoints, query, from, to.min(now))
            } else {
                Vec::new()
            };
            if text(input, "ScanBy") != Some("TimestampAscending") {
                points.reverse();
            }
            (query, points)
        })
        .collect();
    page(&all, most, text(input, "NextToken"))
}

/// Cuts the answer after `most` points; a token is the query and the point that come next.
fn page(all: &[(&Query, Vec<Point>)], most: usize, token: Option<&str>) -> Result<Tree, Fault> {
    let (first, skip) = match token {
        None => (0, 0),
        Some(token) => place(token)
            .filter(|(query, point)| {
                all.get(*query)
                    .is_some_and(|(_, points)| *point <= points.len())
            })
            .ok_or_else(|| Fault::new(400, "InvalidNextToken", "the token is not one of ours"))?,
    };
    let (mut left, mut results, mut next) = (most, Vec::new(), None);
    for (at, (query, points)) in all.iter().enumerate().skip(first) {
        let from = if at == first { skip } else { 0 };
        if left == 0 && !points.is_empty() {
            next = Some((at, from));
            break;
        }
        let until = points.len().min(from + left);
        left -= until - from;
        let partial = until < points.len();
        results.push(result(
            query,
            &points[from..until],
            if partial { "PartialData" } else { "Complete" },
        ));
        if partial {
            next = Some((at, until));
            break;
        }
    }
    let mut members = vec![
        ("MetricDataResults", Tree::List("member", results)),
        ("Messages", Tree::List("member", Vec::new())),
    ];
    if let Some((query, point)) = next {
        members.push(("NextToken", Tree::text(format!("metrics-{query}-{point}"))));
    }
    Ok(Tree::Map(members))
}

fn place(token: &str) -> Option<(usize, usize)> {
    let (query, point) = token.strip_prefix("metrics-")?.split_once('-')?;
    Some((query.parse().ok()?, point.parse().ok()?))
}

fn result(query: &Query, points: &[Point], status: &str) -> Tree {
    Tree::Map(vec![
        ("Id", Tree::text(query.id.clone())),
        ("Label", Tree::text(query.label.clone())),
        (
            "Timestamps",
            Tree::List(
                "member",
                points.iter().map(|point| Tree::Time(point.at)).collect(),
            ),
        ),
        (
            "Values",
            Tree::List(
                "member",
                points.iter().map(|point| Tree::Real(point.value)).collect(),
            ),
        ),
        ("StatusCode", status.into()),
    ])
}

fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(400, "ValidationError", message)
}
