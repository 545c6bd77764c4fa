//! SortCriteria: the fields that put findings in order.

use super::super::store::Record;
use super::fields::{self, Field, Kind, Reading};
use crate::wire::Fault;
use crate::wire::input::moment;
use serde_json::Value;
use std::cmp::Ordering;

/// The order of a read; without criteria it is the order in which findings came.
#[derive(Debug)]
pub(crate) struct Order {
    criteria: Vec<(&'static Field, Direction)>,
}

/// Which way a criterion sorts.
#[derive(Clone, Copy, Debug)]
pub(in crate::securityhub) enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    /// Reads `SortOrder`, which is `asc` when it is absent; `None` for a word that AWS does not have.
    pub(in crate::securityhub) fn read(criterion: &Value) -> Option<Self> {
        match criterion.get("SortOrder").and_then(Value::as_str) {
            None | Some("asc") => Some(Self::Ascending),
            Some("desc") => Some(Self::Descending),
            Some(_) => None,
        }
    }
}

/// What one finding is sorted by; absent values come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// Milliseconds, or a number times a thousand.
    Number(Option<i64>),
    /// A text.
    Text(Option<String>),
}

impl Order {
    /// Reads `SortCriteria`.
    pub(crate) fn read(criteria: Option<&Value>) -> Result<Self, Fault> {
        let bad =
            |why: &str| Fault::invalid_input(format!("Invalid parameter: SortCriteria: {why}"));
        let Some(list) = criteria.filter(|list| !list.is_null()) else {
            return Ok(Self {
                criteria: Vec::new(),
            });
        };
        let list = list.as_array().ok_or_else(|| bad("a list is expected"))?;
        let criteria = list.iter().map(|one| {
            let name = one.get("Field").and_then(Value::as_str).unwrap_or_default();
            let field = fields::find(name).ok_or_else(|| bad("there is no such Field"))?;
            let direction = Direction::read(one).ok_or_else(|| bad("SortOrder is asc or desc"))?;
            Ok((field, direction))
        });
        Ok(Self {
            criteria: criteria.collect::<Result<_, _>>()?,
        })
    }

    /// What a finding is sorted by.
    pub(crate) fn key(&self, record: &Record) -> Vec<Key> {
        let mut reading = Reading::of(record);
        self.criteria
            .iter()
            .map(|(field, _)| key(field, record, &mut reading))
            .collect()
    }

    /// Sorts keys; equal ones stay in the order they came in.
    pub(crate) fn sort(&self, keyed: &mut [(Vec<Key>, u32)]) {
        let directions: Vec<Direction> = self.criteria.iter().map(|(_, way)| *way).collect();
        sort(&directions, keyed);
    }
}

/// Sorts keys, each part of them in its own direction; equal ones stay in the order they came in.
pub(in crate::securityhub) fn sort(directions: &[Direction], keyed: &mut [(Vec<Key>, u32)]) {
    keyed.sort_by(|(one, _), (other, _)| {
        directions.iter().zip(one.iter().zip(other)).fold(
            Ordering::Equal,
            |so_far, (direction, (a, b))| {
                so_far.then_with(|| match direction {
                    Direction::Ascending => a.cmp(b),
                    Direction::Descending => b.cmp(a),
                })
            },
        )
    });
}

fn key(field: &Field, record: &Record, reading: &mut Reading<'_>) -> Key {
    match field.kind {
        Kind::Date if field.name == "UpdatedAt" => Key::Number(record.columns.updated_ms()),
        Kind::Date => Key::Number(
            reading
                .texts(field, |texts| texts.first().and_then(|text| moment(text)))
                .map(|at| at.timestamp_millis()),
        ),
        Kind::Number => Key::Number(
            reading
                .numbers(field)
                .first()
                .map(|number| (number * 1000.0) as i64),
        ),
        _ => Key::Text(reading.texts(field, |texts| texts.first().map(|text| (*text).to_owned()))),
    }
}
