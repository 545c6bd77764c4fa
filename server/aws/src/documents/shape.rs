//! The keys under which documents wrap their records.

use serde::Deserialize;
use serde_json::value::RawValue;

/// What stands under each wrapping key of an object.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Shape<'a> {
    /// `GetFindings`, in the API's spelling and in that of the AWS CLI's exports.
    #[serde(borrow, rename = "Findings", alias = "findings")]
    pub(super) findings: Option<&'a RawValue>,
    /// A recorded boto3 answer: `{status_code, data}`.
    pub(super) data: Option<&'a RawValue>,
    /// An event kept beside what a test expects of it.
    pub(super) event_payload: Option<&'a RawValue>,
    #[serde(rename = "detail-type", alias = "DetailType")]
    pub(super) detail_type: Option<&'a RawValue>,
    /// `DescribeEvents`.
    pub(super) events: Option<&'a RawValue>,
    /// `DescribeEventDetails`.
    #[serde(rename = "successfulSet")]
    pub(super) details: Option<&'a RawValue>,
    /// `DescribeAffectedEntities`.
    pub(super) entities: Option<&'a RawValue>,
    #[serde(rename = "HealthChecks")]
    pub(super) health_checks: Option<&'a RawValue>,
    #[serde(rename = "HealthCheck")]
    pub(super) health_check: Option<&'a RawValue>,
    #[serde(rename = "ResourceTagSets")]
    pub(super) tag_sets: Option<&'a RawValue>,
    #[serde(rename = "ResourceTagSet")]
    pub(super) tag_set: Option<&'a RawValue>,
}
