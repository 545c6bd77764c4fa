//! BatchUpdateFindings (aws.md 1.4): what a customer may write. It never moves `UpdatedAt`.

use super::history::Author;
use super::store::Findings;
use super::visible;
use crate::caller::Caller;
use crate::wire::input::{list, text};
use crate::wire::{Fault, Tree};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

/// How many findings one call may name.
const BATCH: usize = 100;

/// The members that a customer may write.
const WRITABLE: [&str; 9] = [
    "Confidence",
    "Criticality",
    "Note",
    "RelatedFindings",
    "Severity",
    "Types",
    "UserDefinedFields",
    "VerificationState",
    "Workflow",
];

/// Updates each finding that the caller may see, and says which it could not find.
pub(crate) fn batch_update_findings(
    findings: &mut Findings,
    input: &Value,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Tree, Fault> {
    let identifiers = list(input, "FindingIdentifiers");
    if identifiers.is_empty() || identifiers.len() > BATCH {
        return Err(Fault::invalid_input(
            "FindingIdentifiers must name between 1 and 100 findings",
        ));
    }
    let (update, author) = (update(input, now)?, author(caller));
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for identifier in identifiers {
        let (Some(id), Some(product)) = (text(identifier, "Id"), text(identifier, "ProductArn"))
        else {
            return Err(Fault::invalid_input(
                "a finding is identified by Id and ProductArn",
            ));
        };
        let named = Tree::Map(vec![("Id", id.into()), ("ProductArn", product.into())]);
        if apply(findings, (product, id), &update, (caller, &author, now)) {
            done.push(named);
        } else {
            undone.push(Tree::Map(vec![
                ("FindingIdentifier", named),
                ("ErrorCode", "FindingNotFound".into()),
                ("ErrorMessage", "The finding was not found".into()),
            ]));
        }
    }
    Ok(Tree::Map(vec![
        ("ProcessedFindings", Tree::List("member", done)),
        ("UnprocessedFindings", Tree::List("member", undone)),
    ]))
}

fn author(caller: &Caller) -> Author {
    Author {
        kind: "BATCH_UPDATE_FINDINGS",
        identity: caller.arn.as_str().into(),
    }
}

fn apply(
    findings: &mut Findings,
    (product, id): (&str, &str),
    update: &Map<String, Value>,
    (caller, author, now): (&Caller, &Author, DateTime<Utc>),
) -> bool {
    let Some(number) = findings.find(product, id) else {
        return false;
    };
    if !findings
        .get(number)
        .is_some_and(|record| visible(caller, &record.columns))
    {
        return false;
    }
    let Some(mut document) = findings.document(number) else {
        return false;
    };
    for (name, value) in update {
        let merged = match (&document[name], name.as_str()) {
            (Value::Object(old), "Severity") => {
                let mut severity = old.clone();
                severity.extend(value.as_object().cloned().unwrap_or_default());
                Value::Object(severity)
            }
            _ => value.clone(),
        };
        document[name] = merged;
    }
    findings.change(&document, author.clone(), now).is_some()
}

/// The checked members, in the shape in which they stand in a finding.
fn update(input: &Value, now: DateTime<Utc>) -> Result<Map<String, Value>, Fault> {
    let mut update = Map::new();
    for name in WRITABLE {
        if let Some(value) = input.get(name).filter(|value| !value.is_null()) {
            update.insert(name.to_owned(), member(name, value, now)?);
        }
    }
    if update.is_empty() {
        return Err(Fault::invalid_input(
            "at least one member to update is expected",
        ));
    }
    Ok(update)
}

fn member(name: &str, value: &Value, now: DateTime<Utc>) -> Result<Value, Fault> {
    let bad = |why: &str| Fault::invalid_input(format!("Invalid parameter: {name}: {why}"));
    match name {
        "Note" => {
            let written =
                text(value, "Text").filter(|text| (1..=512).contains(&text.chars().count()));
            let by = text(value, "UpdatedBy").ok_or_else(|| bad("UpdatedBy is expected"))?;
            let written = written.ok_or_else(|| bad("Text of 1 to 512 characters is expected"))?;
            let at = now.to_rfc3339_opts(SecondsFormat::Millis, true);
            Ok(json!({"Text": written, "UpdatedBy": by, "UpdatedAt": at}))
        }
        "Confidence" | "Criticality" => match value.as_i64() {
            Some(0..=100) => Ok(value.clone()),
            _ => Err(bad("a number from 0 to 100 is expected")),
        },
        "Severity" => {
            severity(value).ok_or_else(|| bad("a Label or a Normalized from 0 to 100 is expected"))
        }
        "Workflow" => match text(value, "Status") {
            Some("NEW" | "NOTIFIED" | "RESOLVED" | "SUPPRESSED") => Ok(value.clone()),
            _ => Err(bad("Status is none of AWS's")),
        },
        "VerificationState" => match value.as_str() {
            Some("UNKNOWN" | "TRUE_POSITIVE" | "FALSE_POSITIVE" | "BENIGN_POSITIVE") => {
                Ok(value.clone())
            }
            _ => Err(bad("none of AWS's states")),
        },
        "UserDefinedFields" if !value.is_object() => Err(bad("a map is expected")),
        "Types" | "RelatedFindings" if !value.is_array() => Err(bad("a list is expected")),
        _ => Ok(value.clone()),
    }
}

/// A label alone sets the number to the lowest of its span, and a number alone sets the label.
fn severity(value: &Value) -> Option<Value> {
    let number = value
        .get("Normalized")
        .and_then(Value::as_i64)
        .filter(|number| (0..=100).contains(number));
    let label = match text(value, "Label") {
        Some(label) => label,
        None => match number? {
            0 => "INFORMATIONAL",
            1..=39 => "LOW",
            40..=69 => "MEDIUM",
            70..=89 => "HIGH",
            _ => "CRITICAL",
        },
    };
    let lowest = match label {
        "INFORMATIONAL" => 0,
        "LOW" => 1,
        "MEDIUM" => 40,
        "HIGH" => 70,
        "CRITICAL" => 90,
        _ => return None,
    };
    let mut severity = json!({"Label": label, "Normalized": number.unwrap_or(lowest)});
    if let Some(product) = value.get("Product").filter(|product| product.is_number()) {
        severity["Product"] = product.clone();
    }
    Some(severity)
}
