//! DescribeAffectedEntities of both views.

use super::details::{addressed, missing};
use super::event::{Entity, HealthEvent, Scope};
use super::filter::passes_entity;
use super::invalid;
use super::paging::page;
use crate::wire::input::{list, required, text, texts};
use crate::wire::{Fault, Tree};
use serde_json::Value;

/// How many events one call may name.
const EVENTS: usize = 10;

/// The caller's own resources that the named events affect.
pub(super) fn describe(
    events: &[HealthEvent],
    input: &Value,
    account: &str,
) -> Result<Tree, Fault> {
    let filter = input.get("filter").unwrap_or(&Value::Null);
    let arns = texts(filter, "eventArns");
    if arns.is_empty() || arns.len() > EVENTS {
        return Err(invalid("filter.eventArns must name 1 to 10 events"));
    }
    let mut found = Vec::new();
    for event in events
        .iter()
        .filter(|event| arns.contains(&event.arn.as_str()))
    {
        let entities = event
            .entities_of(account)
            .iter()
            .filter(|entity| passes_entity(entity, filter));
        found.extend(entities.map(|entity| entity.shape(&event.arn, account)));
    }
    page("entities", found, input).map(Tree::Map)
}

/// Resources of any account; each filter names an event, and the account unless the event is public.
pub(super) fn describe_for_organization(
    events: &[HealthEvent],
    input: &Value,
) -> Result<Tree, Fault> {
    let plain = list(input, "organizationEntityFilters");
    let filters = if plain.is_empty() {
        list(input, "organizationEntityAccountFilters")
    } else {
        plain
    };
    if filters.is_empty() || filters.len() > EVENTS {
        return Err(invalid("1 to 10 filters are expected"));
    }
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for filter in filters {
        let (arn, account) = (required(filter, "eventArn")?, text(filter, "awsAccountId"));
        match events
            .iter()
            .find(|event| event.arn == arn && addressed(event, account))
        {
            Some(event) => found.extend(of(event, account, filter)),
            None => {
                let mut members = missing(arn);
                members.extend(account.map(|account| ("awsAccountId", account.into())));
                failed.push(Tree::Map(members));
            }
        }
    }
    let mut members = page("entities", found, input)?;
    members.push(("failedSet", Tree::List("member", failed)));
    Ok(Tree::Map(members))
}

fn of(event: &HealthEvent, account: Option<&str>, filter: &Value) -> Vec<Tree> {
    let Some(account) = account.filter(|_| event.scope == Scope::AccountSpecific) else {
        return Vec::new();
    };
    let wanted = |entity: &&Entity| passes_entity(entity, filter);
    event
        .entities_of(account)
        .iter()
        .filter(wanted)
        .map(|entity| entity.shape(&event.arn, account))
        .collect()
}
