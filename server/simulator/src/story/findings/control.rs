//! Findings of Security Hub's own controls.

use super::controls::{self, Control};
use super::envelope::{Envelope, Times, normalized, stamp};
use super::resources::{Place, resource};
use crate::story::dice::Dice;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

/// One control's finding about one resource.
pub(super) fn finding(seed: u64, control: &Control, place: &Place, times: Times) -> Value {
    let mut dice = Dice::of(
        seed,
        &["control", control.id, place.account, place.region],
        u64::from(place.number),
    );
    let (account, region) = (place.account, place.region);
    let id = format!(
        "arn:aws:securityhub:{region}:{account}:security-control/{}/finding/{}",
        control.id,
        dice.uuid()
    );
    let checked = resource(seed, control.resource, place);
    let fields = fields(control, &checked, &mut dice);
    let mut made = Envelope {
        product: "securityhub",
        product_name: "Security Hub",
        id,
        generator: format!("security-control/{}", control.id),
        kinds: vec![
            "Software and Configuration Checks/Industry and Regulatory Standards".to_owned(),
        ],
        severity: (control.severity, normalized(control.severity)),
        original: control.severity.to_owned(),
        title: control.title.to_owned(),
        description: controls::describe(control),
        resources: vec![checked],
        fields,
    }
    .seal(place, times, &mut dice);
    made["Remediation"] = json!({"Recommendation": {
        "Text": control.fix,
        "Url": control.remediation(),
    }});
    made["Compliance"] = compliance(control);
    evaluate(&mut made, control, &mut dice);
    made
}

fn fields(control: &Control, checked: &Value, dice: &mut Dice) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert(
        "RelatedAWSResources:0/name".to_owned(),
        format!("securityhub-{}-{}", control.rule, dice.hex(8)).into(),
    );
    fields.insert(
        "RelatedAWSResources:0/type".to_owned(),
        "AWS::Config::ConfigRule".into(),
    );
    fields.insert("Resources:0/Id".to_owned(), checked["Id"].clone());
    fields.insert("aws/securityhub/annotation".to_owned(), Value::from(""));
    fields
}

fn compliance(control: &Control) -> Value {
    let standards: Vec<Value> = control
        .standards
        .iter()
        .map(|one| json!({"StandardsId": one.id}))
        .collect();
    let related: Vec<String> = control
        .standards
        .iter()
        .map(|one| control.requirement(one))
        .collect();
    json!({
        "Status": "FAILED",
        "SecurityControlId": control.id,
        "AssociatedStandards": standards,
        "RelatedRequirements": related,
    })
}

/// Lets chance say what the check found, as often as the control's table says.
fn evaluate(made: &mut Value, control: &Control, dice: &mut Dice) {
    let fallen = dice.below(100);
    if fallen >= control.failing {
        become_status(made, "PASSED");
        // Only a check that failed before is resolved by passing; one that always passed stays new.
        if made["Workflow"]["Status"] == "RESOLVED" && dice.chance(50) {
            made["Workflow"]["Status"] = "NEW".into();
        }
    } else if fallen == 0 {
        become_status(made, "WARNING");
    } else if fallen == 1 && control.failing > 20 {
        become_status(made, "NOT_AVAILABLE");
    }
}

/// Sets what a check found, with what follows from it (aws.md 1.2): severity, reasons and workflow.
pub(crate) fn become_status(made: &mut Value, status: &str) {
    let control = made["Compliance"]["SecurityControlId"]
        .as_str()
        .and_then(controls::find);
    let severe = control.map_or("MEDIUM", |control| control.severity);
    let label = if status == "PASSED" {
        "INFORMATIONAL"
    } else {
        severe
    };
    made["Compliance"]["Status"] = status.into();
    made["Severity"] = json!({"Label": label, "Normalized": normalized(label), "Original": label});
    made["FindingProviderFields"]["Severity"] = json!({"Label": label, "Original": label});
    let reason = match status {
        "WARNING" => Some((
            "CONFIG_EVALUATIONS_EMPTY",
            "The rule behind this control has not looked at anything yet.",
        )),
        "NOT_AVAILABLE" => Some((
            "CONFIG_RULE_EVALUATION_ERROR",
            "The rule behind this control ended with an error.",
        )),
        _ => None,
    };
    match (reason, made["Compliance"].as_object_mut()) {
        (Some((code, text)), Some(compliance)) => {
            compliance.insert(
                "StatusReasons".to_owned(),
                json!([{"ReasonCode": code, "Description": text}]),
            );
        }
        (None, Some(compliance)) => {
            compliance.remove("StatusReasons");
        }
        (_, None) => {}
    }
    let next = match (status, made["Workflow"]["Status"].as_str()) {
        ("PASSED", Some("NEW" | "NOTIFIED")) => "RESOLVED",
        ("FAILED" | "WARNING" | "NOT_AVAILABLE", Some("RESOLVED")) => "NEW",
        _ => return,
    };
    made["Workflow"]["Status"] = next.into();
}

/// Moves `UpdatedAt` and what goes with it.
pub(crate) fn observe(made: &mut Value, at: DateTime<Utc>) {
    for name in ["UpdatedAt", "LastObservedAt", "ProcessedAt"] {
        made[name] = stamp(at).into();
    }
}
