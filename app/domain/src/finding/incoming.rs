//! A finding as a source reports it, read from its document and not yet compared with what is kept.

use serde::{Deserialize, Serialize};

use super::{
    addresses::Addresses,
    plane::{Plane, Said},
    words::{ComplianceStatus, RecordState, Severity, VerificationState, WorkflowStatus},
};
use crate::{
    scope::{AccountId, Region, ResourceArn},
    time::Timestamp,
};

/// One resource that a finding concerns. The first of a finding is its primary one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// AWS's type name such as `AwsEc2Instance`, as it came.
    pub kind: String,
    /// Its ARN or id.
    pub id: ResourceArn,
    /// Where it is, if the document says so.
    pub region: Option<Region>,
}

/// The one note that Security Hub keeps on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What was noted, at most 512 characters in AWS.
    pub text: String,
    /// Who noted it, as AWS has it.
    pub updated_by: String,
    /// When, if known.
    pub updated_at: Option<Timestamp>,
}

/// What the product advises.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remediation {
    /// The advice.
    pub text: Option<String>,
    /// Where to read more; untrusted, so a page links it only when it is https.
    pub url: Option<String>,
}

/// A finding as read from one document, ASFF or OCSF. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomingFinding {
    /// Where in Security Hub it was said.
    pub plane: Plane,
    /// AWS's id: unique within account and product. ASFF `Id`, OCSF `finding_info.uid`.
    pub aws_finding_id: String,
    /// The product that reports it, as the plane writes it. ASFF `ProductArn`, OCSF `metadata.product.uid`.
    pub product_arn: String,
    /// Security Hub V2's own id of it, OCSF `metadata.uid`; no other format has one.
    pub metadata_uid: Option<String>,
    /// The product's name, if the document has one.
    pub product_name: Option<String>,
    /// The company behind the product.
    pub company_name: Option<String>,
    /// The account it concerns.
    pub account: AccountId,
    /// That account's name, if the document has it.
    pub account_name: Option<String>,
    /// The region it concerns.
    pub region: Region,
    /// What generated it: a rule, a control, a detector.
    pub generator: String,
    /// One line.
    pub title: String,
    /// Some sentences.
    pub description: String,
    /// How bad, as Security Hub decided.
    pub severity: Severity,
    /// How bad the provider last called it, if it said so.
    pub provider_severity: Option<Severity>,
    /// The customer's axis.
    pub workflow: WorkflowStatus,
    /// The provider's axis.
    pub record_state: RecordState,
    /// The check's result; only findings of controls have one.
    pub compliance: Option<ComplianceStatus>,
    /// The control's id such as `EC2.13`; only findings of controls have one.
    pub control: Option<String>,
    /// The standards that the control belongs to.
    pub standards: Vec<String>,
    /// `namespace/category/classifier`.
    pub types: Vec<String>,
    /// At least one; the first is primary.
    pub resources: Vec<Resource>,
    /// Whether somebody called it true.
    pub verification: VerificationState,
    /// 0–100: how sure the product is.
    pub confidence: Option<i16>,
    /// 0–100: how much the resource matters.
    pub criticality: Option<i16>,
    /// AWS's one note.
    pub note: Option<Note>,
    /// What to do about it.
    pub remediation: Remediation,
    /// When the product first saw the cause.
    pub first_observed: Option<Timestamp>,
    /// When the product last saw the cause.
    pub last_observed: Option<Timestamp>,
    /// When the product made the finding.
    pub created: Timestamp,
    /// When the product last changed it; a customer's update does not move it.
    pub updated: Timestamp,
    /// Words that are none of ours, as they came: field and word. The field itself then holds the careful reading.
    pub unrecognised: Vec<(String, String)>,
    /// The IP addresses that stand anywhere in the document: of its first 16, each once.
    pub addresses: Addresses,
    /// The whole document as it came.
    pub document: Box<str>,
}

impl IncomingFinding {
    /// The resource that pages name first.
    #[must_use]
    pub fn primary(&self) -> Option<&Resource> {
        self.resources.first()
    }

    /// What it says of the fields that a customer may change in its plane.
    #[must_use]
    pub const fn said(&self) -> Said {
        Said {
            updated: self.updated,
            workflow: self.workflow,
            severity: self.severity,
        }
    }
}
