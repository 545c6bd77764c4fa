//! The codes of AWS services.

/// Service prefixes of ARNs, and the few codes beside them that AWS Health gives to what is no service of its own; sorted.
///
/// Source: "Actions, resources, and condition keys for AWS services" in the Service Authorization Reference; the codes of
/// AWS Health are those of `DescribeEventTypes` in lower case.
#[rustfmt::skip]
const CODES: &[&str] = &[
    "abuse", "access-analyzer", "account", "acm", "acm-pca", "airflow", "amplify", "apigateway",
    "app-integrations", "appconfig", "appflow", "application-autoscaling", "applicationinsights",
    "appmesh", "apprunner", "appstream", "appsync", "aps", "athena", "auditmanager", "autoscaling",
    "backup", "batch", "bedrock", "billing", "budgets", "cassandra", "ce", "chatbot", "chime",
    "client_vpn", "cloud9", "clouddirectory", "cloudformation", "cloudfront", "cloudhsm",
    "cloudsearch", "cloudshell", "cloudtrail", "cloudwatch", "codeartifact", "codebuild",
    "codecommit", "codedeploy", "codepipeline", "codestar", "cognito", "cognito-identity",
    "cognito-idp", "comprehend", "compute-optimizer", "config", "connect", "controltower",
    "databrew", "dataexchange", "datasync", "datazone", "dax", "detective", "devicefarm",
    "directconnect", "discovery", "dlm", "dms", "docdb", "drs", "ds", "dynamodb", "ebs", "ec2",
    "ecr", "ecr-public", "ecs", "eks", "elasticache", "elasticbeanstalk", "elasticfilesystem",
    "elasticloadbalancing", "elasticmapreduce", "elastictranscoder", "emr-containers",
    "emr-serverless", "es", "events", "evidently", "execute-api", "firehose", "fis", "fms",
    "forecast", "frauddetector", "fsx", "gamelift", "geo", "glacier", "globalaccelerator", "glue",
    "grafana", "greengrass", "groundstation", "guardduty", "health", "healthlake", "iam",
    "identitystore", "imagebuilder", "inspector", "inspector2", "internetconnectivity",
    "interregionvpcpeering", "iot", "iotanalytics", "iotevents", "iotsitewise", "ivs", "kafka",
    "kafkaconnect", "kendra", "kinesis", "kinesisanalytics", "kinesisvideo", "kms", "lakeformation",
    "lambda", "lex", "license-manager", "lightsail", "location", "logs", "m2", "macie", "macie2",
    "managedblockchain", "management_console", "mediaconnect", "mediaconvert", "medialive",
    "mediapackage", "mediastore", "mediatailor", "memorydb", "mgn", "mobiletargeting", "mq",
    "multiple_services", "natgateway", "neptune", "network-firewall", "networkmanager", "oam",
    "opensearch", "opsworks", "organizations", "outposts", "personalize", "pipes", "polly",
    "privatelink", "profile", "qbusiness", "qldb", "quicksight", "ram", "rds", "redshift",
    "redshift-serverless", "rekognition", "resiliencehub", "resource-explorer-2", "resource-groups",
    "risk", "robomaker", "rolesanywhere", "route53", "route53domains", "route53resolver", "s3",
    "s3-object-lambda", "s3-outposts", "sagemaker", "savingsplans", "scheduler", "schemas", "sdb",
    "secretsmanager", "securityhub", "securitylake", "serverlessrepo", "servicecatalog",
    "servicediscovery", "servicequotas", "ses", "shield", "signer", "snowball", "sns", "sqs", "ssm",
    "ssm-incidents", "sso", "states", "storagegateway", "sts", "support", "swf", "synthetics",
    "textract", "timestream", "transcribe", "transfer", "translate", "trustedadvisor",
    "verifiedpermissions", "vpc", "vpc-lattice", "vpn", "waf", "waf-regional", "wafv2",
    "wellarchitected", "workdocs", "workmail", "workspaces", "workspaces-web", "xray",
];

/// Whether a word is the code of a service of AWS.
pub(super) fn is_known(word: &str) -> bool {
    CODES.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found() {
        assert!(CODES.is_sorted());
        assert!(is_known("abuse") && is_known("ec2") && is_known("xray") && !is_known("nonsense"));
    }
}
