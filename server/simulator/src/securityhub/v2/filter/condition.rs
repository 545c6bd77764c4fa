//! One filter of a composite: a field and what it must meet.

use super::address::Block;
use super::fields::{self, Kind, Reading};
use crate::securityhub::filter::date::{self, DateTest};
use crate::securityhub::filter::map::{self, MapTest};
use crate::securityhub::filter::number::{self, NumberTest};
use crate::securityhub::filter::text::{self, TextTest};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The members of a composite with the kind of field that each takes.
pub(super) const LISTS: [(&str, Kind); 6] = [
    ("StringFilters", Kind::Text),
    ("DateFilters", Kind::Date),
    ("NumberFilters", Kind::Number),
    ("BooleanFilters", Kind::Flag),
    ("MapFilters", Kind::Map),
    ("IpFilters", Kind::Address),
];

/// A field with what it must meet.
#[derive(Debug)]
pub(super) struct Condition {
    field: &'static str,
    must: Must,
}

#[derive(Debug)]
enum Must {
    Text(Vec<TextTest>),
    Date(DateTest),
    Number(NumberTest),
    Flag(bool),
    Map(MapTest),
    Address(Block),
}

impl Condition {
    /// Reads `{FieldName, Filter}`; the refusal says what is wrong.
    pub(super) fn read(kind: Kind, value: &Value, now: DateTime<Utc>) -> Result<Self, String> {
        let name = value.get("FieldName").and_then(Value::as_str);
        let name = name.ok_or("a FieldName is expected")?;
        let field =
            fields::find(kind, name).ok_or_else(|| format!("there is no such field as {name}"))?;
        let filter = value.get("Filter").filter(|filter| filter.is_object());
        let filter = filter.ok_or_else(|| format!("{name}: a Filter is expected"))?;
        blank(filter).map_err(|why| format!("{name}: {why}"))?;
        let must = match kind {
            Kind::Text => text::read(std::slice::from_ref(filter)).map(Must::Text),
            Kind::Date => bounded(filter)
                .and_then(|()| DateTest::read(filter, now))
                .map(Must::Date),
            Kind::Number => NumberTest::read(filter).map(Must::Number),
            Kind::Flag => flag(filter).map(Must::Flag),
            Kind::Map => MapTest::read(filter).map(Must::Map),
            Kind::Address => Block::read(filter).map(Must::Address),
        };
        let must = must.map_err(|why| format!("{name}: {why}"))?;
        Ok(Self { field, must })
    }

    /// Whether a finding meets it.
    pub(super) fn met_by(&self, reading: &mut Reading<'_>) -> bool {
        let field = self.field;
        match &self.must {
            Must::Text(tests) => reading.texts(field, |texts| text::met(tests, texts)),
            Must::Date(test) => {
                reading.texts(field, |texts| date::met(std::slice::from_ref(test), texts))
            }
            Must::Number(test) => number::met(std::slice::from_ref(test), &reading.numbers(field)),
            Must::Flag(wanted) => reading.flags(field).contains(wanted),
            Must::Map(test) => {
                let pairs = reading.map(field);
                map::met(std::slice::from_ref(test), &[&pairs])
            }
            Must::Address(block) => {
                reading.texts(field, |texts| texts.iter().any(|text| block.holds(text)))
            }
        }
    }
}

fn flag(filter: &Value) -> Result<bool, String> {
    let value = filter.get("Value").and_then(Value::as_bool);
    value.ok_or_else(|| "a boolean Value is expected".to_owned())
}

/// Texts of a filter are never blank: the model's `NonEmptyString`.
fn blank(filter: &Value) -> Result<(), String> {
    let members = filter.as_object().into_iter().flatten();
    let mut texts = members.filter_map(|(name, value)| Some((name, value.as_str()?)));
    match texts.find(|(_, text)| text.trim().is_empty()) {
        Some((name, _)) => Err(format!("{name} is blank")),
        None => Ok(()),
    }
}

/// A date filter has two ends or a range, and not both. AWS's documents leave it open; clients that are in use say that
/// it refuses one end alone.
fn bounded(filter: &Value) -> Result<(), String> {
    let has = |name: &str| filter.get(name).is_some_and(|value| !value.is_null());
    match (has("DateRange"), has("Start"), has("End")) {
        (true, false, false) | (false, true, true) => Ok(()),
        _ => Err("Start and End are expected, or DateRange alone".to_owned()),
    }
}
