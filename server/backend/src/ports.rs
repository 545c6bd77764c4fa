//! Where the process ends: what the product asks of AWS, of the clock and of chance.
//!
//! The verbs know these traits alone; `aws` and `server` implement them, and tests do so with fakes.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    endpoint::{CheckerObservation, EndpointReading, HealthCheck},
    finding::IncomingFinding,
    health::IncomingHealthEvent,
    scope::AccountId,
    source::{SourceFault, SourceId},
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
}
