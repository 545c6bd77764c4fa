//! What every finding has, whatever product it is from.

use super::resources::Place;
use crate::story::dice::Dice;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

/// When a finding was made and last changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// `CreatedAt`.
    pub(super) created: DateTime<Utc>,
    /// `UpdatedAt`.
    pub(super) updated: DateTime<Utc>,
}

/// The parts in which products differ.
pub(super) struct Envelope<'a> {
    /// The last part of the product's ARN, such as `guardduty`.
    pub(super) product: &'a str,
    /// What people call it.
    pub(super) product_name: &'a str,
    /// `Id`.
    pub(super) id: String,
    /// `GeneratorId`.
    pub(super) generator: String,
    /// `Types`.
    pub(super) kinds: Vec<String>,
    /// The label and number of `Severity`.
    pub(super) severity: (&'a str, u32),
    /// The provider's own words for it.
    pub(super) original: String,
    /// `Title`.
    pub(super) title: String,
    /// `Description`.
    pub(super) description: String,
    /// `Resources`.
    pub(super) resources: Vec<Value>,
    /// `ProductFields`, beside the two that Security Hub adds.
    pub(super) fields: Map<String, Value>,
}

/// How AWS writes a moment in a finding.
pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The number that a label stands for when nothing else is known (aws.md 1.1).
pub(super) fn normalized(label: &str) -> u32 {
    match label {
        "CRITICAL" => 90,
        "HIGH" => 70,
        "MEDIUM" => 40,
        "LOW" => 1,
        _ => 0,
    }
}

impl Envelope<'_> {
    /// The finding, with the workflow and record state that chance gives it.
    pub(super) fn seal(self, place: &Place, times: Times, dice: &mut Dice) -> Value {
        let product_arn = format!(
            "arn:aws:securityhub:{}::product/aws/{}",
            place.region, self.product
        );
        let mut fields = self.fields;
        fields.insert(
            "aws/securityhub/ProductName".to_owned(),
            self.product_name.into(),
        );
        fields.insert(
            "aws/securityhub/FindingId".to_owned(),
            format!("{product_arn}/{}", self.id).into(),
        );
        let (label, number) = self.severity;
        let mut made = json!({
            "SchemaVersion": "2018-10-08",
            "Id": self.id,
            "ProductArn": product_arn,
            "ProductName": self.product_name,
            "CompanyName": "AWS",
            "Region": place.region,
            "GeneratorId": self.generator,
            "AwsAccountId": place.account,
            "AwsAccountName": place.account_name,
            "Types": self.kinds,
            "FirstObservedAt": stamp(times.created),
            "LastObservedAt": stamp(times.updated),
            "CreatedAt": stamp(times.created),
            "UpdatedAt": stamp(times.updated),
            "ProcessedAt": stamp(times.updated + chrono::Duration::milliseconds(900 + i64::from(dice.below(4000)))),
            "Severity": {"Label": label, "Normalized": number, "Original": self.original},
            "Title": self.title,
            "Description": self.description,
            "ProductFields": fields,
            "Resources": self.resources,
            "WorkflowState": "NEW",
            "Workflow": {"Status": workflow(dice)},
            "RecordState": record_state(times, dice),
            "FindingProviderFields": {
                "Severity": {"Label": label, "Original": self.original},
                "Types": self.kinds,
            },
        });
        touch(&mut made, times, dice);
        made
    }
}

fn workflow(dice: &mut Dice) -> &'static str {
    match dice.below(100) {
        0..=85 => "NEW",
        86..=92 => "NOTIFIED",
        93..=97 => "SUPPRESSED",
        _ => "RESOLVED",
    }
}

/// AWS forgets an archived finding thirty days after its last change, so older ones are all active.
fn record_state(times: Times, dice: &mut Dice) -> &'static str {
    let fresh = times.updated - times.created < chrono::Duration::days(25);
    if fresh && dice.chance(7) {
        "ARCHIVED"
    } else {
        "ACTIVE"
    }
}

/// Traces of people: now and then a note, a field of their own, or a severity they did not agree with.
fn touch(made: &mut Value, times: Times, dice: &mut Dice) {
    if dice.chance(3) {
        let by = dice.one(&["ana.suarez", "j.okafor", "triage-bot", "m.lindqvist"]);
        let said = dice.one(&[
            "Asked the owning team, answer expected this week.",
            "Accepted until the migration is done, see the risk register.",
            "Looks like the quarterly scan of our own testers.",
            "Second time on this resource. Rule for it is in review.",
        ]);
        made["Note"] = json!({"Text": said, "UpdatedBy": by, "UpdatedAt": stamp(times.updated)});
    }
    if dice.chance(2) {
        made["UserDefinedFields"] =
            json!({"ticket": format!("SEC-{}", 1000 + dice.below(4000)), "team": "platform"});
    }
    if dice.chance(2) && made["Severity"]["Label"] == "HIGH" {
        made["Severity"]["Label"] = "MEDIUM".into();
        made["Severity"]["Normalized"] = 40.into();
    }
    if dice.chance(4) {
        made["Criticality"] = (20 + dice.below(80)).into();
    }
}
