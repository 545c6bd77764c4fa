//! The resources findings are about: the same type, account, region and number is always the same resource.

use super::resource_details::details;
use crate::story::dice::Dice;
use serde_json::{Value, json};

/// Where a resource is, and which of its kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Twelve digits.
    pub(crate) account: &'static str,
    /// The account's name.
    pub(crate) account_name: &'static str,
    /// Such as `us-east-1`.
    pub(crate) region: &'static str,
    /// Which of its type in this account and region.
    pub(crate) number: u32,
}

/// ASFF's type and the form of its id. `{n}` is a name, `{h8}` and `{h17}` are hexadecimal digits, `{u}` a UUID.
const FORMS: [(&str, &str); 44] = [
    ("AwsAccount", "AWS::::Account:{a}"),
    (
        "AwsApiGatewayStage",
        "arn:aws:apigateway:{r}::/restapis/{h8}/stages/live",
    ),
    (
        "AwsApiGatewayV2Stage",
        "arn:aws:apigateway:{r}::/apis/{h8}/stages/live",
    ),
    (
        "AwsAutoScalingAutoScalingGroup",
        "arn:aws:autoscaling:{r}:{a}:autoScalingGroup:{u}:autoScalingGroupName/{n}",
    ),
    (
        "AwsAutoScalingLaunchConfiguration",
        "arn:aws:autoscaling:{r}:{a}:launchConfiguration:{u}:launchConfigurationName/{n}",
    ),
    (
        "AwsBackupRecoveryPoint",
        "arn:aws:backup:{r}:{a}:recovery-point:{u}",
    ),
    (
        "AwsCertificateManagerCertificate",
        "arn:aws:acm:{r}:{a}:certificate/{u}",
    ),
    (
        "AwsCloudFrontDistribution",
        "arn:aws:cloudfront::{a}:distribution/E{h8}",
    ),
    ("AwsCloudTrailTrail", "arn:aws:cloudtrail:{r}:{a}:trail/{n}"),
    ("AwsCloudWatchAlarm", "arn:aws:cloudwatch:{r}:{a}:alarm:{n}"),
    (
        "AwsCodeBuildProject",
        "arn:aws:codebuild:{r}:{a}:project/{n}",
    ),
    ("AwsDynamoDbTable", "arn:aws:dynamodb:{r}:{a}:table/{n}"),
    ("AwsEc2Instance", "arn:aws:ec2:{r}:{a}:instance/i-{h17}"),
    (
        "AwsEc2NetworkAcl",
        "arn:aws:ec2:{r}:{a}:network-acl/acl-{h17}",
    ),
    (
        "AwsEc2SecurityGroup",
        "arn:aws:ec2:{r}:{a}:security-group/sg-{h17}",
    ),
    ("AwsEc2Subnet", "arn:aws:ec2:{r}:{a}:subnet/subnet-{h17}"),
    ("AwsEc2Volume", "arn:aws:ec2:{r}:{a}:volume/vol-{h17}"),
    ("AwsEc2Vpc", "arn:aws:ec2:{r}:{a}:vpc/vpc-{h17}"),
    (
        "AwsEcrContainerImage",
        "arn:aws:ecr:{r}:{a}:repository/{n}/sha256:{h17}{h17}{h17}",
    ),
    ("AwsEcrRepository", "arn:aws:ecr:{r}:{a}:repository/{n}"),
    ("AwsEcsService", "arn:aws:ecs:{r}:{a}:service/main/{n}"),
    (
        "AwsEcsTaskDefinition",
        "arn:aws:ecs:{r}:{a}:task-definition/{n}:12",
    ),
    (
        "AwsEfsFileSystem",
        "arn:aws:elasticfilesystem:{r}:{a}:file-system/fs-{h17}",
    ),
    ("AwsEksCluster", "arn:aws:eks:{r}:{a}:cluster/{n}"),
    (
        "AwsElastiCacheCluster",
        "arn:aws:elasticache:{r}:{a}:cluster:{n}",
    ),
    (
        "AwsElbv2LoadBalancer",
        "arn:aws:elasticloadbalancing:{r}:{a}:loadbalancer/app/{n}/{h8}",
    ),
    ("AwsIamAccessKey", "AWS::IAM::AccessKey:AKIASIMULATED{h8}"),
    ("AwsIamPolicy", "arn:aws:iam::{a}:policy/{n}"),
    ("AwsIamRole", "arn:aws:iam::{a}:role/{n}"),
    ("AwsIamUser", "arn:aws:iam::{a}:user/{n}"),
    ("AwsKmsKey", "arn:aws:kms:{r}:{a}:key/{u}"),
    ("AwsLambdaFunction", "arn:aws:lambda:{r}:{a}:function:{n}"),
    (
        "AwsLogsLogGroup",
        "arn:aws:logs:{r}:{a}:log-group:/northgate/{n}",
    ),
    (
        "AwsOpenSearchServiceDomain",
        "arn:aws:es:{r}:{a}:domain/{n}",
    ),
    ("AwsRdsDbInstance", "arn:aws:rds:{r}:{a}:db:{n}"),
    ("AwsRdsDbSnapshot", "arn:aws:rds:{r}:{a}:snapshot:{n}"),
    ("AwsRedshiftCluster", "arn:aws:redshift:{r}:{a}:cluster:{n}"),
    ("AwsRoute53HostedZone", "arn:aws:route53:::hostedzone/Z{h8}"),
    ("AwsS3Bucket", "arn:aws:s3:::northgate-{n}-{h8}"),
    (
        "AwsSecretsManagerSecret",
        "arn:aws:secretsmanager:{r}:{a}:secret:{n}-{h8}",
    ),
    ("AwsSnsTopic", "arn:aws:sns:{r}:{a}:{n}"),
    ("AwsSqsQueue", "arn:aws:sqs:{r}:{a}:{n}"),
    (
        "AwsSsmPatchCompliance",
        "arn:aws:ec2:{r}:{a}:instance/i-{h17}",
    ),
    (
        "AwsStepFunctionStateMachine",
        "arn:aws:states:{r}:{a}:stateMachine:{n}",
    ),
];

const FIRST: [&str; 16] = [
    "orders", "ledger", "invoice", "checkout", "catalog", "search", "profile", "session", "events",
    "media", "report", "ingest", "export", "mailer", "pricing", "stock",
];

const SECOND: [&str; 12] = [
    "api", "worker", "archive", "cache", "index", "stream", "batch", "gateway", "store", "sync",
    "audit", "canary",
];

const OWNERS: [&str; 6] = ["payments", "platform", "web", "data", "security", "network"];

/// One resource in ASFF's shape.
pub(crate) fn resource(seed: u64, kind: &str, place: &Place) -> Value {
    // Patch results are about instances: the two kinds share the instance.
    let root = if kind == "AwsSsmPatchCompliance" {
        "AwsEc2Instance"
    } else {
        kind
    };
    let mut dice = Dice::of(
        seed,
        &[root, place.account, place.region],
        u64::from(place.number),
    );
    let name = format!(
        "{}-{}-{:02}",
        dice.one(&FIRST),
        dice.one(&SECOND),
        place.number % 100
    );
    let form = FORMS
        .iter()
        .find(|(other, _)| *other == kind)
        .map_or("arn:aws:{n}:{r}:{a}:{n}/{h8}", |(_, form)| form);
    let id = fill(form, place, &name, &mut dice);
    let mut made = json!({
        "Type": kind,
        "Id": id,
        "Partition": "aws",
        "Region": place.region,
    });
    if kind != "AwsAccount" && dice.chance(70) {
        let stage = place.account_name.rsplit('-').next().unwrap_or("prod");
        made["Tags"] = json!({"Name": name, "owner": dice.one(&OWNERS), "stage": stage});
    }
    if let Some(details) = details(kind, &name, place, &mut dice) {
        made["Details"] = json!({ kind: details });
    }
    made
}

fn fill(form: &str, place: &Place, name: &str, dice: &mut Dice) -> String {
    let (eight, seventeen, uuid) = (dice.hex(8), dice.hex(17), dice.uuid());
    form.replace("{a}", place.account)
        .replace("{r}", place.region)
        .replace("{n}", name)
        .replace("{h8}", &eight)
        .replace("{h17}", &seventeen)
        .replace("{u}", &uuid)
}
