//! The JSON shapes of AWS Health: the detail of an EventBridge event, and the answers of the API.

use serde::Deserialize;

use crate::documents::{
    field::{ByKeys, Field, Text},
    instant::Instant,
};

/// An event as either of the two writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Event<'a> {
    #[serde(borrow, alias = "eventArn")]
    pub(super) arn: Text<'a>,
    pub(super) service: Text<'a>,
    pub(super) event_type_code: Text<'a>,
    pub(super) event_type_category: Text<'a>,
    pub(super) event_scope_code: Text<'a>,
    pub(super) actionability: Text<'a>,
    pub(super) status_code: Text<'a>,
    #[serde(alias = "eventRegion")]
    pub(super) region: Text<'a>,
    pub(super) start_time: Field<Instant<'a>>,
    pub(super) end_time: Field<Instant<'a>>,
    pub(super) last_updated_time: Field<Instant<'a>>,
    pub(super) affected_account: Text<'a>,
    pub(super) event_description: Field<Vec<Field<Description<'a>>>>,
    pub(super) affected_entities: Field<Vec<Field<Entity<'a>>>>,
}

/// One entry of the answer to `DescribeEventDetails`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Detailed<'a> {
    #[serde(borrow)]
    pub(super) event: Field<Event<'a>>,
    pub(super) event_description: Field<Description<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Description<'a> {
    #[serde(borrow)]
    pub(super) language: Text<'a>,
    pub(super) latest_description: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Entity<'a> {
    #[serde(borrow)]
    pub(super) entity_value: Text<'a>,
    pub(super) event_arn: Text<'a>,
    pub(super) aws_account_id: Text<'a>,
    #[serde(alias = "status")]
    pub(super) status_code: Text<'a>,
    pub(super) last_updated_time: Field<Instant<'a>>,
}

impl ByKeys for Event<'_> {}
impl ByKeys for Description<'_> {}
impl ByKeys for Entity<'_> {}
