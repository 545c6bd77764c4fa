//! SortCriteria: the fields that put findings in order.

use super::super::columns::MODIFIED;
use super::super::plane::Record;
use super::fields::{self, Kind, Reading};
use crate::securityhub::filter::order::{Direction, Key, sort};
use crate::wire::Fault;
use crate::wire::input::{list, moment, text};
use serde_json::Value;

/// The order of a read; without criteria it is the order in which findings came.
#[derive(Debug)]
pub(in crate::securityhub::v2) struct Order {
    criteria: Vec<(Kind, &'static str)>,
    directions: Vec<Direction>,
}

impl Order {
    /// Reads `SortCriteria`, which may name any field that a date, number or text filter takes.
    pub(in crate::securityhub::v2) fn read(input: &Value) -> Result<Self, Fault> {
        let bad = |why: &str| Fault::validation(format!("Invalid parameter: SortCriteria: {why}"));
        let (mut criteria, mut directions) = (Vec::new(), Vec::new());
        for one in list(input, "SortCriteria") {
            let name = text(one, "Field").unwrap_or_default();
            let field = [Kind::Date, Kind::Number, Kind::Text]
                .into_iter()
                .find_map(|kind| Some((kind, fields::find(kind, name)?)));
            criteria.push(field.ok_or_else(|| bad("there is no such Field"))?);
            directions.push(Direction::read(one).ok_or_else(|| bad("SortOrder is asc or desc"))?);
        }
        Ok(Self {
            criteria,
            directions,
        })
    }

    /// What a finding is sorted by.
    pub(in crate::securityhub::v2) fn key(&self, record: &Record) -> Vec<Key> {
        let mut reading = Reading::of(record);
        let criteria = self.criteria.iter();
        criteria
            .map(|(kind, field)| key(*kind, field, &mut reading))
            .collect()
    }

    /// Sorts keys; equal ones stay in the order they came in.
    pub(in crate::securityhub::v2) fn sort(&self, keyed: &mut [(Vec<Key>, u32)]) {
        sort(&self.directions, keyed);
    }
}

fn key(kind: Kind, field: &str, reading: &mut Reading<'_>) -> Key {
    match kind {
        Kind::Date if field == MODIFIED => Key::Number(reading.modified_ms()),
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
