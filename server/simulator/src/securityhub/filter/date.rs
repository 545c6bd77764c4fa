//! DateFilter: a span with either end open, or a number of days back from now.

use crate::wire::input::moment;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

/// A span; both ends belong to it, and an end may be open.
#[derive(Debug)]
pub(crate) struct DateTest {
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
}

/// Whether any of an attribute's dates lies in any of the spans.
pub(crate) fn met(tests: &[DateTest], texts: &[&str]) -> bool {
    texts
        .iter()
        .filter_map(|text| moment(text))
        .any(|at| tests.iter().any(|test| test.holds(at)))
}

impl DateTest {
    /// Reads `{Start, End}` or `{DateRange}`.
    pub(crate) fn read(value: &Value, now: DateTime<Utc>) -> Result<Self, String> {
        if let Some(range) = value.get("DateRange").filter(|range| !range.is_null()) {
            return Self::range(range, now);
        }
        let end = |name: &str| match value.get(name).filter(|text| !text.is_null()) {
            None => Ok(None),
            Some(text) => text
                .as_str()
                .and_then(moment)
                .map(Some)
                .ok_or(format!("{name} is no RFC 3339 date")),
        };
        match (end("Start")?, end("End")?) {
            (None, None) => Err("Start, End or DateRange is expected".to_owned()),
            (Some(from), Some(to)) if from > to => Err("Start is after End".to_owned()),
            (from, to) => Ok(Self { from, to }),
        }
    }

    fn range(range: &Value, now: DateTime<Utc>) -> Result<Self, String> {
        if range.get("Unit").and_then(Value::as_str) != Some("DAYS") {
            return Err("DateRange.Unit must be DAYS".to_owned());
        }
        let days = range
            .get("Value")
            .and_then(Value::as_i64)
            .filter(|days| (0..=36_500).contains(days));
        let edge = now - Duration::days(days.ok_or("DateRange.Value must be a number of days")?);
        match range
            .get("Comparison")
            .and_then(Value::as_str)
            .unwrap_or("WITHIN")
        {
            "WITHIN" => Ok(Self {
                from: Some(edge),
                to: None,
            }),
            "OLDER_THAN" => Ok(Self {
                from: None,
                to: Some(edge - Duration::milliseconds(1)),
            }),
            other => Err(format!("{other:?} is no comparison of a DateRange")),
        }
    }

    fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from.is_none_or(|from| at >= from) && self.to.is_none_or(|to| at <= to)
    }
}
