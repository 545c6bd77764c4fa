//! One query of GetMetricData.

use super::invalid;
use crate::wire::Fault;
use crate::wire::input::{list, required, text, whole};
use serde_json::Value;

/// How the minutes of a period become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stat {
    /// The least.
    Minimum,
    /// The greatest.
    Maximum,
    /// The mean.
    Average,
    /// The sum.
    Sum,
    /// How many there are.
    SampleCount,
}

/// One metric of one health check.
#[derive(Debug)]
pub(super) struct Query {
    /// The caller's name for it.
    pub(super) id: String,
    /// What it is called in a legend.
    pub(super) label: String,
    /// Only `AWS/Route53` has points.
    pub(super) namespace: String,
    /// Such as `HealthCheckStatus`.
    pub(super) metric: String,
    /// The dimension `HealthCheckId`.
    pub(super) check: Option<String>,
    /// The dimension `Region`.
    pub(super) region: Option<String>,
    /// Seconds; a multiple of 60.
    pub(super) period: i64,
    /// How minutes are joined.
    pub(super) stat: Stat,
    /// Whether its points are wanted in the answer.
    pub(super) returned: bool,
}

impl Query {
    /// Reads a query; metric math is not simulated.
    pub(super) fn read(value: &Value) -> Result<Self, Fault> {
        let id = required(value, "Id")?;
        if !id.starts_with(|first: char| first.is_ascii_lowercase()) {
            return Err(invalid(format!(
                "The value {id} for parameter Id must begin with a lower case letter"
            )));
        }
        let stat = value
            .get("MetricStat")
            .ok_or_else(|| invalid("only MetricStat is simulated, no Expression"))?;
        let metric = stat
            .get("Metric")
            .ok_or_else(|| invalid("MetricStat.Metric is required"))?;
        let name = required(metric, "MetricName")?;
        let period = whole(stat, "Period").filter(|period| *period > 0 && period % 60 == 0);
        let dimension = |wanted: &str| {
            let named = |one: &&Value| text(one, "Name") == Some(wanted);
            let found = list(metric, "Dimensions").iter().find(named);
            found.and_then(|one| text(one, "Value")).map(str::to_owned)
        };
        Ok(Self {
            id: id.to_owned(),
            label: text(value, "Label").unwrap_or(name).to_owned(),
            namespace: required(metric, "Namespace")?.to_owned(),
            metric: name.to_owned(),
            check: dimension("HealthCheckId"),
            region: dimension("Region"),
            period: period.ok_or_else(|| invalid("Period must be a multiple of 60"))?,
            stat: Stat::read(required(stat, "Stat")?)?,
            returned: !matches!(value.get("ReturnData"), Some(Value::Bool(false)))
                && text(value, "ReturnData") != Some("false"),
        })
    }
}

impl Stat {
    fn read(name: &str) -> Result<Self, Fault> {
        match name {
            "Minimum" => Ok(Self::Minimum),
            "Maximum" => Ok(Self::Maximum),
            "Average" => Ok(Self::Average),
            "Sum" => Ok(Self::Sum),
            "SampleCount" => Ok(Self::SampleCount),
            other => Err(invalid(format!("the statistic {other} is not simulated"))),
        }
    }

    /// Joins the minutes of a period, of which there is at least one.
    pub(super) fn join(self, values: &[f64]) -> f64 {
        let sum: f64 = values.iter().sum();
        match self {
            Self::Minimum => values.iter().copied().fold(f64::INFINITY, f64::min),
            Self::Maximum => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            Self::Average => sum / values.len() as f64,
            Self::Sum => sum,
            Self::SampleCount => values.len() as f64,
        }
    }
}
