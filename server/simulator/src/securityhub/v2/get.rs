//! GetFindingsV2: one page of what the filters admit.

use super::filter::{Filter, Order};
use super::plane::{Plane, Record};
use super::{scopes, visible};
use crate::caller::Caller;
use crate::securityhub::page_size;
use crate::wire::input::text;
use crate::wire::{Fault, Tree};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// One page of the findings that the caller may see and that match.
pub(crate) fn get_findings_v2(
    plane: &mut Plane,
    input: &Value,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Tree, Fault> {
    scopes::check(input, caller)?;
    let size = page_size(input).map_err(|fault| Fault::validation(fault.message))?;
    let filter = Filter::read(input.get("Filters"), now)?;
    let order = Order::read(input)?;
    let question = digest(input, caller);
    let standing = match text(input, "NextToken") {
        Some(token) => plane
            .snapshots
            .resume(token, question)
            .ok_or_else(|| Fault::validation("Invalid parameter: NextToken"))?,
        None => {
            let numbers = matching(plane, &filter, &order, caller);
            plane.snapshots.begin(question, numbers, size)
        }
    };
    Ok(plane.snapshots.page(standing, size, |number| {
        let record = plane.get(number)?;
        wanted(record, &filter, caller).then(|| Arc::clone(&record.text))
    }))
}

fn matching(plane: &Plane, filter: &Filter, order: &Order, caller: &Caller) -> Vec<u32> {
    let mut keyed: Vec<_> = plane
        .iter()
        .filter(|(_, record)| wanted(record, filter, caller))
        .map(|(number, record)| (order.key(record), number))
        .collect();
    order.sort(&mut keyed);
    keyed.into_iter().map(|(_, number)| number).collect()
}

fn wanted(record: &Record, filter: &Filter, caller: &Caller) -> bool {
    visible(caller, &record.columns) && filter.matches(record)
}

/// A token belongs to the filters, the scopes, the order and the caller it was given for.
fn digest(input: &Value, caller: &Caller) -> u64 {
    let mut hasher = DefaultHasher::new();
    (caller.account, &caller.region).hash(&mut hasher);
    for part in ["Filters", "Scopes", "SortCriteria"] {
        input.get(part).map(Value::to_string).hash(&mut hasher);
    }
    hasher.finish()
}
