//! EventBridge's envelope, as it is delivered and as `put-events` takes it.

use domain::{
    scope::{AccountId, Region},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    field::{ByKeys, Field, Text, kept},
    instant::Instant,
};

/// All of an envelope but its detail, with borrowed text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Envelope<'a> {
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(rename = "detail-type", alias = "DetailType")]
    pub(crate) detail_type: Text<'a>,
    #[serde(alias = "Source")]
    pub(crate) source: Text<'a>,
    pub(crate) account: Text<'a>,
    pub(crate) region: Text<'a>,
    #[serde(alias = "Time")]
    pub(crate) time: Field<Instant<'a>>,
    #[serde(alias = "Resources")]
    pub(crate) resources: Field<Vec<Text<'a>>>,
    /// The detail as delivered.
    pub(crate) detail: Option<&'a RawValue>,
    /// The detail as `put-events` takes it: JSON within text.
    #[serde(rename = "Detail")]
    pub(crate) quoted_detail: Text<'a>,
}

impl ByKeys for Envelope<'_> {}

/// An event that arrived through EventBridge, without its detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsEvent {
    /// The event's own id; delivery is at least once, so one id may come again.
    pub id: Option<String>,
    /// Who sent it, such as `aws.health`.
    pub source: String,
    /// What kind of event it is.
    pub detail_type: String,
    /// The account whose bus received it.
    pub account: Option<AccountId>,
    /// The region whose bus received it.
    pub region: Option<Region>,
    /// When it happened.
    pub time: Option<Timestamp>,
    /// What it concerns, as it came.
    pub resources: Vec<String>,
}

impl From<&Envelope<'_>> for AwsEvent {
    fn from(envelope: &Envelope<'_>) -> Self {
        let resources = envelope.resources.get().into_iter().flatten();
        Self {
            id: envelope.id.kept(),
            source: envelope.source.kept().unwrap_or_default(),
            detail_type: envelope.detail_type.kept().unwrap_or_default(),
            account: envelope.account.kept().map(AccountId),
            region: envelope.region.kept().map(Region),
            time: envelope.time.at(),
            resources: resources.filter_map(|it| it.text().map(kept)).collect(),
        }
    }
}
