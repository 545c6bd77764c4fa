//! Findings of IAM Access Analyzer and of AWS Config.

use super::envelope::{Envelope, Times, normalized};
use super::resources::{Place, resource};
use crate::story::dice::Dice;
use serde_json::{Map, Value, json};

/// What may be shared.
const SHARED: [&str; 6] = [
    "AwsS3Bucket",
    "AwsIamRole",
    "AwsKmsKey",
    "AwsSqsQueue",
    "AwsLambdaFunction",
    "AwsSecretsManagerSecret",
];

/// The organization's rules: name, what they are about, and what they find.
const RULES: [(&str, &str, &str); 4] = [
    (
        "northgate-owner-tag",
        "AwsLambdaFunction",
        "has no tag that names its owner",
    ),
    (
        "northgate-approved-ami",
        "AwsEc2Instance",
        "was started from an image that is not on the list",
    ),
    (
        "northgate-log-retention",
        "AwsLogsLogGroup",
        "keeps its lines for ever",
    ),
    (
        "northgate-database-window",
        "AwsRdsDbInstance",
        "takes its maintenance in business hours",
    ),
];

/// Something shared with, or open to, somebody outside.
pub(super) fn shared(seed: u64, place: &Place, times: Times, number: u64) -> Value {
    let mut dice = Dice::of(
        seed,
        &["access-analyzer", place.account, place.region],
        number,
    );
    let kind = dice.one(&SHARED);
    let outsider = dice.one(&["444455556666", "777788889999", "*"]);
    let label = if outsider == "*" {
        "HIGH"
    } else {
        dice.one(&["LOW", "MEDIUM"])
    };
    let open = resource(seed, kind, place);
    let short = short_name(&open);
    let (region, account) = (place.region, place.account);
    let fields = texts([
        ("External Principal Type", "AWS"),
        ("External Principal", outsider),
        ("Action Type", "read"),
        (
            "aws/access-analyzer/isPublic",
            if outsider == "*" { "true" } else { "false" },
        ),
    ]);
    let who = if outsider == "*" {
        "everyone"
    } else {
        "an account outside of the organization"
    };
    Envelope {
        product: "access-analyzer",
        product_name: "IAM Access Analyzer",
        id: format!("arn:aws:access-analyzer:{region}:{account}:analyzer/organization/arn:aws:{}", dice.hex(24)),
        generator: "aws/access-analyzer".to_owned(),
        kinds: vec!["Software and Configuration Checks/AWS Security Best Practices/External Access Granted".to_owned()],
        severity: (label, normalized(label)),
        original: label.to_owned(),
        title: format!("{short} can be reached by {who}"),
        description: format!(
            "The policy of {short} in {} lets {who} in ({outsider}). If that is meant, archive this; if not, narrow the \
             policy and look at what was read since.",
            place.account_name
        ),
        resources: vec![open],
        fields,
    }
    .seal(place, times, &mut dice)
}

/// A rule of the organization's own, evaluated by AWS Config.
pub(super) fn rule(seed: u64, place: &Place, times: Times, number: u64) -> Value {
    let mut dice = Dice::of(seed, &["config", place.account, place.region], number);
    let (rule, kind, what) = dice.one(&RULES);
    let first = resource(seed, kind, place);
    let short = short_name(&first);
    let mut resources = vec![first];
    if dice.chance(30) {
        resources.push(resource(
            seed,
            kind,
            &Place {
                number: place.number + 1,
                ..*place
            },
        ));
    }
    let label = dice.one(&["LOW", "MEDIUM", "MEDIUM"]);
    let arn = format!(
        "arn:aws:config:{}:{}:config-rule/config-rule-{}",
        place.region,
        place.account,
        dice.hex(6)
    );
    let fields = texts([
        ("aws/config/ConfigRuleName", rule),
        ("aws/config/ConfigRuleArn", &arn),
        ("aws/config/ConfigComplianceType", "NON_COMPLIANT"),
    ]);
    let mut made = Envelope {
        product: "config",
        product_name: "Config",
        id: format!("{arn}/finding/{}", dice.hex(40)),
        generator: arn,
        kinds: vec!["Software and Configuration Checks".to_owned()],
        severity: (label, normalized(label)),
        original: label.to_owned(),
        title: format!("{rule}: {short} {what}"),
        description: format!(
            "{short} in {} {what}. The rule {rule} asks for the contrary.",
            place.account_name
        ),
        resources,
        fields,
    }
    .seal(place, times, &mut dice);
    made["Compliance"] = json!({"Status": "FAILED"});
    made
}

fn short_name(resource: &Value) -> String {
    let id = resource["Id"].as_str().unwrap_or("resource");
    id.rsplit([':', '/']).next().unwrap_or(id).to_owned()
}

fn texts<const N: usize>(pairs: [(&str, &str); N]) -> Map<String, Value> {
    pairs
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect()
}
