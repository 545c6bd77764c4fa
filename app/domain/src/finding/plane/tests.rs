//! One finding out of what two planes say.

use std::net::IpAddr;

use proptest::prelude::*;

use super::*;
use crate::{
    finding::{ComplianceStatus, Note, RecordState, Remediation, Resource, VerificationState},
    scope::ResourceArn,
    time::from_micros,
};

fn some<T: Clone + std::fmt::Debug + 'static>(value: T) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(Just(value))
}

/// What one plane says that has nothing but what every finding has; its fields name the plane.
fn plain(plane: Plane, at: i64) -> IncomingFinding {
    let own = || plane.as_str().to_owned();
    IncomingFinding {
        plane,
        aws_finding_id: "id".to_owned(),
        product_arn: format!("product of {plane}"),
        metadata_uid: (plane == Plane::V2).then(|| "uid".to_owned()),
        product_name: None,
        company_name: None,
        account: "111122223333".into(),
        account_name: None,
        region: "us-east-1".into(),
        generator: String::new(),
        title: "id".to_owned(),
        description: String::new(),
        severity: Severity::Low,
        provider_severity: (plane == Plane::Cspm).then_some(Severity::Low),
        workflow: WorkflowStatus::New,
        record_state: RecordState::Active,
        compliance: None,
        control: None,
        standards: Vec::new(),
        types: Vec::new(),
        resources: vec![Resource {
            id: ResourceArn(own()),
            kind: own(),
            region: None,
        }],
        verification: VerificationState::Unknown,
        confidence: None,
        criticality: None,
        note: None,
        remediation: Remediation::default(),
        first_observed: None,
        last_observed: Some(from_micros(at)),
        created: from_micros(at),
        updated: from_micros(at),
        unrecognised: vec![(own(), own())],
        addresses: [[10, 0, 0, at as u8], [203, 0, 113, plane as u8]]
            .map(IpAddr::from)
            .into_iter()
            .collect(),
        document: plane.as_str().into(),
    }
}

/// What one plane says, with any of the fields that it may have.
fn report(plane: Plane) -> impl Strategy<Value = IncomingFinding> {
    let own = || plane.as_str().to_owned();
    (
        (0_i64..3, some(own()), some(1_i16), some(2_i16)),
        proptest::sample::select(WorkflowStatus::ALL),
        proptest::sample::select(Severity::ALL),
        proptest::sample::select(RecordState::ALL),
        proptest::option::of(proptest::sample::select(ComplianceStatus::ALL)),
        (some(own()), some(own()), some(own())),
    )
        .prop_map(
            move |(
                (at, title, sure, matters),
                workflow,
                severity,
                record_state,
                compliance,
                said,
            )| {
                let plain = plain(plane, at);
                let note = |text: String| Note {
                    text,
                    updated_by: plane.as_str().to_owned(),
                    updated_at: None,
                };
                IncomingFinding {
                    title: title.unwrap_or_else(|| plain.title.clone()),
                    description: said.0.clone().unwrap_or_default(),
                    note: said.0.clone().map(note),
                    control: said.0,
                    standards: said.1.clone().into_iter().collect(),
                    product_name: said.1,
                    types: said.2.clone().into_iter().collect(),
                    account_name: said.2,
                    confidence: sure,
                    criticality: matters.filter(|_| plane == Plane::Cspm),
                    severity,
                    workflow,
                    record_state,
                    compliance,
                    ..plain
                }
            },
        )
}

proptest! {
    /// A field that both have is the later one's; one that only one has is kept from that one.
    #[test]
    fn the_later_plane_wins_a_field(cspm in report(Plane::Cspm), v2 in report(Plane::V2)) {
        let one = joined(&cspm, &v2);
        let (late, early) = if v2.updated > cspm.updated { (&v2, &cspm) } else { (&cspm, &v2) };
        prop_assert_eq!(one.severity, late.severity);
        prop_assert_eq!(one.record_state, late.record_state);
        prop_assert_eq!(&one.resources, &late.resources, "they are not the same ones");
        let types = if cspm.types.is_empty() { &v2.types } else { &cspm.types };
        prop_assert_eq!(&one.types, types);
        prop_assert_eq!(one.updated, late.updated);
        prop_assert_eq!(one.compliance, late.compliance.or(early.compliance));
        prop_assert_eq!(one.confidence, late.confidence.or(early.confidence));
        prop_assert_eq!(&one.control, &late.control.clone().or_else(|| early.control.clone()));
        prop_assert_eq!(&one.note, &late.note.clone().or_else(|| early.note.clone()));
        let title = if late.title == "id" { &early.title } else { &late.title };
        prop_assert_eq!(&one.title, title);
        let mut of_both = cspm.addresses.iter().chain(v2.addresses.iter());
        prop_assert!(of_both.all(|address| one.addresses.iter().any(|kept| kept == address)));
        // What only ASFF has, and how each plane calls it.
        prop_assert_eq!(one.criticality, cspm.criticality);
        prop_assert_eq!(one.provider_severity, cspm.provider_severity);
        prop_assert_eq!(&one.product_arn, &cspm.product_arn);
        prop_assert_eq!(&one.metadata_uid, &v2.metadata_uid);
    }

    /// V2's shorter name of a resource is no other resource.
    #[test]
    fn a_resource_keeps_its_arn(cspm in report(Plane::Cspm), v2 in report(Plane::V2), other in any::<bool>()) {
        let named = |finding: &IncomingFinding, id: &str| IncomingFinding {
            resources: vec![Resource { id: ResourceArn(id.to_owned()), kind: "x".to_owned(), region: None }],
            ..finding.clone()
        };
        let cspm = named(&cspm, "arn:aws:ec2:us-east-1:111122223333:instance/i-1");
        let v2 = named(&v2, if other { "-1" } else { "i-1" });
        let later = if other && v2.updated > cspm.updated { &v2 } else { &cspm };
        prop_assert_eq!(&joined(&cspm, &v2).resources, &later.resources);
    }

    /// A status that nobody moved gives way to one that somebody did.
    #[test]
    fn new_gives_way(cspm in report(Plane::Cspm), v2 in report(Plane::V2)) {
        let one = joined(&cspm, &v2).workflow;
        let words = [cspm.workflow, v2.workflow];
        prop_assert!(words.contains(&one));
        prop_assert_eq!(one == WorkflowStatus::New, words == [WorkflowStatus::New; 2]);
    }

    /// Both planes with the same words are one finding with these words.
    #[test]
    fn the_same_twice_is_the_same(cspm in report(Plane::Cspm)) {
        let v2 = IncomingFinding { plane: Plane::V2, ..cspm.clone() };
        let one = joined(&cspm, &v2);
        prop_assert_eq!(IncomingFinding { unrecognised: cspm.unrecognised.clone(), ..one }, cspm);
    }
}
