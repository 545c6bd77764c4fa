//! The four classes of findings that Security Hub writes, and what each has beside the rest.

use super::super::words::{self, CHECKS};
use super::{evidence, vulnerability};
use serde_json::{Value, json};

/// A class of OCSF's category of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A package with a flaw: Inspector.
    Vulnerability,
    /// A check of a control or of a rule.
    Compliance,
    /// Something that happens or that is open.
    Detection,
    /// What data lies where: Macie.
    DataSecurity,
}

impl Class {
    /// The class that a finding belongs to, by what it holds.
    pub(super) fn of(asff: &Value) -> Self {
        if asff["Vulnerabilities"].is_array() {
            Self::Vulnerability
        } else if asff["Compliance"].is_object() {
            Self::Compliance
        } else if kinds(asff).any(|kind| kind.starts_with(SENSITIVE)) {
            Self::DataSecurity
        } else {
            Self::Detection
        }
    }

    /// `class_name`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Vulnerability => "Vulnerability Finding",
            Self::Compliance => "Compliance Finding",
            Self::Detection => "Detection Finding",
            Self::DataSecurity => "Data Security Finding",
        }
    }

    /// `class_uid`.
    pub(super) fn uid(self) -> u16 {
        match self {
            Self::Vulnerability => 2002,
            Self::Compliance => 2003,
            Self::Detection => 2004,
            Self::DataSecurity => 2006,
        }
    }

    /// `finding_info.types`: what the provider calls it, and the heading that Security Hub puts it under.
    pub(super) fn types(self, asff: &Value) -> Vec<String> {
        let own = kinds(asff).map(|kind| native(asff, kind));
        let heading = match self {
            Self::Vulnerability => "Vulnerabilities",
            Self::Compliance => "Posture Management",
            Self::Detection => "Threats",
            Self::DataSecurity => "Sensitive Data",
        };
        own.chain([heading.to_owned()]).collect()
    }

    /// Adds what only this class has.
    pub(super) fn dress(self, made: &mut Value, asff: &Value) {
        match self {
            Self::Vulnerability => made["vulnerabilities"] = vulnerability::all(asff),
            Self::Compliance => compliance(made, asff),
            Self::Detection => {
                if let Some(evidence) = evidence::of(&asff["Action"]) {
                    made["evidences"] = json!([evidence]);
                }
            }
            Self::DataSecurity => made["databucket"] = bucket(asff),
        }
    }
}

/// How ASFF's types of Macie's discoveries begin.
const SENSITIVE: &str = "Sensitive Data Identifications/";

/// The types that the provider gave, which a customer cannot change.
fn kinds(asff: &Value) -> impl Iterator<Item = &str> {
    let own = asff.pointer("/FindingProviderFields/Types");
    let types = own.or_else(|| asff.get("Types")).and_then(Value::as_array);
    types.into_iter().flatten().filter_map(Value::as_str)
}

/// The provider's own name of a type, where ASFF put a namespace before it: `Recon:EC2/Portscan`.
fn native(asff: &Value, kind: &str) -> String {
    match asff["ProductName"].as_str() {
        Some("GuardDuty") => {
            let last = kind.rsplit('/').next().unwrap_or(kind);
            last.replacen('-', "/", 1)
        }
        Some("Macie") => kind.split_once('/').map_or(kind, |(_, own)| own).to_owned(),
        _ => kind.to_owned(),
    }
}

fn compliance(made: &mut Value, asff: &Value) {
    let said = &asff["Compliance"];
    let texts = |name: &str, part: &str| -> Vec<Value> {
        let items = said[name].as_array().into_iter().flatten();
        items.map(|item| item[part].clone()).collect()
    };
    let mut check = json!({
        "control": said["SecurityControlId"],
        "requirements": said["RelatedRequirements"],
    });
    let id = words::check(said["Status"].as_str().unwrap_or_default());
    words::write(&mut check, "status", &CHECKS, id);
    if said["AssociatedStandards"].is_array() {
        check["standards"] = texts("AssociatedStandards", "StandardsId").into();
    }
    if said["StatusReasons"].is_array() {
        check["status_details"] = texts("StatusReasons", "Description").into();
    }
    made["compliance"] = check;
    if let Some(rule) = asff["ProductFields"].get("RelatedAWSResources:0/name") {
        made["finding_info"]["analytic"] = json!({
            "category": asff["ProductFields"]["RelatedAWSResources:0/type"],
            "name": rule,
            "type": "Rule",
            "type_id": 1,
        });
    }
}

fn bucket(asff: &Value) -> Value {
    let arn = asff.pointer("/Resources/0/Id").and_then(Value::as_str);
    json!({
        "name": arn.and_then(|arn| arn.rsplit(':').next()),
        "uid": arn,
        "type": "S3",
        "type_id": 1,
        "tags": super::resources::tags(&asff["Resources"][0]),
    })
}
