//! Things that tests hand in.

use chrono::TimeDelta;
use domain::{
    actor::{Actor, PersonActor, Role},
    finding::{
        Addresses, ComplianceStatus, IncomingFinding, Plane, RecordState, Remediation, Resource,
        Severity, VerificationState, WorkflowStatus,
    },
    id::PersonId,
    source::{SourceId, SourceKind},
    time::from_micros,
};
use uuid::Uuid;

use crate::findings::IngestBatch;

/// A person with these roles who has no account.
#[must_use]
pub fn person(name: &str, roles: &[Role]) -> Actor {
    let id = PersonId(Uuid::from_u128(name.bytes().map(u128::from).sum()));
    Actor::Person(PersonActor {
        id,
        name: name.to_owned(),
        roles: roles.to_vec(),
    })
}

/// Security Hub of one account.
#[must_use]
pub fn source() -> SourceId {
    SourceId {
        kind: SourceKind::SecurityHub,
        account: "111122223333".into(),
        region: "us-east-1".into(),
    }
}

/// A finding of a control, failed, high and new; `change` makes it what the test needs.
#[must_use]
pub fn incoming(id: &str, change: impl FnOnce(&mut IncomingFinding)) -> IncomingFinding {
    let made = from_micros(1_795_521_600_000_000) - TimeDelta::days(2);
    let mut finding = IncomingFinding {
        plane: Plane::Cspm,
        metadata_uid: None,
        aws_finding_id: format!("arn:aws:securityhub:us-east-1:111122223333:finding/{id}"),
        product_arn: "arn:aws:securityhub:us-east-1::product/aws/securityhub".to_owned(),
        product_name: Some("Security Hub".to_owned()),
        company_name: Some("AWS".to_owned()),
        account: "111122223333".into(),
        account_name: None,
        region: "us-east-1".into(),
        generator: "security-control/EC2.13".to_owned(),
        title: "Port 22 is open to the world".to_owned(),
        description: "A security group lets everybody reach port 22.".to_owned(),
        severity: Severity::High,
        provider_severity: Some(Severity::High),
        workflow: WorkflowStatus::New,
        record_state: RecordState::Active,
        compliance: Some(ComplianceStatus::Failed),
        control: Some("EC2.13".to_owned()),
        standards: vec!["standards/aws-foundational-security-best-practices/v/1.0.0".to_owned()],
        types: vec!["Software and Configuration Checks".to_owned()],
        resources: vec![Resource {
            kind: "AwsEc2SecurityGroup".to_owned(),
            id: format!("arn:aws:ec2:us-east-1:111122223333:security-group/sg-{id}")
                .as_str()
                .into(),
            region: Some("us-east-1".into()),
        }],
        verification: VerificationState::Unknown,
        confidence: None,
        criticality: None,
        note: None,
        remediation: Remediation::default(),
        first_observed: Some(made),
        last_observed: Some(made),
        created: made,
        updated: made,
        unrecognised: Vec::new(),
        addresses: Addresses::default(),
        document: "".into(),
    };
    change(&mut finding);
    finding.document = serde_json::to_string(&finding).unwrap_or_default().into();
    finding
}

/// Security Hub V2 of the same account.
#[must_use]
pub fn source_v2() -> SourceId {
    SourceId {
        kind: SourceKind::SecurityHubV2,
        ..source()
    }
}

/// The finding of [`incoming`] as Security Hub V2 reports it: the fields that OCSF has not are empty.
#[must_use]
pub fn incoming_v2(id: &str, change: impl FnOnce(&mut IncomingFinding)) -> IncomingFinding {
    incoming(id, |finding| {
        finding.plane = Plane::V2;
        finding.metadata_uid = Some(format!("uid-{id}"));
        finding.product_arn = finding.product_arn.replace(":product/", ":productv2/");
        finding.provider_severity = None;
        change(finding);
    })
}

/// A page of [`source_v2`].
#[must_use]
pub fn batch_v2(findings: Vec<IncomingFinding>) -> IngestBatch {
    IngestBatch {
        source: source_v2(),
        ..batch(findings)
    }
}

/// A page of [`source`].
#[must_use]
pub fn batch(findings: Vec<IncomingFinding>) -> IngestBatch {
    let read_up_to = findings.iter().map(|finding| finding.updated).max();
    IngestBatch {
        source: source(),
        findings,
        rejects: Vec::new(),
        read_up_to,
    }
}
