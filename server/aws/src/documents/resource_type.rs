//! What Security Hub calls the types of resources that CloudFormation names.

/// CloudFormation's services that Security Hub calls by names of its own.
const SERVICES: [(&str, &str); 4] = [
    ("ElasticLoadBalancing", "Elb"),
    ("ElasticLoadBalancingV2", "Elbv2"),
    ("StepFunctions", "StepFunction"),
    ("WAFv2", "Wafv2"),
];

/// `AWS::IAM::Role` is `AwsIamRole` in Security Hub; any other word stays as it is.
pub(crate) fn security_hub_type(kind: &str) -> String {
    let mut parts = kind.splitn(3, "::");
    match (parts.next(), parts.next(), parts.next()) {
        (Some("AWS"), Some(service), Some(kind)) => {
            let named = SERVICES.iter().find(|(theirs, _)| *theirs == service);
            let service = named.map_or_else(|| words(service), |(_, ours)| (*ours).to_owned());
            format!("Aws{service}{}", words(kind))
        }
        _ => super::field::kept(kind),
    }
}

/// `DBInstance` as `DbInstance`: of capitals in a row the first stays, and the one that begins the next word.
fn words(name: &str) -> String {
    let signs: Vec<char> = name.chars().collect();
    let is_small = |at: usize| signs.get(at).is_some_and(char::is_ascii_lowercase);
    let is_great = |at: usize| signs.get(at).is_some_and(char::is_ascii_uppercase);
    let each = signs.iter().enumerate().map(|(at, sign)| {
        let follows = at > 0 && is_great(at - 1);
        match follows && !is_small(at + 1) {
            true => sign.to_ascii_lowercase(),
            false => *sign,
        }
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_as_security_hub_names_them() {
        for (theirs, ours) in [
            ("AWS::::Account", "AwsAccount"),
            ("AWS::IAM::Role", "AwsIamRole"),
            ("AWS::EC2::Instance", "AwsEc2Instance"),
            ("AWS::EC2::VPC", "AwsEc2Vpc"),
            ("AWS::EC2::VPNConnection", "AwsEc2VpnConnection"),
            ("AWS::RDS::DBInstance", "AwsRdsDbInstance"),
            ("AWS::S3::Bucket", "AwsS3Bucket"),
            ("AWS::CloudTrail::Trail", "AwsCloudTrailTrail"),
            ("AWS::DynamoDB::Table", "AwsDynamoDbTable"),
            ("AWS::WAFv2::WebACL", "AwsWafv2WebAcl"),
            (
                "AWS::ElasticLoadBalancingV2::LoadBalancer",
                "AwsElbv2LoadBalancer",
            ),
            (
                "AWS::StepFunctions::StateMachine",
                "AwsStepFunctionStateMachine",
            ),
            ("AwsEc2Instance", "AwsEc2Instance"),
            ("Other", "Other"),
        ] {
            assert_eq!(security_hub_type(theirs), ours);
        }
    }
}
