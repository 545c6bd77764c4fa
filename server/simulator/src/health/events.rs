//! DescribeEvents of both views, and DescribeAffectedAccountsForOrganization.

use super::event::{HealthEvent, Scope};
use super::filter::{check, passes};
use super::paging::page;
use super::{View, invalid};
use crate::wire::input::text;
use crate::wire::{Fault, Tree};
use serde_json::Value;

/// Events that the view shows and the filter lets through, newest update first.
pub(super) fn describe(events: &[HealthEvent], input: &Value, view: View) -> Result<Tree, Fault> {
    let filter = input.get("filter").unwrap_or(&Value::Null);
    check(filter)?;
    let mut found: Vec<&HealthEvent> = events
        .iter()
        .filter(|event| view.shows(event) && passes(event, filter, view))
        .collect();
    found.sort_by(|one, other| {
        other
            .updated
            .cmp(&one.updated)
            .then_with(|| one.arn.cmp(&other.arn))
    });
    let shapes = found.into_iter().map(|event| event.shape(view)).collect();
    page("events", shapes, input).map(Tree::Map)
}

/// The accounts that an event names; a public one names none.
pub(super) fn affected_accounts(events: &[HealthEvent], input: &Value) -> Result<Tree, Fault> {
    let arn = text(input, "eventArn")
        .or_else(|| {
            input
                .get("filter")
                .and_then(|filter| text(filter, "eventArn"))
        })
        .ok_or_else(|| invalid("eventArn is required"))?;
    let event = events.iter().find(|event| event.arn == arn);
    let accounts = match event {
        Some(event) if event.scope == Scope::AccountSpecific => event
            .affected
            .iter()
            .map(|affected| affected.account.into())
            .collect(),
        _ => Vec::new(),
    };
    let mut members = page("affectedAccounts", accounts, input)?;
    if let Some(event) = event {
        members.push(("eventScopeCode", event.scope_code().into()));
    }
    Ok(Tree::Map(members))
}
