//! The filters of GetFindings (aws.md 1.3): attributes combine by AND, the values of one attribute by OR for positive
//! comparisons and by AND for negative ones.

pub(super) mod date;
mod fields;
pub(super) mod map;
pub(super) mod number;
pub(super) mod order;
pub(super) mod text;

pub(crate) use order::Order;

use super::store::Record;
use crate::wire::Fault;
use chrono::{DateTime, Utc};
use date::DateTest;
use fields::{Field, Kind, Reading};
use map::MapTest;
use number::NumberTest;
use serde_json::Value;
use text::TextTest;

/// AWS's own bounds: attributes of one request, and values of one attribute.
const ATTRIBUTES: usize = 10;
const VALUES: usize = 20;

/// A request's filters, read and checked.
#[derive(Debug)]
pub(crate) struct Filter {
    clauses: Vec<(&'static Field, Tests)>,
}

/// What one attribute must meet.
#[derive(Debug)]
enum Tests {
    Text(Vec<TextTest>),
    Date(Vec<DateTest>),
    Number(Vec<NumberTest>),
    Map(Vec<MapTest>),
    Flag(Vec<bool>),
    Words(Vec<String>),
}

impl Filter {
    /// Reads `Filters`. Relative dates count back from `now`.
    pub(crate) fn read(filters: Option<&Value>, now: DateTime<Utc>) -> Result<Self, Fault> {
        let Some(filters) = filters.filter(|filters| !filters.is_null()) else {
            return Ok(Self {
                clauses: Vec::new(),
            });
        };
        let filters = filters
            .as_object()
            .ok_or_else(|| Fault::invalid_input("Invalid parameter: Filters"))?;
        if filters.len() > ATTRIBUTES {
            return Err(Fault::invalid_input(format!(
                "Filters may name at most {ATTRIBUTES} attributes"
            )));
        }
        let clauses = filters
            .iter()
            .map(|(name, values)| clause(name, values, now))
            .collect::<Result<_, _>>()?;
        Ok(Self { clauses })
    }

    /// Whether a finding meets every attribute.
    pub(crate) fn matches(&self, record: &Record) -> bool {
        let mut reading = Reading::of(record);
        self.clauses
            .iter()
            .all(|(field, tests)| tests.met_by(field, &mut reading))
    }
}

impl Tests {
    fn met_by(&self, field: &Field, reading: &mut Reading<'_>) -> bool {
        match self {
            Self::Text(tests) => reading.texts(field, |texts| text::met(tests, texts)),
            Self::Date(tests) => reading.texts(field, |texts| date::met(tests, texts)),
            Self::Number(tests) => number::met(tests, &reading.numbers(field)),
            Self::Map(tests) => map::met(tests, &reading.values(field)),
            Self::Flag(wanted) => {
                let found = reading
                    .values(field)
                    .iter()
                    .any(|value| value.as_bool() == Some(true));
                wanted.contains(&found)
            }
            Self::Words(words) => words
                .iter()
                .any(|word| text::has_word(reading.whole(), word)),
        }
    }
}

fn clause(
    name: &str,
    values: &Value,
    now: DateTime<Utc>,
) -> Result<(&'static Field, Tests), Fault> {
    let bad = |why: &str| Fault::invalid_input(format!("Invalid parameter: Filters.{name}: {why}"));
    let field = fields::find(name).ok_or_else(|| bad("there is no such attribute"))?;
    let values = values.as_array().ok_or_else(|| bad("a list is expected"))?;
    if values.is_empty() || values.len() > VALUES {
        return Err(bad("between 1 and 20 values are expected"));
    }
    let tests = match field.kind {
        Kind::Text => Tests::Text(text::read(values).map_err(|why| bad(&why))?),
        Kind::Date => {
            Tests::Date(each(values, |value| DateTest::read(value, now)).map_err(|why| bad(&why))?)
        }
        Kind::Number => Tests::Number(each(values, NumberTest::read).map_err(|why| bad(&why))?),
        Kind::Map => Tests::Map(each(values, MapTest::read).map_err(|why| bad(&why))?),
        Kind::Flag => Tests::Flag(each(values, flag).map_err(|why| bad(&why))?),
        Kind::Words => Tests::Words(each(values, word).map_err(|why| bad(&why))?),
    };
    Ok((field, tests))
}

fn each<T>(values: &[Value], read: impl Fn(&Value) -> Result<T, String>) -> Result<Vec<T>, String> {
    values.iter().map(read).collect()
}

fn flag(value: &Value) -> Result<bool, String> {
    value
        .get("Value")
        .and_then(Value::as_bool)
        .ok_or_else(|| "a boolean Value is expected".to_owned())
}

fn word(value: &Value) -> Result<String, String> {
    value
        .get("Value")
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| "a Value is expected".to_owned())
}
