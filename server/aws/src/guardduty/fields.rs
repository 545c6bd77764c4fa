//! The part of a GuardDuty finding that becomes a finding of ours. EventBridge writes keys in
//! camelCase, the API's JSON begins them with a capital.

use std::borrow::Cow;

use serde::{Deserialize, de::MapAccess};

use crate::documents::{
    field::{ByKeys, Field, FromJson, Text},
    instant::Instant,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Document<'a> {
    #[serde(borrow, alias = "Arn")]
    pub(super) arn: Text<'a>,
    #[serde(alias = "Id")]
    pub(super) id: Text<'a>,
    #[serde(alias = "AccountId")]
    pub(super) account_id: Text<'a>,
    #[serde(alias = "Region")]
    pub(super) region: Text<'a>,
    #[serde(alias = "Partition")]
    pub(super) partition: Text<'a>,
    #[serde(rename = "type", alias = "Type")]
    pub(super) kind: Text<'a>,
    #[serde(alias = "Title")]
    pub(super) title: Text<'a>,
    #[serde(alias = "Description")]
    pub(super) description: Text<'a>,
    #[serde(alias = "Severity")]
    pub(super) severity: Field<f64>,
    #[serde(alias = "CreatedAt")]
    pub(super) created_at: Field<Instant<'a>>,
    #[serde(alias = "UpdatedAt")]
    pub(super) updated_at: Field<Instant<'a>>,
    #[serde(alias = "Resource")]
    pub(super) resource: Field<Resource<'a>>,
    #[serde(alias = "Service")]
    pub(super) service: Field<Service<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Resource<'a> {
    #[serde(borrow, alias = "InstanceDetails")]
    pub(super) instance_details: Field<Instance<'a>>,
    #[serde(alias = "AccessKeyDetails")]
    pub(super) access_key_details: Field<AccessKey<'a>>,
    #[serde(alias = "S3BucketDetails")]
    pub(super) s3_bucket_details: Field<Vec<Field<Arn<'a>>>>,
    #[serde(alias = "EksClusterDetails")]
    pub(super) eks_cluster_details: Field<Arn<'a>>,
    #[serde(alias = "EcsClusterDetails")]
    pub(super) ecs_cluster_details: Field<Arn<'a>>,
    #[serde(alias = "LambdaDetails")]
    pub(super) lambda_details: Field<Arn<'a>>,
    #[serde(alias = "RdsDbInstanceDetails")]
    pub(super) rds_db_instance_details: Field<Arn<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Instance<'a> {
    #[serde(borrow, alias = "InstanceId")]
    pub(super) instance_id: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct AccessKey<'a> {
    #[serde(borrow, alias = "AccessKeyId")]
    pub(super) access_key_id: Text<'a>,
}

/// A resource that GuardDuty names by its ARN, under a key that depends on what it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arn<'a> {
    #[serde(
        borrow,
        alias = "Arn",
        alias = "functionArn",
        alias = "FunctionArn",
        alias = "dbInstanceArn",
        alias = "DbInstanceArn"
    )]
    pub(super) arn: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Service<'a> {
    #[serde(borrow, alias = "Action")]
    pub(super) action: Field<Action<'a>>,
    #[serde(alias = "Archived")]
    pub(super) archived: Field<bool>,
    #[serde(alias = "EventFirstSeen")]
    pub(super) event_first_seen: Field<Instant<'a>>,
    #[serde(alias = "EventLastSeen")]
    pub(super) event_last_seen: Field<Instant<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Action<'a> {
    #[serde(borrow, alias = "AwsApiCallAction")]
    pub(super) aws_api_call_action: Field<ApiCall<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ApiCall<'a> {
    #[serde(borrow, alias = "AffectedResources")]
    pub(super) affected_resources: Field<Pairs<'a>>,
}

/// An object whose keys are not known beforehand.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a>(pub(super) Vec<(Cow<'a, str>, Text<'a>)>);

impl<'de: 'a, 'a> FromJson<'de> for Pairs<'a> {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Some(Self(pairs)))
    }
}

impl ByKeys for Resource<'_> {}
impl ByKeys for Instance<'_> {}
impl ByKeys for AccessKey<'_> {}
impl ByKeys for Arn<'_> {}
impl ByKeys for Service<'_> {}
impl ByKeys for Action<'_> {}
impl ByKeys for ApiCall<'_> {}
