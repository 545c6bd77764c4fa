//! CloudWatch.
use crate::{
    caller::Caller,
    route53::Endpoints,
    wire::{Fault, Tree},
};
/// Answers.
pub(crate) fn get_metric_data(
    _: &Endpoints,
    _: &serde_json::Value,
    _: &Caller,
    _: chrono::DateTime<chrono::Utc>,
) -> Result<Tree, Fault> {
    Err(Fault::unknown_operation("GetMetricData"))
}
