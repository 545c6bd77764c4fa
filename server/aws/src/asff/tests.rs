//! Findings in the ASFF form: what is read, what is guessed with care, what is refused.

use domain::finding::{ComplianceStatus, RecordState, Severity, VerificationState, WorkflowStatus};
use serde_json::{Value, json};

use super::read;

/// The smallest usable finding, with `changes` laid over it; null takes a key away.
fn document(changes: Value) -> String {
    let mut document = json!({
        "SchemaVersion": "2018-10-08",
        "Id": "finding-1",
        "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/inspector",
        "AwsAccountId": "210987654321",
        "Resources": [{"Type": "AwsEc2Instance", "Id": "i-1", "Region": "eu-central-1"}],
        "UpdatedAt": "2025-03-01T08:00:00Z",
    });
    let target = document.as_object_mut().expect("an object");
    for (key, value) in changes.as_object().expect("an object") {
        if value.is_null() {
            target.remove(key);
        } else {
            target.insert(key.clone(), value.clone());
        }
    }
    document.to_string()
}

fn finding(changes: Value) -> domain::finding::IncomingFinding {
    read(&document(changes)).expect("usable")
}

fn refusal(changes: Value) -> String {
    read(&document(changes)).expect_err("not usable").reason
}

#[test]
fn the_smallest_document_is_read_with_careful_defaults() {
    let text = document(json!({}));
    let finding = read(&text).expect("usable");
    assert_eq!(&*finding.document, text, "kept as it came");
    assert_eq!(finding.title, "finding-1");
    assert_eq!(finding.region.as_str(), "eu-west-1");
    assert_eq!(finding.created, finding.updated);
    assert_eq!(finding.severity, Severity::High);
    assert_eq!(finding.workflow, WorkflowStatus::New);
    assert_eq!(finding.record_state, RecordState::Active);
    assert_eq!(finding.verification, VerificationState::Unknown);
    assert_eq!(finding.compliance, None);
    assert_eq!(
        finding.primary().map(|it| it.kind.as_str()),
        Some("AwsEc2Instance")
    );
}

#[test]
fn a_required_field_is_named_when_it_is_not_usable() {
    for (changes, sentence) in [
        (json!({"Id": null}), "Id is missing"),
        (json!({"Id": 7}), "Id is a number where text was expected"),
        (json!({"ProductArn": ""}), "ProductArn is empty"),
        (
            json!({"AwsAccountId": 210_987_654_321_u64}),
            "AwsAccountId is a number where text was expected",
        ),
        (json!({"Resources": null}), "Resources is missing"),
        (
            json!({"Resources": {"Id": "i-1"}}),
            "Resources is an object where a list was expected",
        ),
        (
            json!({"Resources": []}),
            "Resources names no resource by its Id",
        ),
        (
            json!({"Resources": [{"Type": "AwsEc2Instance"}, 3]}),
            "Resources names no resource by its Id",
        ),
        (json!({"UpdatedAt": null}), "UpdatedAt is missing"),
        (
            json!({"UpdatedAt": "yesterday"}),
            "UpdatedAt is not a time: \"yesterday\"",
        ),
        (
            json!({"CreatedAt": false}),
            "CreatedAt is a truth value where a time was expected",
        ),
    ] {
        assert_eq!(refusal(changes.clone()), sentence, "{changes}");
    }
    assert!(refusal(json!({"Id": "x".repeat(2_000)})).starts_with("Id is 2000 bytes long"));
    let reject = read(&document(json!({"UpdatedAt": null}))).expect_err("not usable");
    assert_eq!(reject.external_id.as_deref(), Some("finding-1"));
}

#[test]
fn severity_is_read_from_the_best_that_is_said() {
    for (changes, severity, strange) in [
        (
            json!({"Severity": {"Label": "LOW", "Normalized": 90}}),
            Severity::Low,
            0,
        ),
        (
            json!({"Severity": {"Normalized": 0}}),
            Severity::Informational,
            0,
        ),
        (json!({"Severity": {"Normalized": "70"}}), Severity::High, 0),
        (
            json!({"Severity": {"Label": "GRAVE", "Normalized": 95}}),
            Severity::Critical,
            1,
        ),
        (json!({"Severity": {"Product": 5}}), Severity::Medium, 0),
        (
            json!({"Severity": {"Product": 5.0, "Normalized": 10}}),
            Severity::Low,
            0,
        ),
        (
            json!({"ProductFields": {"aws/securityhub/SeverityLabel": "MEDIUM"}}),
            Severity::Medium,
            0,
        ),
        (
            json!({"FindingProviderFields": {"Severity": {"Original": "Critical"}}}),
            Severity::Critical,
            0,
        ),
        (json!({"Severity": {"Label": "GRAVE"}}), Severity::High, 1),
        (json!({"Severity": "LOW"}), Severity::High, 1),
    ] {
        let read = finding(changes.clone());
        assert_eq!(read.severity, severity, "{changes}");
        assert_eq!(read.unrecognised.len(), strange, "{changes}");
    }
}

#[test]
fn words_that_are_none_of_ours_are_kept_and_read_with_care() {
    let read = finding(json!({
        "Workflow": {"Status": "TRIAGED"},
        "RecordState": "NOT_REPORTED",
        "Compliance": {"Status": "PARTLY"},
        "VerificationState": "MAYBE",
    }));
    assert_eq!(read.workflow, WorkflowStatus::New);
    assert_eq!(read.record_state, RecordState::Active);
    assert_eq!(read.compliance, Some(ComplianceStatus::Warning));
    for pair in [
        ("Workflow.Status", "TRIAGED"),
        ("RecordState", "NOT_REPORTED"),
        ("Compliance.Status", "PARTLY"),
        ("VerificationState", "MAYBE"),
    ] {
        let pair = (pair.0.to_owned(), pair.1.to_owned());
        assert!(read.unrecognised.contains(&pair), "{pair:?}");
    }
}

#[test]
fn the_retired_workflow_state_counts_only_without_the_current_one() {
    let workflow = |changes| finding(changes).workflow;
    assert_eq!(
        workflow(json!({"WorkflowState": "DEFERRED"})),
        WorkflowStatus::Notified
    );
    assert_eq!(
        workflow(json!({"WorkflowState": "RESOLVED"})),
        WorkflowStatus::Resolved
    );
    assert_eq!(
        workflow(json!({"WorkflowState": "RESOLVED", "Workflow": {"Status": "SUPPRESSED"}})),
        WorkflowStatus::Suppressed
    );
}

#[test]
fn control_and_standards_are_found_in_every_generation() {
    let now = finding(json!({"Compliance": {"SecurityControlId": "S3.8",
        "AssociatedStandards": [{"StandardsId": "standards/nist-800-53/v/5.0.0"}, {"StandardsId": 1}]}}));
    assert_eq!(now.control.as_deref(), Some("S3.8"));
    assert_eq!(now.standards, ["standards/nist-800-53/v/5.0.0"]);
    let before = finding(json!({"ProductFields": {"ControlId": "PCI.S3.1",
        "StandardsArn": "arn:aws:securityhub:::standards/pci-dss/v/3.2.1"}}));
    assert_eq!(before.control.as_deref(), Some("PCI.S3.1"));
    assert_eq!(before.standards, ["standards/pci-dss/v/3.2.1"]);
    let cis = finding(json!({"ProductFields": {"RuleId": "2.9",
        "StandardsGuideArn": "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"}}));
    assert_eq!(cis.control.as_deref(), Some("CIS.2.9"));
    assert_eq!(
        cis.standards,
        ["ruleset/cis-aws-foundations-benchmark/v/1.2.0"]
    );
}

#[test]
fn optional_fields_of_a_wrong_type_are_passed_over() {
    let read = finding(json!({
        "Title": ["a"], "Note": "text", "Remediation": {"Recommendation": 4}, "Types": {"a": 1},
        "Confidence": 250, "Criticality": true, "LastObservedAt": "never", "ProductFields": [],
    }));
    assert_eq!(read.title, "finding-1");
    assert_eq!(
        (read.note, read.confidence, read.criticality),
        (None, None, None)
    );
    assert!(read.types.is_empty() && read.last_observed.is_none());
}

#[test]
fn hostile_text_is_refused_or_read_and_never_panics() {
    let deep = document(json!({})).replacen(
        '{',
        &format!("{{\"Details\":{}{},", "[".repeat(5_000), "]".repeat(5_000)),
        1,
    );
    assert!(
        read(&deep).is_ok(),
        "what is not read may be as deep as it likes"
    );
    let deep_title = document(json!({})).replacen(
        '{',
        &format!("{{\"Title\":{}{},", "[".repeat(5_000), "]".repeat(5_000)),
        1,
    );
    assert!(read(&deep_title).is_ok() || read(&deep_title).is_err());
    let large = document(json!({"Description": "é".repeat(300_000)}));
    assert!(read(&large).is_ok_and(|it| it.description.len() == 600_000));
    let surrogate = document(json!({})).replace("finding-1", "\\ud800");
    assert!(!read(&surrogate).expect_err("no text").reason.is_empty());
    assert_eq!(finding(json!({"Title": "a\u{0}b"})).title, "a\u{fffd}b");
    for text in [
        "",
        "null",
        "[]",
        "7",
        "{",
        "{\"Id\":",
        "\u{feff}{}",
        "{\"Id\":\"a\",\"Id\":\"b\"}",
    ] {
        assert!(
            !read(text).expect_err("not usable").reason.is_empty(),
            "{text:?}"
        );
    }
}
