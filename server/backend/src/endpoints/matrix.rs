//! Health checks by checker regions: the list, and for those whose checkers disagree what each region sees.

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    chart::Point,
    endpoint::{CheckerObservation, HealthCheckKind, RegionTally, Slices, by_region, median},
    time::Timestamp,
};

use super::{
    EndpointSummary,
    list::{milliseconds, rows},
};
use crate::{
    backend::Backend,
    error::Result,
    store::endpoints::{self as store, SeenRow},
};

/// How many rows are looked at closely: AWS is asked once a minute for each, out of the three hundred
/// calls that Route 53 allows an account in that time.
const CLOSELY: usize = 20;

/// What checkers saw says nothing of now once it is older than this.
const FRESH: TimeDelta = TimeDelta::minutes(4);

/// The line within a row: its last hour, a value for every two minutes.
const LINE: (u16, usize) = (2, 30);

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// As lists show it.
    pub summary: EndpointSummary,
    /// How many checkers of each region pass; none unless they were asked in the last minutes.
    pub regions: Vec<RegionTally>,
    /// Milliseconds to the first byte in the last hour, oldest first; a time without a value is a gap.
    pub first_bytes: Vec<Point>,
}

/// Every health check in the order of the list. Whoever asks looks at the first of those whose checkers
/// disagree: AWS will be asked what these see, and the answer comes as an event.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn matrix(backend: &Backend, actor: &Actor) -> Result<Vec<MatrixRow>> {
    let rows = rows(backend, actor).await?;
    let has_checkers = |one: &EndpointSummary| {
        let kind = one.check.kind;
        one.standing.is_disputed() && kind.is_some_and(HealthCheckKind::has_checkers)
    };
    let close = rows
        .iter()
        .filter(|(_, one)| has_checkers(one))
        .take(CLOSELY);
    let (numbers, ids): (Vec<i64>, Vec<String>) =
        close.map(|(n, one)| (*n, one.check.id.clone())).unzip();
    let now = backend.now();
    let (mut seen, mut first_bytes) = close_up(backend, &numbers, now).await?;
    backend.wanted().glance(ids, now);
    let row = |(n, summary)| MatrixRow {
        summary,
        regions: by_region(&seen.remove(&n).unwrap_or_default()),
        first_bytes: first_bytes.remove(&n).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(row).collect())
}

type CloseUp = (
    HashMap<i64, Vec<CheckerObservation>>,
    HashMap<i64, Vec<Point>>,
);

async fn close_up(backend: &Backend, numbers: &[i64], now: Timestamp) -> Result<CloseUp> {
    let (mut seen, mut first_bytes) = CloseUp::default();
    if numbers.is_empty() {
        return Ok((seen, first_bytes));
    }
    let mut reader = backend.reader().await?;
    for row in store::seen_since(reader.conn(), numbers, now - FRESH).await? {
        let SeenRow {
            check_n,
            region,
            address,
            status,
            checked_at,
        } = row;
        let of_check: &mut Vec<_> = seen.entry(check_n).or_default();
        of_check.push(CheckerObservation {
            region,
            address,
            status,
            checked_at,
        });
    }
    let (minutes, count) = LINE;
    let slices = Slices::up_to(now, minutes, count);
    let mut measured: HashMap<i64, Vec<Point>> = HashMap::new();
    for row in store::first_bytes_since(reader.conn(), numbers, slices.from).await? {
        let point = (row.measured_at, row.first_byte_us.map(milliseconds));
        measured.entry(row.check_n).or_default().push(point);
    }
    for (n, points) in measured {
        first_bytes.insert(n, slices.gather(points, median));
    }
    Ok((seen, first_bytes))
}
