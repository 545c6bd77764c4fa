//! What Security Hub says of its standards, as these tests have it.

use backend::{
    Backend, Error,
    ports::{ControlAssociation, EnabledStandard, SecurityControl, StandardsReading},
    standards,
};
use domain::{
    action::Action,
    actor::Actor,
    scope::Scope,
    source::{SourceId, SourceKind},
    standard::ControlText,
};

use crate::authorization::not_called;

pub(crate) const FSBP: &str = "standards/aws-foundational-security-best-practices/v/1.0.0";
pub(crate) const CIS: &str = "standards/cis-aws-foundations-benchmark/v/3.0.0";

/// The verbs with the act that each is authorized as.
pub(crate) const VERBS: &[(&str, Action)] = &[
    ("standards::get", Action::ReadFloor),
    ("standards::keep_score", Action::Ingest),
    ("standards::list", Action::ReadFloor),
    ("standards::take_in", Action::Ingest),
];

pub(crate) async fn call(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let scope = Scope::default();
    match verb {
        "standards::get" => standards::get(backend, by, &scope, ("none", None))
            .await
            .map(drop),
        "standards::keep_score" => standards::keep_score(backend, by).await.map(drop),
        "standards::list" => standards::list(backend, by, &scope).await.map(drop),
        "standards::take_in" => {
            let nothing = StandardsReading::default();
            standards::take_in(backend, by, &hub("111122223333"), &nothing)
                .await
                .map(drop)
        }
        _ => not_called(verb),
    }
}

/// The standards of an account.
pub(crate) fn hub(account: &str) -> SourceId {
    SourceId {
        kind: SourceKind::Standards,
        account: account.into(),
        region: "us-east-1".into(),
    }
}

pub(crate) fn association(standard: &str, control: &str) -> ControlAssociation {
    ControlAssociation {
        standard: standard.to_owned(),
        control: control.to_owned(),
        is_on: true,
        reason: None,
    }
}

/// One enabled standard with these controls, all of them on.
pub(crate) fn reading(controls: &[&str]) -> StandardsReading {
    let control = |id: &&str| SecurityControl {
        id: (*id).to_owned(),
        text: ControlText {
            title: format!("{id} is so"),
            description: "It should be.".to_owned(),
            severity: "HIGH".to_owned(),
            remediation_url: "https://docs.aws.amazon.com/".to_owned(),
            is_updating: false,
        },
        is_on: true,
    };
    let enabled = EnabledStandard {
        standard: FSBP.to_owned(),
        state: "READY".to_owned(),
        reason: None,
    };
    StandardsReading {
        standards: vec![enabled],
        controls: controls.iter().map(control).collect(),
        associations: controls.iter().map(|id| association(FSBP, id)).collect(),
    }
}

/// Switches a control off.
pub(crate) fn off(reading: &mut StandardsReading, control: &str, why: &str) {
    for one in &mut reading.associations {
        if one.control == control {
            one.is_on = false;
            one.reason = Some(why.to_owned());
        }
    }
}
