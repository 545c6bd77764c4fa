//! Findings of other formats, written in AWS's own. Names and limits: AWS, "AWS Security Finding Format".
//!
//! A field that nobody filled is left out, but for those that every finding in this format has.

use std::collections::BTreeMap;

use backend::findings::canonical_product;
use chrono::SecondsFormat;
use domain::{
    finding::{IncomingFinding, RecordState, Resource, Severity},
    time::Timestamp,
};
use serde_json::{Value, json};

use crate::documents::resource_type::security_hub_type;

/// Characters of a title, of a description and of an advice.
const TITLE: usize = 256;
const DESCRIPTION: usize = 1_024;
const ADVICE: usize = 512;

/// What a document says beside what every finding has, and ASFF has a place for.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// Of the resources, in their order.
    pub(crate) resources: Vec<ResourceBeside>,
    /// `Compliance.RelatedRequirements`.
    pub(crate) requirements: Vec<String>,
    /// `Vulnerabilities`, in ASFF.
    pub(crate) vulnerabilities: Vec<Value>,
}

/// What a document says of a resource beside its id, type and region.
#[derive(Debug, Default)]
pub(crate) struct ResourceBeside {
    /// AWS's partition.
    pub(crate) partition: Option<String>,
    /// Its tags by key.
    pub(crate) tags: BTreeMap<String, String>,
}

/// The finding as a document in ASFF, on one line.
pub(crate) fn write(finding: &IncomingFinding, beside: &Beside) -> String {
    let product = canonical_product(&finding.product_arn);
    let mut document = json!({
        "SchemaVersion": "2018-10-08",
        "Id": finding.aws_finding_id,
        "ProductArn": product,
        "ProductName": finding.product_name,
        "CompanyName": finding.company_name,
        "Region": finding.region.as_str(),
        // Every finding has one; where nothing more is said, it is what reports it.
        "GeneratorId": or(&finding.generator, &product),
        "AwsAccountId": finding.account.as_str(),
        "AwsAccountName": finding.account_name,
        "Types": finding.types,
        "FirstObservedAt": finding.first_observed.map(instant),
        "LastObservedAt": finding.last_observed.map(instant),
        "CreatedAt": instant(finding.created),
        "UpdatedAt": instant(finding.updated),
        "Severity": {
            "Label": finding.severity.as_str(),
            "Normalized": normalized(finding.severity),
        },
        "Confidence": finding.confidence,
        "Criticality": finding.criticality,
        "Title": cut(&finding.title, TITLE),
        // Every finding has one; where nothing more is said, it is the title.
        "Description": cut(or(&finding.description, &finding.title), DESCRIPTION),
        "Remediation": {"Recommendation": {
            "Text": finding.remediation.text.as_deref().map(|text| cut(text, ADVICE)),
            "Url": finding.remediation.url,
        }},
        "Resources": resources(finding, beside),
        "Compliance": compliance(finding, beside),
        "Vulnerabilities": beside.vulnerabilities,
        // Retired: AWS writes this word, wherever a finding stands.
        "WorkflowState": "NEW",
        "Workflow": {"Status": finding.workflow.as_str()},
        "RecordState": match finding.record_state {
            RecordState::Archived => "ARCHIVED",
            RecordState::Active | RecordState::NotReported => "ACTIVE",
        },
    });
    drop_absent(&mut document);
    document.to_string()
}

fn instant(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn or<'x>(text: &'x str, other: &'x str) -> &'x str {
    if text.trim().is_empty() { other } else { text }
}

fn cut(text: &str, characters: usize) -> &str {
    let end = text.char_indices().nth(characters);
    end.map_or(text, |(end, _)| &text[..end])
}

/// The score that AWS gives to a label alone.
const fn normalized(severity: Severity) -> u8 {
    match severity {
        Severity::Informational => 0,
        Severity::Low => 1,
        Severity::Medium => 40,
        Severity::High => 70,
        Severity::Critical => 90,
    }
}

fn resources(finding: &IncomingFinding, beside: &Beside) -> Vec<Value> {
    let nothing = ResourceBeside::default();
    let pairs = finding.resources.iter().enumerate();
    let pairs = pairs.map(|(at, one)| (one, beside.resources.get(at).unwrap_or(&nothing)));
    pairs.map(|(one, beside)| resource(one, beside)).collect()
}

fn resource(one: &Resource, beside: &ResourceBeside) -> Value {
    let of_arn = one.id.as_str().strip_prefix("arn:");
    let of_arn = of_arn.and_then(|rest| rest.split(':').next());
    let partition = of_arn.or(beside.partition.as_deref());
    json!({
        "Type": security_hub_type(&one.kind),
        "Id": one.id.as_str(),
        "Partition": partition.filter(|partition| !partition.is_empty()),
        "Region": one.region.as_ref().map(domain::scope::Region::as_str),
        "Tags": beside.tags,
    })
}

/// The check's result; only findings of checks have one.
fn compliance(finding: &IncomingFinding, beside: &Beside) -> Value {
    let standards = finding.standards.iter();
    let standards: Vec<Value> = standards.map(|id| json!({"StandardsId": id})).collect();
    json!({
        "Status": finding.compliance.map(|status| status.as_str()),
        "SecurityControlId": finding.control,
        "AssociatedStandards": standards,
        "RelatedRequirements": beside.requirements,
    })
}

/// Takes out what nobody filled: null, and lists and objects in which nothing is left.
fn drop_absent(value: &mut Value) {
    let is_absent = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(drop_absent);
            members.retain(|_, member| !is_absent(member));
        }
        Value::Array(items) => items.iter_mut().for_each(drop_absent),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{asff, ocsf};

    fn both(document: &Value) -> (IncomingFinding, Value) {
        let finding = ocsf::read(&document.to_string()).expect("usable");
        let text = write(&finding, &ocsf::beside(&document.to_string()));
        (finding, serde_json::from_str(&text).expect("JSON"))
    }

    fn document() -> Value {
        json!({
            "class_uid": 2002, "severity_id": 5, "status_id": 2,
            "cloud": {"account": {"uid": "210987654321", "name": "payments"}, "region": "eu-west-1"},
            "finding_info": {
                "uid": "f-1", "title": "A flaw", "types": ["Vulnerabilities"],
                "created_time_dt": "2026-03-01T08:00:00Z", "modified_time_dt": "2026-03-02T08:00:00.123456Z",
                "first_seen_time": 1_772_352_000_500_u64,
            },
            "metadata": {"uid": "u-1", "event_code": "rule-7", "product": {
                "uid": "arn:aws:securityhub:eu-west-1::productv2/aws/inspector", "name": "Inspector", "vendor_name": "AWS",
            }},
            "remediation": {"desc": "Update it.", "references": ["https://example.com/fix"]},
            "resources": [
                {"name": ""},
                {"uid": "i-1", "uid_alt": "arn:aws-cn:ec2:eu-west-1:210987654321:instance/i-1", "type": "AWS::EC2::Instance",
                    "region": "eu-west-1", "tags": [{"name": "team", "value": "a"}, {"name": "empty", "value": ""}, {"value": 7}]},
                {"uid": "box", "cloud_partition": "aws"},
            ],
            "compliance": {"control": "EC2.13", "status_id": 3, "standards": ["standards/x/v/1"], "requirements": ["PCI 1.3"]},
            "vulnerabilities": [{
                "cve": {"uid": "CVE-2026-1"}, "is_fix_available": true, "is_exploit_available": false, "fix_coverage": "Partial",
                "affected_packages": [{"name": "openssl", "version": "3.0", "fixed_in_version": "3.1", "package_manager": "APT"}],
            }],
        })
    }

    #[test]
    fn what_ocsf_says_is_written_where_asff_has_it() {
        let (_, asff) = both(&document());
        assert_eq!(
            asff,
            json!({
                "SchemaVersion": "2018-10-08", "Id": "f-1", "GeneratorId": "rule-7",
                "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/inspector",
                "ProductName": "Inspector", "CompanyName": "AWS", "Region": "eu-west-1",
                "AwsAccountId": "210987654321", "AwsAccountName": "payments", "Types": ["Vulnerabilities"],
                "CreatedAt": "2026-03-01T08:00:00Z", "UpdatedAt": "2026-03-02T08:00:00.123456Z",
                "FirstObservedAt": "2026-03-01T08:00:00.500Z",
                "Severity": {"Label": "CRITICAL", "Normalized": 90}, "Title": "A flaw", "Description": "A flaw",
                "Remediation": {"Recommendation": {"Text": "Update it.", "Url": "https://example.com/fix"}},
                "Resources": [
                    {"Type": "AwsEc2Instance", "Id": "arn:aws-cn:ec2:eu-west-1:210987654321:instance/i-1",
                        "Partition": "aws-cn", "Region": "eu-west-1", "Tags": {"team": "a", "empty": ""}},
                    {"Type": "Other", "Id": "box", "Partition": "aws"},
                ],
                "Compliance": {"Status": "FAILED", "SecurityControlId": "EC2.13",
                    "AssociatedStandards": [{"StandardsId": "standards/x/v/1"}], "RelatedRequirements": ["PCI 1.3"]},
                "Vulnerabilities": [{"Id": "CVE-2026-1", "FixAvailable": "PARTIAL", "ExploitAvailable": "NO",
                    "VulnerablePackages": [{"Name": "openssl", "Version": "3.0", "FixedInVersion": "3.1", "PackageManager": "APT"}]}],
                "WorkflowState": "NEW", "Workflow": {"Status": "NOTIFIED"}, "RecordState": "ACTIVE",
            })
        );
    }

    #[test]
    fn long_texts_end_where_the_format_ends_them_and_what_it_requires_is_there() {
        let mut long = document();
        long["finding_info"]["title"] = "é".repeat(300).into();
        long["finding_info"]["desc"] = "é".repeat(1_100).into();
        long["remediation"]["desc"] = "é".repeat(600).into();
        long["metadata"]["event_code"] = Value::Null;
        for absent in ["compliance", "vulnerabilities"] {
            long[absent] = Value::Null;
        }
        let (finding, asff) = both(&long);
        let characters = |pointer: &str| {
            asff.pointer(pointer)
                .and_then(Value::as_str)
                .map(|it| it.chars().count())
        };
        assert_eq!(characters("/Title"), Some(256));
        assert_eq!(characters("/Description"), Some(1_024));
        assert_eq!(characters("/Remediation/Recommendation/Text"), Some(512));
        assert_eq!(asff["GeneratorId"], asff["ProductArn"]);
        assert!(asff.get("Compliance").is_none() && asff.get("Vulnerabilities").is_none());
        let again = asff::read(&asff.to_string()).expect("usable");
        assert_eq!(again.resources[0].id, finding.resources[0].id);
        assert_eq!(
            (again.created, again.updated),
            (finding.created, finding.updated)
        );
    }
}
