//! GuardDuty's own findings, as EventBridge and the GuardDuty API write them.
//!
//! They get the identity that Security Hub gives to the same finding (its ARN, and GuardDuty's product
//! ARN), so that one that arrives both ways is one finding.

mod fields;
mod resources;

use backend::ports::Reject;
use domain::{
    finding::{
        IncomingFinding, Plane, RecordState, Remediation, Severity, VerificationState,
        WorkflowStatus,
    },
    scope::{AccountId, Region},
    time::Timestamp,
};
use fields::Document;

use crate::documents::{
    addresses::addresses,
    limits::{MAX_ACCOUNT, MAX_ID, fits},
    parse, reject,
    words::Unrecognised,
};

/// Reads one finding from its own text.
pub fn read(text: &str) -> Result<IncomingFinding, Reject> {
    let document: Document<'_> = parse(text)?;
    let finding = fits(text).and_then(|()| finding(&document, text));
    finding.map_err(|reason| {
        let id = document.arn.kept().or_else(|| document.id.kept());
        reject(id, reason, text)
    })
}

fn finding(document: &Document<'_>, text: &str) -> Result<IncomingFinding, String> {
    let aws_finding_id = match document.arn.text() {
        Some(_) => document.arn.required("arn", MAX_ID)?,
        None => document.id.required("id", MAX_ID)?,
    };
    let account = document.account_id.required("accountId", MAX_ACCOUNT)?;
    let region = document.region.required("region", MAX_ACCOUNT)?;
    let partition = document.partition.text().unwrap_or("aws");
    let (service, title) = (document.service.get(), document.title.kept());
    let (created, updated) = times(document)?;
    let mut words = Unrecognised::default();
    Ok(IncomingFinding {
        plane: Plane::Cspm,
        metadata_uid: None,
        product_arn: format!("arn:{partition}:securityhub:{region}::product/aws/guardduty"),
        product_name: Some("GuardDuty".to_owned()),
        company_name: Some("Amazon".to_owned()),
        generator: detector(&aws_finding_id),
        title: title.unwrap_or_else(|| aws_finding_id.clone()),
        description: document.description.kept().unwrap_or_default(),
        severity: severity(document, &mut words),
        provider_severity: None,
        workflow: WorkflowStatus::New,
        record_state: match service.and_then(|it| it.archived.get()) {
            Some(true) => RecordState::Archived,
            _ => RecordState::Active,
        },
        compliance: None,
        control: None,
        standards: Vec::new(),
        types: document.kind.kept().into_iter().collect(),
        resources: resources::resources(document, partition, &region, &account),
        verification: VerificationState::Unknown,
        confidence: None,
        criticality: None,
        note: None,
        remediation: Remediation::default(),
        first_observed: service.and_then(|it| it.event_first_seen.at()),
        last_observed: service.and_then(|it| it.event_last_seen.at()),
        unrecognised: words.into_pairs(),
        addresses: addresses(text),
        document: text.into(),
        account: AccountId(account),
        account_name: None,
        region: Region(region),
        aws_finding_id,
        created,
        updated,
    })
}

/// The detector's ARN is the part of the finding's before `/finding/`; Security Hub names it the generator.
fn detector(id: &str) -> String {
    id.split_once("/finding/")
        .map(|(detector, _)| detector.to_owned())
        .unwrap_or_default()
}

/// GuardDuty's bands: 1.0–3.9 low, 4.0–6.9 medium, 7.0–8.9 high, 9.0–10.0 critical.
fn severity(document: &Document<'_>, words: &mut Unrecognised) -> Severity {
    match document.severity.get() {
        Some(score) if *score >= 9.0 => Severity::Critical,
        Some(score) if *score >= 7.0 => Severity::High,
        Some(score) if *score >= 4.0 => Severity::Medium,
        Some(score) if *score >= 1.0 => Severity::Low,
        Some(_) => Severity::Informational,
        None => {
            words.note("severity", "");
            Severity::High
        }
    }
}

fn times(document: &Document<'_>) -> Result<(Timestamp, Timestamp), String> {
    for (field, name) in [
        (&document.updated_at, "updatedAt"),
        (&document.created_at, "createdAt"),
    ] {
        if let Some(fault) = field.fault(name) {
            return Err(fault);
        }
    }
    match (document.created_at.at(), document.updated_at.at()) {
        (Some(created), Some(updated)) => Ok((created, updated)),
        (Some(at), None) | (None, Some(at)) => Ok((at, at)),
        (None, None) => Err("updatedAt is missing".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(resource: &serde_json::Value) -> String {
        json!({
            "schemaVersion": "2.0", "accountId": "210987654321", "region": "eu-west-1", "partition": "aws",
            "id": "0a1b", "arn": "arn:aws:guardduty:eu-west-1:210987654321:detector/d1/finding/0a1b",
            "type": "Recon:EC2/Portscan", "severity": 5.0, "title": "A scan", "resource": resource,
            "service": {"archived": true, "eventFirstSeen": "2025-01-01T00:00:00Z"},
            "createdAt": "2025-01-01T00:10:00.000Z", "updatedAt": "2025-01-01T00:20:00.000Z",
        })
        .to_string()
    }

    #[test]
    fn it_has_the_identity_that_security_hub_gives_it() {
        let read = read(&document(
            &json!({"instanceDetails": {"instanceId": "i-9"}}),
        ))
        .expect("usable");
        assert_eq!(
            read.product_arn,
            "arn:aws:securityhub:eu-west-1::product/aws/guardduty"
        );
        assert_eq!(
            read.generator,
            "arn:aws:guardduty:eu-west-1:210987654321:detector/d1"
        );
        assert_eq!(read.severity, Severity::Medium);
        assert_eq!(read.record_state, RecordState::Archived);
        assert_eq!(
            read.primary().map(|it| (it.kind.as_str(), it.id.as_str())),
            Some((
                "AwsEc2Instance",
                "arn:aws:ec2:eu-west-1:210987654321:instance/i-9"
            ))
        );
    }

    #[test]
    fn without_a_resource_it_concerns_the_account() {
        let read = read(&document(&json!(null))).expect("usable");
        assert_eq!(
            read.primary().map(|it| (it.kind.as_str(), it.id.as_str())),
            Some(("AwsAccount", "AWS::::Account:210987654321"))
        );
    }

    #[test]
    fn the_keys_of_the_api_are_read_too() {
        let text = json!({
            "AccountId": "210987654321", "Region": "eu-west-1", "Arn": "arn:x:detector/d/finding/f", "Severity": 9.1,
            "Resource": {"S3BucketDetails": [{"Arn": "arn:aws:s3:::box"}], "LambdaDetails": {"FunctionArn": "arn:f"}},
            "UpdatedAt": "2025-01-01T00:20:00.000Z", "Type": "Impact:S3/x",
        });
        let read = read(&text.to_string()).expect("usable");
        assert_eq!(read.severity, Severity::Critical);
        let ids: Vec<_> = read.resources.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["arn:aws:s3:::box", "arn:f"]);
    }

    #[test]
    fn what_is_not_usable_is_named() {
        let reject = super::read(r#"{"arn":"a","accountId":1}"#).expect_err("not usable");
        assert_eq!(
            reject.reason,
            "accountId is a number where text was expected"
        );
        assert_eq!(reject.external_id.as_deref(), Some("a"));
    }
}
