//! Where the process ends: what the product asks of AWS, of the clock and of chance.
//!
//! The verbs know these traits alone; `aws` and `server` implement them, and tests do so with fakes.

use std::borrow::Cow;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    endpoint::{CheckerObservation, EndpointReading, HealthCheck},
    finding::{IncomingFinding, Severity, VerificationState, WorkflowStatus},
    health::IncomingHealthEvent,
    scope::AccountId,
    source::{SourceFault, SourceId},
    standard::ControlText,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now, in UTC, cut to microseconds.
    fn now(&self) -> Timestamp;
}

/// Where new identifiers and secrets come from.
pub trait Ids: Send + Sync {
    /// A new id whose order is the order of time: UUID version 7 of `at`.
    fn id(&self, at: DateTime<Utc>) -> Uuid;
    /// Thirty-two bytes that nobody can guess.
    fn secret(&self) -> [u8; 32];
}

/// A record that could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// What the record calls itself, if it does.
    pub external_id: Option<String>,
    /// Why, in one sentence.
    pub reason: String,
    /// The record as it came.
    pub document: String,
}

/// Which findings a feed is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingWindow {
    /// All that the source keeps, oldest update first.
    Everything,
    /// Those updated at or after an instant, oldest update first.
    UpdatedSince(Timestamp),
}

/// One page of what a feed has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingPage {
    /// What was read.
    pub findings: Vec<IncomingFinding>,
    /// What could not be.
    pub rejects: Vec<Reject>,
    /// What to ask with for the next page; `None` after the last.
    pub next: Option<String>,
}

/// Security Hub, seen from one account and region.
#[async_trait]
pub trait FindingFeed: Send + Sync {
    /// Which source this is.
    fn source(&self) -> &SourceId;
    /// One page, at most as fast as AWS's limit allows.
    async fn page(
        &self,
        window: FindingWindow,
        token: Option<&str>,
    ) -> Result<FindingPage, SourceFault>;
}

/// How AWS addresses one finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FindingName {
    /// Of which product, as the plane that is asked calls it.
    pub product_arn: String,
    /// Its id within the product.
    pub aws_finding_id: String,
    /// Of which account.
    pub account: AccountId,
    /// Security Hub V2's own id of it, where that is asked and was read.
    pub metadata_uid: Option<String>,
}

/// The one note that AWS keeps of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WrittenNote {
    /// What it says; AWS takes 1 to 512 characters.
    pub text: String,
    /// Who wrote it.
    pub by: String,
}

/// What is written over findings in AWS; what is `None` stays as it is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FindingUpdate {
    /// The workflow status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<WorkflowStatus>,
    /// The severity's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What a look at it came to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification: Option<VerificationState>,
    /// The note, in the place of the one before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<WrittenNote>,
}

impl FindingUpdate {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This with what `later` says in the place of what this says.
    #[must_use]
    pub fn overlaid(&self, later: &Self) -> Self {
        Self {
            workflow: later.workflow.or(self.workflow),
            severity: later.severity.or(self.severity),
            verification: later.verification.or(self.verification),
            note: later.note.clone().or_else(|| self.note.clone()),
        }
    }
}

/// A finding that AWS did not write, with AWS's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritten {
    /// Which.
    pub name: FindingName,
    /// AWS's code, such as `FindingNotFound`.
    pub code: String,
    /// AWS's sentence.
    pub message: String,
}

/// The most findings that AWS writes at once (`BatchUpdateFindings`).
pub const WRITTEN_AT_ONCE: usize = 100;

/// Security Hub as the place that what was decided here is written to.
#[async_trait]
pub trait FindingWriter: Send + Sync {
    /// Which source this is.
    fn source(&self) -> &SourceId;
    /// Writes `update` over at most [`WRITTEN_AT_ONCE`] findings, at most as fast as AWS's limit allows; the answer is
    /// those that AWS did not write. A fault means that none was.
    async fn write(
        &self,
        findings: &[FindingName],
        update: &FindingUpdate,
    ) -> Result<Vec<Unwritten>, SourceFault>;
}

/// One field that changed on a finding in AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsChange {
    /// When.
    pub at: Timestamp,
    /// Who: an ARN, of a person or role, or of the product.
    pub by: String,
    /// Which field, as AWS writes its path; `None` when the finding came to be.
    pub field: Option<String>,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// What AWS remembers of one finding.
#[async_trait]
pub trait FindingHistoryFeed: Send + Sync {
    /// Which source this is.
    fn source(&self) -> &SourceId;
    /// All that AWS keeps of it: 90 days of an active finding, 30 of an archived one.
    async fn history(&self, finding: &FindingName) -> Result<Vec<AwsChange>, SourceFault>;
}

/// A standard that is enabled in the account and region that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnabledStandard {
    /// Its id as findings have it, such as `standards/pci-dss/v/4.0.1`.
    pub standard: String,
    /// AWS's word for how far it is, such as READY or INCOMPLETE.
    pub state: String,
    /// AWS's word for why it is no further, where there is one.
    pub reason: Option<String>,
}

/// A control of Security Hub in the account and region that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityControl {
    /// Its id, such as `S3.8`.
    pub id: String,
    /// What it is.
    pub text: ControlText,
    /// Whether it is switched on in one standard at least.
    pub is_on: bool,
}

/// A control in one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlAssociation {
    /// The standard's id as findings have it.
    pub standard: String,
    /// The control's id.
    pub control: String,
    /// Whether it is switched on there.
    pub is_on: bool,
    /// Why it was last switched, where somebody said so.
    pub reason: Option<String>,
}

/// All that Security Hub says of its standards in one account and region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StandardsReading {
    /// Those that are enabled.
    pub standards: Vec<EnabledStandard>,
    /// Their controls, each once.
    pub controls: Vec<SecurityControl>,
    /// Which control is in which of them.
    pub associations: Vec<ControlAssociation>,
}

/// The standards of Security Hub, seen from one account and region.
#[async_trait]
pub trait StandardsFeed: Send + Sync {
    /// Which source this is.
    fn source(&self) -> &SourceId;
    /// All of them with their controls, at most as fast as AWS's limits allow.
    async fn standards(&self) -> Result<StandardsReading, SourceFault>;
}

/// What AWS Health says, complete: events with texts and entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthBatch {
    /// What was read.
    pub events: Vec<IncomingHealthEvent>,
    /// What could not be.
    pub rejects: Vec<Reject>,
}

/// AWS Health, for one account or the organization.
#[async_trait]
pub trait HealthFeed: Send + Sync {
    /// Which source this is.
    fn source(&self) -> &SourceId;
    /// Events changed at or after `since`, or all that AWS keeps.
    async fn events(&self, since: Option<Timestamp>) -> Result<HealthBatch, SourceFault>;
}

/// Route 53 and the CloudWatch metrics of its health checks, for one account.
#[async_trait]
pub trait EndpointFeed: Send + Sync {
    /// Which source lists the checks.
    fn list_source(&self) -> &SourceId;
    /// Which source reads their status.
    fn status_source(&self) -> &SourceId;
    /// All health checks with their names.
    async fn health_checks(&self) -> Result<Vec<HealthCheck>, SourceFault>;
    /// What CloudWatch last said of each of `checks`; one without a value is Unknown.
    async fn readings(&self, checks: &[HealthCheck]) -> Result<Vec<EndpointReading>, SourceFault>;
    /// What each checker sees now: asked only when somebody looks, as AWS wants it.
    async fn observations(&self, id: &str) -> Result<Vec<CheckerObservation>, SourceFault>;
    /// Why each checker last failed.
    async fn last_failures(&self, id: &str) -> Result<Vec<CheckerObservation>, SourceFault>;
}

/// An account of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The name that its owner gave it.
    pub name: String,
}

/// AWS Organizations.
#[async_trait]
pub trait AccountFeed: Send + Sync {
    /// Which source this is.
    fn source(&self) -> &SourceId;
    /// All accounts that are not closed.
    async fn accounts(&self) -> Result<Vec<Account>, SourceFault>;
}

/// One mail to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text, without the link.
    pub body: String,
    /// The page to read on, as a path of this server.
    pub path: String,
}

/// Whether mail has a way out of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailRoute {
    /// A [`Notifier`] carries it.
    Carried,
    /// No mail server is set up: mail is not written, so that nobody gets old news on the day on which one is.
    None,
}

/// Whoever carries mail to people.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// Hands one mail over; the fault is a sentence for the log.
    async fn send(&self, mail: &Mail) -> Result<(), String>;
}

/// Bytes of a finding's document at most: a larger one is a [`Reject`] of whoever reads it, since it could not be read
/// back. Security Hub's own limit is 240 KB.
pub const LARGEST_DOCUMENT: usize = 16 << 20;

/// Reads a kept document again, for the fields that lists do not need.
pub trait FindingDocuments: Send + Sync {
    /// The finding that the document describes.
    fn read(&self, document: &str) -> Result<IncomingFinding, Reject>;

    /// The document in AWS's own format (ASFF): itself where it came in that, or else what it says, written on one line,
    /// the same for the same document.
    ///
    /// # Errors
    /// [`Reject`] of a document that cannot be read.
    fn as_asff<'d>(&self, document: &'d str) -> Result<Cow<'d, str>, Reject>;
}
