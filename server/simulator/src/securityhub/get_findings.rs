//! GetFindings: one page of what the filters admit.

use super::columns::Columns;
use super::filter::{Filter, Order};
use super::store::{Findings, Record};
use super::{page_size, visible};
use crate::caller::Caller;
use crate::wire::input::text;
use crate::wire::{Fault, Tree};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// One page of the findings that the caller may see and that match.
pub(crate) fn get_findings(
    findings: &mut Findings,
    input: &Value,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Tree, Fault> {
    let size = page_size(input)?;
    let filter = Filter::read(input.get("Filters"), now)?;
    let order = Order::read(input.get("SortCriteria"))?;
    let question = digest(input, caller);
    let standing = match text(input, "NextToken") {
        Some(token) => findings
            .snapshots
            .resume(token, question)
            .ok_or_else(|| Fault::invalid_input("Invalid parameter: NextToken"))?,
        None => {
            let numbers = matching(findings, &filter, &order, caller);
            findings.snapshots.begin(question, numbers, size)
        }
    };
    Ok(findings.snapshots.page(standing, size, |number| {
        let record = findings.get(number)?;
        wanted(record, &filter, caller).then(|| Arc::clone(&record.text))
    }))
}

fn matching(findings: &Findings, filter: &Filter, order: &Order, caller: &Caller) -> Vec<u32> {
    let mut keyed: Vec<_> = findings
        .iter()
        .filter(|(_, record)| wanted(record, filter, caller))
        .map(|(number, record)| (order.key(record), number))
        .collect();
    order.sort(&mut keyed);
    keyed.into_iter().map(|(_, number)| number).collect()
}

fn wanted(record: &Record, filter: &Filter, caller: &Caller) -> bool {
    let columns: &Columns = &record.columns;
    visible(caller, columns) && filter.matches(record)
}

/// A token belongs to the filters, the order and the caller it was given for.
fn digest(input: &Value, caller: &Caller) -> u64 {
    let mut hasher = DefaultHasher::new();
    (caller.account, &caller.region).hash(&mut hasher);
    for part in ["Filters", "SortCriteria"] {
        input.get(part).map(Value::to_string).hash(&mut hasher);
    }
    hasher.finish()
}
