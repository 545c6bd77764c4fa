//! Health checks and their tags from JSON text, as boto3 and the AWS CLI write Route 53's answers.

use std::collections::BTreeMap;

use backend::ports::Reject;
use domain::{endpoint::HealthCheck, scope::AccountId};
use serde::Deserialize;

use super::check::CheckParts;
use crate::documents::{
    field::{ByKeys, Field, Text},
    limits::MAX_ID,
    parse, reject,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Check<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    health_check_config: Field<Config<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Config<'a> {
    #[serde(borrow, rename = "Type")]
    kind: Text<'a>,
    #[serde(rename = "IPAddress")]
    address: Text<'a>,
    fully_qualified_domain_name: Text<'a>,
    port: Field<f64>,
    resource_path: Text<'a>,
    request_interval: Field<f64>,
    failure_threshold: Field<f64>,
    disabled: Field<bool>,
    inverted: Field<bool>,
    child_health_checks: Field<Vec<Text<'a>>>,
    health_threshold: Field<f64>,
    alarm_identifier: Field<Alarm<'a>>,
    routing_control_arn: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Alarm<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    region: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct TagSet<'a> {
    #[serde(borrow)]
    resource_id: Text<'a>,
    tags: Field<Vec<Field<Tag<'a>>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Tag<'a> {
    #[serde(borrow)]
    key: Text<'a>,
    value: Text<'a>,
}

impl ByKeys for Config<'_> {}
impl ByKeys for Alarm<'_> {}
impl ByKeys for Tag<'_> {}

/// Reads one health check of `account`.
pub(crate) fn check(text: &str, account: &AccountId) -> Result<HealthCheck, Reject> {
    let document: Check<'_> = parse(text)?;
    let refuse = |reason: String| reject(document.id.kept(), reason, text);
    let id = document.id.required("Id", MAX_ID).map_err(refuse)?;
    let config = document
        .health_check_config
        .get()
        .ok_or_else(|| refuse("HealthCheckConfig is missing".to_owned()))?;
    let whole = |field: &Field<f64>| field.get().map(|number| *number as i32);
    let children = config.child_health_checks.get().into_iter().flatten();
    let parts = CheckParts {
        id: &id,
        kind: config.kind.text().unwrap_or_default(),
        address: config.address.text(),
        domain: config.fully_qualified_domain_name.text(),
        port: whole(&config.port),
        path: config.resource_path.text(),
        interval_s: whole(&config.request_interval),
        failure_threshold: whole(&config.failure_threshold),
        disabled: config.disabled.get().copied(),
        inverted: config.inverted.get().copied(),
        children: children.filter_map(Field::kept).collect(),
        health_threshold: whole(&config.health_threshold),
        alarm: config
            .alarm_identifier
            .get()
            .and_then(|alarm| Some((alarm.name.text()?, alarm.region.text()?))),
        routing_control: config.routing_control_arn.text(),
    };
    Ok(parts.check(account))
}

/// Reads the tags of one resource: its id, and its tags by key.
pub(crate) fn tags(text: &str) -> Result<(String, BTreeMap<String, String>), Reject> {
    let set: TagSet<'_> = parse(text)?;
    let id = set
        .resource_id
        .required("ResourceId", MAX_ID)
        .map_err(|reason| reject(None, reason, text))?;
    let tags = set.tags.get().into_iter().flatten();
    let pairs = tags.filter_map(|tag| {
        let tag = tag.get()?;
        Some((tag.key.kept()?, tag.value.kept().unwrap_or_default()))
    });
    Ok((id, pairs.collect()))
}
