//! GetFindingHistory (aws.md 1.5): what changed on one finding, newest first, page by page.

use super::history::{Entry, Update};
use super::store::Findings;
use super::{page_size, visible};
use crate::caller::Caller;
use crate::story::stamp;
use crate::wire::input::{moment, text};
use crate::wire::{Fault, Tree};
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

/// What a token begins with.
const MARK: &str = "watchfloor-history";

/// How many days AWS tells of, of an active and of an archived finding.
const ACTIVE_DAYS: i64 = 90;
const ARCHIVED_DAYS: i64 = 30;

/// One page of a finding's history. One that the caller does not see has none.
pub(crate) fn get_finding_history(
    findings: &Findings,
    input: &Value,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Tree, Fault> {
    let size = page_size(input)?;
    let asked = input.get("FindingIdentifier").unwrap_or(&Value::Null);
    let (Some(id), Some(product)) = (text(asked, "Id"), text(asked, "ProductArn")) else {
        return Err(Fault::invalid_input(
            "a finding is identified by Id and ProductArn",
        ));
    };
    let (start, end) = (date(input, "StartTime")?, date(input, "EndTime")?);
    let Some((number, document)) = seen(findings, product, id, caller) else {
        return Ok(page(Vec::new(), None));
    };
    let below = match text(input, "NextToken") {
        Some(token) => resume(token, number)?,
        None => u64::MAX,
    };
    let archived = document["RecordState"] == "ARCHIVED";
    let days = if archived { ARCHIVED_DAYS } else { ACTIVE_DAYS };
    let from = start
        .unwrap_or(now - Duration::days(days))
        .max(now - Duration::days(days));
    let told = |at: DateTime<Utc>| at >= from && end.is_none_or(|end| at <= end);
    let mut records: Vec<(u64, Tree)> = findings
        .history
        .of(number)
        .filter(|entry| entry.serial < below && told(entry.at))
        .map(|entry| (entry.serial, changed(entry, (id, product))))
        .take(size + 1)
        .collect();
    if let Some(at) = document["CreatedAt"].as_str().and_then(moment)
        && below > 0
        && told(at)
        && records.len() <= size
    {
        records.push((0, created(at, (id, product))));
    }
    let more = records.len() > size;
    records.truncate(size);
    let last = records.last().filter(|_| more).map(|(serial, _)| *serial);
    let next = last.map(|serial| format!("{MARK}.{number}.{serial}"));
    Ok(page(
        records.into_iter().map(|(_, one)| one).collect(),
        next,
    ))
}

/// The finding, if there is one that the caller sees.
fn seen(findings: &Findings, product: &str, id: &str, caller: &Caller) -> Option<(u32, Value)> {
    let number = findings.find(product, id)?;
    let record = findings.get(number)?;
    let document = findings.document(number)?;
    visible(caller, &record.columns).then_some((number, document))
}

/// The serial below which the next page begins.
fn resume(token: &str, number: u32) -> Result<u64, Fault> {
    let parts: Vec<&str> = token.split('.').collect();
    match parts.as_slice() {
        [MARK, of, serial] if of.parse() == Ok(number) => serial.parse().ok(),
        _ => None,
    }
    .ok_or_else(|| Fault::invalid_input("Invalid parameter: NextToken"))
}

fn date(input: &Value, name: &str) -> Result<Option<DateTime<Utc>>, Fault> {
    match input.get(name).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(value) => value
            .as_str()
            .and_then(moment)
            .map(Some)
            .ok_or_else(|| Fault::invalid_input(format!("Invalid parameter: {name}"))),
    }
}

fn page(records: Vec<Tree>, next: Option<String>) -> Tree {
    let mut answer = vec![("Records", Tree::List("member", records))];
    answer.extend(next.map(|token| ("NextToken", Tree::text(token))));
    Tree::Map(answer)
}

fn changed(entry: &Entry, identifier: (&str, &str)) -> Tree {
    let source = (entry.author.kind, &*entry.author.identity);
    let updates = entry.updates.iter().map(update).collect();
    record(identifier, entry.at, source, updates, false)
}

/// The record of the beginning, which names no members.
fn created(at: DateTime<Utc>, identifier: (&str, &str)) -> Tree {
    let source = ("BATCH_IMPORT_FINDINGS", identifier.1);
    record(identifier, at, source, Vec::new(), true)
}

fn record(
    (id, product): (&str, &str),
    at: DateTime<Utc>,
    (kind, identity): (&str, &str),
    updates: Vec<Tree>,
    created: bool,
) -> Tree {
    let identifier = Tree::Map(vec![("Id", id.into()), ("ProductArn", product.into())]);
    let source = Tree::Map(vec![("Type", kind.into()), ("Identity", identity.into())]);
    Tree::Map(vec![
        ("FindingIdentifier", identifier),
        ("UpdateTime", Tree::text(stamp(at))),
        ("FindingCreated", Tree::Flag(created)),
        ("UpdateSource", source),
        ("Updates", Tree::List("member", updates)),
    ])
}

fn update(one: &Update) -> Tree {
    let mut members = vec![("UpdatedField", Tree::text(&*one.field))];
    members.extend(one.old.as_deref().map(|old| ("OldValue", old.into())));
    members.extend(one.new.as_deref().map(|new| ("NewValue", new.into())));
    Tree::Map(members)
}
