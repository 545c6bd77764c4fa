//! Resources as this plane names them: CloudFormation's types, and ids without what an ARN puts before them.

use serde_json::{Value, json};

/// ASFF's types with CloudFormation's. A type that is not here is passed on as it is.
const TYPES: [(&str, &str); 52] = [
    ("AwsAccount", "AWS::::Account"),
    ("AwsApiGatewayStage", "AWS::ApiGateway::Stage"),
    ("AwsApiGatewayV2Stage", "AWS::ApiGatewayV2::Stage"),
    (
        "AwsAutoScalingAutoScalingGroup",
        "AWS::AutoScaling::AutoScalingGroup",
    ),
    (
        "AwsAutoScalingLaunchConfiguration",
        "AWS::AutoScaling::LaunchConfiguration",
    ),
    ("AwsBackupRecoveryPoint", "AWS::Backup::RecoveryPoint"),
    (
        "AwsCertificateManagerCertificate",
        "AWS::CertificateManager::Certificate",
    ),
    ("AwsCloudFrontDistribution", "AWS::CloudFront::Distribution"),
    ("AwsCloudTrailTrail", "AWS::CloudTrail::Trail"),
    ("AwsCloudWatchAlarm", "AWS::CloudWatch::Alarm"),
    ("AwsCodeBuildProject", "AWS::CodeBuild::Project"),
    ("AwsDmsReplicationInstance", "AWS::DMS::ReplicationInstance"),
    ("AwsDynamoDbTable", "AWS::DynamoDB::Table"),
    ("AwsEc2Instance", "AWS::EC2::Instance"),
    ("AwsEc2NetworkAcl", "AWS::EC2::NetworkAcl"),
    ("AwsEc2SecurityGroup", "AWS::EC2::SecurityGroup"),
    ("AwsEc2Subnet", "AWS::EC2::Subnet"),
    ("AwsEc2Volume", "AWS::EC2::Volume"),
    ("AwsEc2Vpc", "AWS::EC2::VPC"),
    ("AwsEc2VpnConnection", "AWS::EC2::VPNConnection"),
    ("AwsEcrContainerImage", "AWS::ECR::ContainerImage"),
    ("AwsEcrRepository", "AWS::ECR::Repository"),
    ("AwsEcsService", "AWS::ECS::Service"),
    ("AwsEcsTaskDefinition", "AWS::ECS::TaskDefinition"),
    ("AwsEfsFileSystem", "AWS::EFS::FileSystem"),
    ("AwsEksCluster", "AWS::EKS::Cluster"),
    ("AwsElastiCacheCluster", "AWS::ElastiCache::CacheCluster"),
    ("AwsElasticsearchDomain", "AWS::Elasticsearch::Domain"),
    (
        "AwsElbv2LoadBalancer",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
    ),
    ("AwsIamAccessKey", "AWS::IAM::AccessKey"),
    ("AwsIamPolicy", "AWS::IAM::Policy"),
    ("AwsIamRole", "AWS::IAM::Role"),
    ("AwsIamUser", "AWS::IAM::User"),
    ("AwsKmsKey", "AWS::KMS::Key"),
    ("AwsLambdaFunction", "AWS::Lambda::Function"),
    ("AwsLogsLogGroup", "AWS::Logs::LogGroup"),
    (
        "AwsNetworkFirewallFirewallPolicy",
        "AWS::NetworkFirewall::FirewallPolicy",
    ),
    (
        "AwsOpenSearchServiceDomain",
        "AWS::OpenSearchService::Domain",
    ),
    ("AwsRdsDbCluster", "AWS::RDS::DBCluster"),
    ("AwsRdsDbInstance", "AWS::RDS::DBInstance"),
    ("AwsRdsDbSnapshot", "AWS::RDS::DBSnapshot"),
    ("AwsRedshiftCluster", "AWS::Redshift::Cluster"),
    ("AwsRoute53HostedZone", "AWS::Route53::HostedZone"),
    ("AwsS3Bucket", "AWS::S3::Bucket"),
    ("AwsS3Object", "AWS::S3::Object"),
    (
        "AwsSageMakerNotebookInstance",
        "AWS::SageMaker::NotebookInstance",
    ),
    ("AwsSecretsManagerSecret", "AWS::SecretsManager::Secret"),
    ("AwsSnsTopic", "AWS::SNS::Topic"),
    ("AwsSqsQueue", "AWS::SQS::Queue"),
    ("AwsSsmPatchCompliance", "AWS::SSM::PatchCompliance"),
    (
        "AwsStepFunctionStateMachine",
        "AWS::StepFunctions::StateMachine",
    ),
    ("AwsWafv2WebAcl", "AWS::WAFv2::WebACL"),
];

/// `resources`.
pub(super) fn all(asff: &Value) -> Value {
    let resources = asff["Resources"].as_array().into_iter().flatten();
    resources
        .map(|resource| one(resource, &asff["AwsAccountId"]))
        .collect()
}

fn one(resource: &Value, account: &Value) -> Value {
    let kind = resource["Type"].as_str().unwrap_or("Other");
    let known = TYPES.iter().find(|(asff, _)| *asff == kind);
    let id = resource["Id"].as_str().unwrap_or_default();
    json!({
        "cloud_partition": resource["Partition"],
        "name": resource.pointer("/Tags/Name"),
        "owner": {"account": {"uid": account}},
        "provider": "AWS",
        "region": resource["Region"],
        "tags": tags(resource),
        "type": known.map_or(kind, |(_, own)| *own),
        "uid": bare(id),
        "uid_alt": id.starts_with("arn:").then_some(id),
    })
}

/// A resource's tags, as the list of names and values that OCSF has; null where ASFF has none.
pub(super) fn tags(resource: &Value) -> Value {
    let Some(tags) = resource["Tags"].as_object() else {
        return Value::Null;
    };
    tags.iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect()
}

/// The id without partition, region, account and type: `i-0abc` of an instance, the key of an object in a bucket.
fn bare(id: &str) -> &str {
    if let Some(last) = id
        .strip_prefix("AWS::")
        .and_then(|id| id.rsplit(':').next())
    {
        return last;
    }
    let Some(own) = id
        .strip_prefix("arn:")
        .and_then(|id| id.splitn(5, ':').nth(4))
    else {
        return id;
    };
    own.trim_start_matches('/')
        .split_once([':', '/'])
        .map_or(own, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn ids_lose_what_an_arn_puts_before_them() {
        for (id, expected) in [
            (
                "arn:aws:ec2:us-east-1:310000000017:instance/i-0abc",
                "i-0abc",
            ),
            ("arn:aws:s3:::northgate-media", "northgate-media"),
            (
                "arn:aws:s3:::northgate-media/exports/part.csv",
                "exports/part.csv",
            ),
            (
                "arn:aws:lambda:us-east-1:310000000017:function:orders",
                "orders",
            ),
            ("arn:aws:sns:us-east-1:310000000017:orders", "orders"),
            ("AWS::::Account:310000000017", "310000000017"),
            ("AWS::IAM::AccessKey:AKIASIMULATED0", "AKIASIMULATED0"),
            ("host-1", "host-1"),
        ] {
            assert_eq!(bare(id), expected, "{id}");
        }
    }
}
