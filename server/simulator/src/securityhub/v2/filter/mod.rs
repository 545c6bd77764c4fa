//! The filters of GetFindingsV2 (aws.md 1.7): composites of filters, each with an operator, under one operator.

mod address;
mod condition;
mod fields;
mod order;

pub(super) use order::Order;

use super::plane::Record;
use crate::wire::Fault;
use crate::wire::input::{list, text};
use chrono::{DateTime, Utc};
use condition::{Condition, LISTS};
use fields::Reading;
use serde_json::Value;

/// The model's own bounds: composites of one list, and filters of one kind in a composite.
const COMPOSITES: usize = 10;
const FILTERS: usize = 20;

/// Pairs of comparisons that AWS refuses on one field.
const CONFLICTS: [(&str, &str); 3] = [
    ("EQUALS", "NOT_EQUALS"),
    ("EQUALS", "PREFIX_NOT_EQUALS"),
    ("CONTAINS", "NOT_CONTAINS"),
];

/// A request's filters, read and checked.
#[derive(Debug)]
pub(super) struct Filter {
    composites: Vec<Composite>,
    operator: Operator,
}

#[derive(Debug)]
struct Composite {
    conditions: Vec<Condition>,
    nested: Vec<Composite>,
    operator: Operator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    And,
    Or,
}

/// Where a composite stands: AWS has three layers, of which `Filters` is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Second,
    Third,
}

impl Filter {
    /// Reads `Filters`; without composites it admits everything. Relative dates count back from `now`.
    pub(super) fn read(filters: Option<&Value>, now: DateTime<Utc>) -> Result<Self, Fault> {
        let none = Value::Null;
        let filters = filters.unwrap_or(&none);
        let read =
            composites(filters, "CompositeFilters", Layer::Second, now).and_then(|composites| {
                Ok(Self {
                    composites,
                    operator: operator(filters, "CompositeOperator")?,
                })
            });
        read.map_err(|why| Fault::validation(format!("Invalid parameter: Filters: {why}")))
    }

    /// Whether a finding is admitted.
    pub(super) fn matches(&self, record: &Record) -> bool {
        let mut reading = Reading::of(record);
        let mut met = self
            .composites
            .iter()
            .map(|composite| composite.met_by(&mut reading));
        match self.operator {
            Operator::And => met.all(|met| met),
            Operator::Or => self.composites.is_empty() || met.any(|met| met),
        }
    }
}

impl Composite {
    fn read(value: &Value, layer: Layer, now: DateTime<Utc>) -> Result<Self, String> {
        let mut conditions = Vec::new();
        for (name, kind) in LISTS {
            let filters = list(value, name);
            if filters.len() > FILTERS {
                return Err(format!("{name} has more than {FILTERS} filters"));
            }
            for filter in filters {
                conditions.push(
                    Condition::read(kind, filter, now).map_err(|why| format!("{name}: {why}"))?,
                );
            }
        }
        conflict(list(value, "StringFilters"))?;
        conflict(list(value, "MapFilters"))?;
        let nested = match (layer, list(value, NESTED).is_empty()) {
            (Layer::Second, _) => composites(value, NESTED, Layer::Third, now)?,
            (Layer::Third, true) => Vec::new(),
            (Layer::Third, false) => return Err(format!("{NESTED} is nested too deeply")),
        };
        if conditions.is_empty() && nested.is_empty() {
            return Err("a composite without filters".to_owned());
        }
        let operator = operator(value, "Operator")?;
        Ok(Self {
            conditions,
            nested,
            operator,
        })
    }

    fn met_by(&self, reading: &mut Reading<'_>) -> bool {
        // Under AND the first that is not met decides, under OR the first that is.
        let decisive = self.operator == Operator::Or;
        for condition in &self.conditions {
            if condition.met_by(reading) == decisive {
                return decisive;
            }
        }
        for nested in &self.nested {
            if nested.met_by(reading) == decisive {
                return decisive;
            }
        }
        !decisive
    }
}

const NESTED: &str = "NestedCompositeFilters";

fn composites(
    value: &Value,
    name: &str,
    layer: Layer,
    now: DateTime<Utc>,
) -> Result<Vec<Composite>, String> {
    let values = list(value, name);
    if values.len() > COMPOSITES {
        return Err(format!("{name} has more than {COMPOSITES} composites"));
    }
    values
        .iter()
        .map(|value| Composite::read(value, layer, now))
        .collect()
}

fn operator(value: &Value, name: &str) -> Result<Operator, String> {
    match text(value, name) {
        None | Some("AND") => Ok(Operator::And),
        Some("OR") => Ok(Operator::Or),
        Some(other) => Err(format!("{name} is AND or OR, not {other}")),
    }
}

/// Refuses filters on one field that AWS does not take together.
fn conflict(filters: &[Value]) -> Result<(), String> {
    let used = |field: &Value, comparison: &str| {
        filters.iter().any(|one| {
            one["FieldName"] == *field && one["Filter"]["Comparison"].as_str() == Some(comparison)
        })
    };
    for field in filters.iter().map(|filter| &filter["FieldName"]) {
        if let Some((one, other)) = CONFLICTS
            .into_iter()
            .find(|(one, other)| used(field, one) && used(field, other))
        {
            return Err(format!(
                "{one} and {other} may not be used on the same field {field}"
            ));
        }
    }
    Ok(())
}
