//! The status of health checks, from CloudWatch: one call for all of them.

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_cloudwatch::{
    Client,
    types::{Dimension, Metric, MetricDataQuery, MetricDataResult, MetricStat, ScanBy},
};
use chrono::TimeDelta;
use domain::{
    endpoint::{EndpointReading, EndpointStatus, HealthCheck},
    source::SourceFault,
    time::Timestamp,
};

use crate::{action::Action, bucket::Bucket, clock, faults::fault};

/// Queries that one `GetMetricData` takes.
const MAX_QUERIES: usize = 500;
/// How far back a value may lie and still be the latest.
const LOOK_BACK: TimeDelta = TimeDelta::minutes(10);
/// What is asked of each check: the query's prefix, the metric, and the statistic that AWS recommends for it.
const METRICS: [(&str, &str, &str); 3] = [
    ("status", "HealthCheckStatus", "Minimum"),
    ("percent", "HealthCheckPercentageHealthy", "Average"),
    ("first_byte", "TimeToFirstByte", "Average"),
];

/// CloudWatch, where Route 53 writes its metrics.
#[derive(Debug)]
pub(crate) struct CloudWatch {
    client: Client,
    bucket: Bucket,
}

type Values = HashMap<String, (f64, Option<Timestamp>)>;

impl CloudWatch {
    pub(crate) fn new(config: &SdkConfig) -> Self {
        Self {
            client: Client::new(config),
            // AWS: 50 a second by account and region, which other tools want to use too.
            bucket: Bucket::new(10, 10),
        }
    }

    /// The latest reading of each check, in their order.
    pub(crate) async fn readings(
        &self,
        checks: &[HealthCheck],
    ) -> Result<Vec<EndpointReading>, SourceFault> {
        let mut readings = Vec::with_capacity(checks.len());
        for some in checks.chunks(MAX_QUERIES / METRICS.len()) {
            let values = self.values(some).await?;
            readings.extend(
                some.iter()
                    .enumerate()
                    .map(|(at, check)| reading(at, check, &values)),
            );
        }
        Ok(readings)
    }

    async fn values(&self, checks: &[HealthCheck]) -> Result<Values, SourceFault> {
        let (start, end) = window(clock::now());
        let queries: Vec<_> = checks.iter().enumerate().flat_map(queries).collect();
        let mut values = Values::new();
        let mut token = None;
        loop {
            self.bucket.take().await;
            let answer = self
                .client
                .get_metric_data()
                .set_metric_data_queries(Some(queries.clone()))
                .start_time(clock::theirs(start))
                .end_time(clock::theirs(end))
                .scan_by(ScanBy::TimestampDescending)
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| fault(Action::GetMetricData, &error))?;
            for result in answer.metric_data_results() {
                if let (Some(id), Some(latest)) = (result.id(), latest(result)) {
                    // Newest first: a later page of the same query holds older values.
                    values.entry(id.to_owned()).or_insert(latest);
                }
            }
            token = answer.next_token;
            if token.is_none() {
                return Ok(values);
            }
        }
    }
}

/// The last minutes up to the end of the running one: the end is exclusive, and whole periods are what
/// CloudWatch answers best.
fn window(now: Timestamp) -> (Timestamp, Timestamp) {
    let into_minute = TimeDelta::microseconds(now.timestamp_micros().rem_euclid(60_000_000));
    let end = now - into_minute + TimeDelta::minutes(1);
    (end - LOOK_BACK, end)
}

fn queries((at, check): (usize, &HealthCheck)) -> Vec<MetricDataQuery> {
    METRICS
        .iter()
        .map(|(prefix, name, statistic)| {
            let metric = Metric::builder()
                .namespace("AWS/Route53")
                .metric_name(*name)
                .dimensions(
                    Dimension::builder()
                        .name("HealthCheckId")
                        .value(&check.id)
                        .build(),
                )
                .build();
            let asked = MetricStat::builder()
                .metric(metric)
                .period(60)
                .stat(*statistic)
                .build();
            MetricDataQuery::builder()
                .id(format!("{prefix}{at}"))
                .metric_stat(asked)
                .build()
        })
        .collect()
}

/// The value with the highest time, whatever the order of the answer.
fn latest(result: &MetricDataResult) -> Option<(f64, Option<Timestamp>)> {
    let values = result.values().iter().copied();
    result
        .timestamps()
        .iter()
        .zip(values)
        .max_by_key(|(at, _)| at.as_nanos())
        .map(|(at, value)| (value, clock::ours(at)))
}

fn reading(at: usize, check: &HealthCheck, values: &Values) -> EndpointReading {
    let [status, percent, first_byte] =
        METRICS.map(|(prefix, ..)| values.get(&format!("{prefix}{at}")).copied());
    EndpointReading {
        health_check_id: check.id.clone(),
        status: match status {
            Some((value, _)) if value >= 1.0 => EndpointStatus::Healthy,
            Some(_) => EndpointStatus::Unhealthy,
            None => EndpointStatus::Unknown,
        },
        percent_healthy: percent.map(|(value, _)| value),
        first_byte_ms: first_byte.map(|(value, _)| value),
        measured_at: status.and_then(|(_, at)| at),
    }
}
