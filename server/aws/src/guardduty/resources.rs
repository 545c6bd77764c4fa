//! What a GuardDuty finding concerns, under the names that Security Hub gives to the same resources.

use domain::{
    finding::Resource,
    scope::{Region, ResourceArn},
};

use super::fields::{self, Document};
use crate::documents::{
    field::{Field, kept},
    resource_type::security_hub_type,
};

/// The resources, at least one: a finding that names none concerns its account.
pub(super) fn resources(
    document: &Document<'_>,
    partition: &str,
    region: &str,
    account: &str,
) -> Vec<Resource> {
    let mut named = Vec::new();
    if let Some(resource) = document.resource.get() {
        named.extend(detailed(resource, partition, region, account));
    }
    if named.is_empty() {
        named.extend(called_upon(document));
    }
    if named.is_empty() {
        named.push(("AwsAccount".to_owned(), format!("AWS::::Account:{account}")));
    }
    named
        .into_iter()
        .map(|(kind, id)| Resource {
            kind,
            id: ResourceArn(id),
            region: Some(Region(region.to_owned())),
        })
        .collect()
}

fn detailed(
    resource: &fields::Resource<'_>,
    partition: &str,
    region: &str,
    account: &str,
) -> Vec<(String, String)> {
    let instance = resource
        .instance_details
        .get()
        .and_then(|it| it.instance_id.text());
    let key = resource
        .access_key_details
        .get()
        .and_then(|it| it.access_key_id.text());
    let buckets = resource.s3_bucket_details.get().into_iter().flatten();
    let arn = |field: &Field<fields::Arn<'_>>| field.get().and_then(|it| it.arn.kept());
    let one = |kind: &str, id: Option<String>| id.map(|id| (kind.to_owned(), id));
    one(
        "AwsEc2Instance",
        instance.map(|id| {
            format!(
                "arn:{partition}:ec2:{region}:{account}:instance/{}",
                kept(id)
            )
        }),
    )
    .into_iter()
    .chain(one(
        "AwsIamAccessKey",
        key.map(|id| format!("AWS::IAM::AccessKey:{}", kept(id))),
    ))
    .chain(buckets.filter_map(|bucket| one("AwsS3Bucket", arn(bucket))))
    .chain(one("AwsEksCluster", arn(&resource.eks_cluster_details)))
    .chain(one("AwsEcsCluster", arn(&resource.ecs_cluster_details)))
    .chain(one("AwsLambdaFunction", arn(&resource.lambda_details)))
    .chain(one(
        "AwsRdsDbInstance",
        arn(&resource.rds_db_instance_details),
    ))
    .collect()
}

/// The resources of the API call that was seen, by their CloudFormation type.
fn called_upon(document: &Document<'_>) -> Vec<(String, String)> {
    document
        .service
        .get()
        .and_then(|service| service.action.get())
        .and_then(|action| action.aws_api_call_action.get())
        .and_then(|call| call.affected_resources.get())
        .into_iter()
        .flat_map(|pairs| &pairs.0)
        .filter_map(|(kind, id)| Some((security_hub_type(kind), id.kept()?)))
        .collect()
}
