//! Findings in the OCSF form: what is read, what is guessed with care, what is refused.

use domain::{
    finding::{ComplianceStatus, IncomingFinding, Plane, RecordState, Severity, WorkflowStatus},
    time::from_micros,
};
use serde_json::{Value, json};

use super::read;

/// The smallest usable finding, with `changes` laid over its top level; null takes a key away.
fn document(changes: Value) -> String {
    let mut document = json!({
        "class_uid": 2003,
        "severity_id": 4,
        "finding_info": {"uid": "finding-9", "created_time": 1_740_000_000_000_u64},
        "metadata": {"product": {"name": "Scanner"}, "version": "1.5.0"},
        "cloud": {"provider": "AWS", "account": {"uid": "210987654321"}},
        "resources": [{"uid": "arn:aws:s3:::box", "type": "AwsS3Bucket", "region": "eu-north-1"}],
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

fn finding(changes: Value) -> IncomingFinding {
    read(&document(changes)).expect("usable")
}

#[test]
fn the_smallest_document_is_read() {
    let text = document(json!({}));
    let finding = read(&text).expect("usable");
    assert_eq!(&*finding.document, text, "kept as it came");
    assert_eq!(finding.product_arn, "Scanner");
    assert_eq!(finding.region.as_str(), "eu-north-1");
    assert_eq!(finding.severity, Severity::High);
    assert_eq!(finding.updated, from_micros(1_740_000_000_000_000));
    assert_eq!(finding.created, finding.updated);
    assert_eq!(finding.title, "finding-9");
}

#[test]
fn a_required_field_is_named_when_it_is_not_usable() {
    for (changes, sentence) in [
        (json!({"finding_info": null}), "finding_info is missing"),
        (
            json!({"finding_info": {"uid": 4}}),
            "finding_info.uid is a number where text was expected",
        ),
        (json!({"metadata": {}}), "metadata.product is missing"),
        (
            json!({"metadata": {"product": {}}}),
            "metadata.product.name is missing",
        ),
        (
            json!({"cloud": []}),
            "cloud is a list where an object was expected",
        ),
        (
            json!({"cloud": {"account": {}}}),
            "cloud.account.uid is missing",
        ),
        (
            json!({"resources": {}}),
            "resources is an object where a list was expected",
        ),
        (
            json!({"resources": [{"type": "x"}]}),
            "resources names no resource by its uid",
        ),
        (
            json!({"finding_info": {"uid": "a"}}),
            "finding_info.modified_time is missing",
        ),
        (
            json!({"finding_info": {"uid": "a", "modified_time_dt": "today"}}),
            "finding_info.modified_time_dt is not a time: \"today\"",
        ),
    ] {
        let reject = read(&document(changes.clone())).expect_err("not usable");
        assert_eq!(reject.reason, sentence, "{changes}");
    }
}

#[test]
fn numbers_and_captions_give_the_severity() {
    for (changes, severity, strange) in [
        (json!({"severity_id": 6}), Severity::Critical, 0),
        (
            json!({"severity_id": 1, "severity": "High"}),
            Severity::Informational,
            0,
        ),
        (
            json!({"severity_id": 99, "severity": "Medium"}),
            Severity::Medium,
            0,
        ),
        (
            json!({"severity_id": 99, "severity": "Odd"}),
            Severity::Informational,
            1,
        ),
        (json!({"severity_id": 0}), Severity::Informational, 1),
        (json!({"severity_id": 7}), Severity::High, 1),
        (
            json!({"severity_id": null, "severity": "Fatal"}),
            Severity::Critical,
            0,
        ),
        (json!({"severity_id": null}), Severity::High, 1),
    ] {
        let read = finding(changes.clone());
        assert_eq!(read.severity, severity, "{changes}");
        assert_eq!(read.unrecognised.len(), strange, "{changes}");
    }
}

#[test]
fn status_is_read_with_care() {
    use {RecordState as R, WorkflowStatus as W};
    for (changes, workflow, record) in [
        (json!({"status_id": 2}), W::Notified, R::Active),
        (
            json!({"status_id": 3, "status": "Suppressed"}),
            W::Suppressed,
            R::Active,
        ),
        (json!({"status_id": 3, "status": "New"}), W::New, R::Active),
        (json!({"status_id": 5}), W::New, R::Archived),
        (
            json!({"status_id": 4, "activity_id": 3}),
            W::Resolved,
            R::Archived,
        ),
        (json!({"status": "Resolved"}), W::Resolved, R::Active),
        (json!({"status_id": 42}), W::New, R::Active),
    ] {
        let read = finding(changes.clone());
        assert_eq!(
            (read.workflow, read.record_state),
            (workflow, record),
            "{changes}"
        );
    }
    assert_eq!(finding(json!({"status_id": 42})).unrecognised.len(), 1);
}

#[test]
fn a_check_has_its_result_control_and_standards() {
    let read = finding(
        json!({"compliance": {"status_id": 3, "control": "EC2.13", "standards": ["pci/1"]}}),
    );
    assert_eq!(read.compliance, Some(ComplianceStatus::Failed));
    assert_eq!(read.control.as_deref(), Some("EC2.13"));
    assert_eq!(read.standards, ["pci/1"]);
    let strange = finding(json!({"compliance": {"status_id": 99, "status": "Perhaps"}}));
    assert_eq!(strange.compliance, Some(ComplianceStatus::Warning));
    assert_eq!(
        strange.unrecognised,
        [("compliance.status".to_owned(), "Perhaps".to_owned())]
    );
    assert_eq!(
        finding(json!({"status_code": "PASS"})).compliance,
        Some(ComplianceStatus::Passed)
    );
    assert_eq!(finding(json!({})).compliance, None);
}

#[test]
fn a_product_of_security_hub_is_of_v2_and_a_scanner_is_not() {
    let of = |uid: &str| {
        let metadata = json!({"uid": "u-1", "product": {"name": "GuardDuty", "uid": uid}});
        let finding = finding(json!({"metadata": metadata}));
        (finding.plane, finding.metadata_uid)
    };
    let uid = Some("u-1".to_owned());
    let v2 = "arn:aws-us-gov:securityhub:us-gov-west-1::productv2/aws/guardduty";
    assert_eq!(of(v2), (Plane::V2, uid.clone()));
    assert_eq!(of("prowler"), (Plane::Cspm, uid));
}

#[test]
fn a_resource_is_known_by_its_arn_where_there_is_one() {
    let of = |alt: &str| {
        let resource = json!({"uid": "i-1", "uid_alt": alt, "type": "AWS::EC2::Instance"});
        let finding = finding(json!({"resources": [resource]}));
        finding.resources[0].id.0.clone()
    };
    let arn = "arn:aws:ec2:us-east-1:210987654321:instance/i-1";
    assert_eq!(of(arn), arn);
    assert_eq!(of("another name"), "i-1");
}

#[test]
fn a_resource_has_the_type_that_cspm_calls_it() {
    let of = |kind: Value| {
        let finding = finding(json!({"resources": [{"uid": "i-1", "type": kind}]}));
        finding.resources[0].kind.clone()
    };
    assert_eq!(of(json!("AWS::Lambda::Function")), "AwsLambdaFunction");
    assert_eq!(of(json!("AwsS3Bucket")), "AwsS3Bucket");
    assert_eq!(of(json!("Pod")), "Pod");
    assert_eq!(of(json!("Microsoft::Compute")), "Microsoft::Compute");
    assert_eq!(of(json!(null)), "Other");
}
