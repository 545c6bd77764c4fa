//! The two planes of Security Hub. One finding may come in both: then each says its own of it, and one row shows both.

use serde::{Deserialize, Serialize};

use super::{incoming::IncomingFinding, words::Severity, words::WorkflowStatus};
use crate::time::Timestamp;

text_enum! {
    /// Where in Security Hub a finding is said.
    Plane {
        /// Security Hub CSPM: ASFF, `GetFindings`. So is every finding of a file that is not of Security Hub V2.
        Cspm = "cspm",
        /// Security Hub V2: OCSF, `GetFindingsV2`.
        V2 = "v2",
    }
}

impl Plane {
    /// The name as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cspm => "Security Hub CSPM",
            Self::V2 => "Security Hub V2",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Cspm => Self::V2,
            Self::V2 => Self::Cspm,
        }
    }
}

/// What one plane said last of the fields that a customer may change there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// When the provider last changed the finding there; what a customer changes does not move it.
    pub updated: Timestamp,
    /// The workflow status.
    pub workflow: WorkflowStatus,
    /// How bad.
    pub severity: Severity,
}

/// What AWS said last, plane by plane; a plane that never had the finding said nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwsSaid {
    cspm: Option<Said>,
    v2: Option<Said>,
}

impl AwsSaid {
    /// What one plane says, where the other says nothing.
    #[must_use]
    pub fn of(plane: Plane, said: Said) -> Self {
        Self::default().with(plane, said)
    }

    /// This with what a plane says from now on.
    #[must_use]
    pub const fn with(mut self, plane: Plane, said: Said) -> Self {
        match plane {
            Plane::Cspm => self.cspm = Some(said),
            Plane::V2 => self.v2 = Some(said),
        }
        self
    }

    /// What a plane said.
    #[must_use]
    pub const fn get(&self, plane: Plane) -> Option<Said> {
        match plane {
            Plane::Cspm => self.cspm,
            Plane::V2 => self.v2,
        }
    }

    /// The plane whose provider was later; of two at the same time it is CSPM, whose format has more fields.
    #[must_use]
    pub fn later(&self) -> Option<Plane> {
        match (self.cspm, self.v2) {
            (Some(cspm), Some(v2)) if v2.updated > cspm.updated => Some(Plane::V2),
            (Some(_), _) => Some(Plane::Cspm),
            (None, Some(_)) => Some(Plane::V2),
            (None, None) => None,
        }
    }

    /// How bad, as the later plane has it.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.get(self.later()?).map(|said| said.severity)
    }

    /// The workflow status of both together. Every finding begins as New in each plane by itself, so New says that nobody
    /// moved it there, and gives way; of two others the later plane's stands.
    #[must_use]
    pub fn workflow(&self) -> Option<WorkflowStatus> {
        let later = self.later()?;
        let word = |plane| self.get(plane).map(|said| said.workflow);
        let moved = |word: &WorkflowStatus| *word != WorkflowStatus::New;
        word(later)
            .filter(moved)
            .or_else(|| word(later.other()).filter(moved))
            .or(Some(WorkflowStatus::New))
    }

    /// Whether a plane suppresses it.
    #[must_use]
    pub fn suppresses(&self) -> bool {
        let said = [self.cspm, self.v2].into_iter().flatten();
        said.into_iter()
            .any(|said| said.workflow == WorkflowStatus::Suppressed)
    }
}

/// One finding out of what both planes say of it: a field that both have is the later plane's, one that only one has is
/// that one's. What is merely another name for the same thing is called as CSPM calls it: product, types, and resources
/// whose ids V2 writes without what an ARN puts before them. The document is CSPM's too.
#[must_use]
pub fn joined(cspm: &IncomingFinding, v2: &IncomingFinding) -> IncomingFinding {
    let (late, early) = match v2.updated > cspm.updated {
        true => (v2, cspm),
        false => (cspm, v2),
    };
    let mut unrecognised = late.unrecognised.clone();
    unrecognised.extend(early.unrecognised.iter().cloned());
    IncomingFinding {
        plane: Plane::Cspm,
        metadata_uid: v2.metadata_uid.clone(),
        aws_finding_id: cspm.aws_finding_id.clone(),
        product_arn: cspm.product_arn.clone(),
        document: cspm.document.clone(),
        product_name: either(&late.product_name, &early.product_name),
        company_name: either(&late.company_name, &early.company_name),
        account: late.account.clone(),
        account_name: either(&late.account_name, &early.account_name),
        region: late.region.clone(),
        generator: text(&late.generator, &early.generator),
        title: titled(late, early),
        description: text(&late.description, &early.description),
        severity: late.severity,
        provider_severity: late.provider_severity.or(early.provider_severity),
        workflow: both_said(cspm, v2).workflow().unwrap_or(late.workflow),
        record_state: late.record_state,
        compliance: late.compliance.or(early.compliance),
        control: either(&late.control, &early.control),
        standards: list(&late.standards, &early.standards),
        types: list(&cspm.types, &v2.types),
        resources: match same_resources(cspm, v2) {
            true => cspm.resources.clone(),
            false => late.resources.clone(),
        },
        // OCSF has no such field.
        verification: cspm.verification,
        confidence: late.confidence.or(early.confidence),
        criticality: late.criticality.or(early.criticality),
        note: either(&late.note, &early.note),
        remediation: super::Remediation {
            text: either(&late.remediation.text, &early.remediation.text),
            url: either(&late.remediation.url, &early.remediation.url),
        },
        first_observed: late.first_observed.or(early.first_observed),
        last_observed: late.last_observed.or(early.last_observed),
        created: late.created,
        updated: late.updated,
        unrecognised,
        addresses: cspm.addresses.and(&v2.addresses),
    }
}

fn both_said(cspm: &IncomingFinding, v2: &IncomingFinding) -> AwsSaid {
    AwsSaid::of(Plane::Cspm, cspm.said()).with(Plane::V2, v2.said())
}

/// Whether both name the same resources in the same order.
fn same_resources(cspm: &IncomingFinding, v2: &IncomingFinding) -> bool {
    let pairs = cspm.resources.iter().zip(&v2.resources);
    cspm.resources.len() == v2.resources.len()
        && pairs.into_iter().all(|(arn, id)| {
            let (arn, id) = (&arn.id.0, &id.id.0);
            let before = arn.strip_suffix(id.as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with([':', '/']))
        })
}

/// A document without a title is called by its id.
fn titled(late: &IncomingFinding, early: &IncomingFinding) -> String {
    match late.title == late.aws_finding_id {
        true => early.title.clone(),
        false => late.title.clone(),
    }
}

fn either<T: Clone>(late: &Option<T>, early: &Option<T>) -> Option<T> {
    late.as_ref().or(early.as_ref()).cloned()
}

fn text(late: &str, early: &str) -> String {
    if late.is_empty() { early } else { late }.to_owned()
}

fn list(late: &[String], early: &[String]) -> Vec<String> {
    if late.is_empty() { early } else { late }.to_vec()
}

#[cfg(test)]
mod tests;
