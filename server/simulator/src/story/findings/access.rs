//! Findings of IAM Access Analyzer and of AWS Config.

use super::envelope::{Envelope, Times, normalized};
use super::resources::{Place, resource};
use crate::story::dice::Dice;
use serde_json::{Map, Value};

/// Something shared with, or open to, somebody outside.
pub(super) fn shared(seed: u64, place: &Place, times: Times, number: u64) -> Value {
    let mut dice = Dice::of(
        seed,
        &["access-analyzer", place.account, place.region],
        number,
    );
    let kind = dice.one(&[
        "AwsS3Bucket",
        "AwsIamRole",
        "AwsKmsKey",
        "AwsSqsQueue",
        "AwsLambdaFunction",
        "AwsSecretsManagerSecret",
    ]);
    let outsider = dice.one(&["444455556666", "777788889999", "*"]);
    let label = if outsider == "*" {
        "HIGH"
    } else {
        dice.one(&["LOW", "MEDIUM"])
    };
    let open = resource(seed, kind, place);
    let short = open["Id"]
        .as_str()
        .and_then(|id| id.rsplit([':', '/']).next())
        .unwrap_or("resource")
        .to_owned();
    let (region, account) = (place.region, place.account);
    let mut fields = Map::new();
    fields.insert("External Principal Type".to_owned(), "AWS".into());
    fields.insert("External Principal".to_owned(), outsider.into());
    fields.insert("Action Type".to_owned(), "read".into());
    fields.insert(
        "aws/access-analyzer/isPublic".to_owned(),
        (outsider == "*").to_string().into(),
    );
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
    let mut dice = Dice::of(seed, &["config", place.account, place.region], number);
    let (rule, kind, what) = dice.one(&RULES);
    let first = resource(seed, kind, place);
    let second = resource(
        seed,
        kind,
        &Place {
            number: place.number + 1,
            ..*place
        },
    );
    let short = first["Id"]
        .as_str()
        .and_then(|id| id.rsplit([':', '/']).next())
        .unwrap_or("resource")
        .to_owned();
    let mut resources = vec![first];
    if dice.chance(30) {
        resources.push(second);
    }
    let label = dice.one(&["LOW", "MEDIUM", "MEDIUM"]);
    let arn = format!(
        "arn:aws:config:{}:{}:config-rule/config-rule-{}",
        place.region,
        place.account,
        dice.hex(6)
    );
    let mut fields = Map::new();
    fields.insert("aws/config/ConfigRuleName".to_owned(), rule.into());
    fields.insert("aws/config/ConfigRuleArn".to_owned(), arn.clone().into());
    fields.insert(
        "aws/config/ConfigComplianceType".to_owned(),
        "NON_COMPLIANT".into(),
    );
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
    made["Compliance"] = serde_json::json!({"Status": "FAILED"});
    made
}
