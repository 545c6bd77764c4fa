//! What the board is told of one finding.

use domain::{
    finding::{ComplianceStatus, RecordState, Severity, WorkflowStatus},
    id::FindingId,
    time::Timestamp,
    version::Version,
};

/// One finding as the board keeps it. An empty text in place of an optional one counts as none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// The store's dense row number, from 1; the place of the row here, so that gaps cost memory.
    pub n: u32,
    /// Ours.
    pub id: FindingId,
    /// Which state of the row this is; an older one than the board has is not taken.
    pub version: Version,
    /// How bad.
    pub severity: Severity,
    /// The customer's axis.
    pub workflow: WorkflowStatus,
    /// The provider's axis.
    pub record_state: RecordState,
    /// The check's result, if it is a control's.
    pub compliance: Option<ComplianceStatus>,
    /// Account id.
    pub account: String,
    /// What the account is called; kept for the account, the last one told wins.
    pub account_name: Option<String>,
    /// Region.
    pub region: String,
    /// Product name.
    pub product: String,
    /// Control id, if it is a control's.
    pub control: Option<String>,
    /// One line.
    pub title: String,
    /// Standards that the control belongs to.
    pub standards: Vec<String>,
    /// Type and id of each resource, the primary one first.
    pub resources: Vec<(String, String)>,
    /// AWS's id of the finding: searched, never shown.
    pub aws_finding_id: String,
    /// IP addresses of its documents, in canonical form: searched, never shown.
    pub addresses: Vec<String>,
    /// Sign-in name of who has it.
    pub assignee: Option<String>,
    /// Tags that people put on it; most findings have none.
    pub tags: Vec<String>,
    /// The number of the suppression that hides it; one that is suppressed without has none.
    pub suppression: Option<u32>,
    /// When the product made it.
    pub open_since: Timestamp,
    /// When the product last changed it.
    pub updated: Timestamp,
    /// Since when AWS no longer returns it.
    pub not_reported_since: Option<Timestamp>,
}
