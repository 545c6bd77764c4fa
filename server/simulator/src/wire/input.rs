//! Reading members of a decoded request. Numbers and times may arrive as text: the query protocol knows nothing else.

use super::Fault;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The text of a member, if it is there and is text.
pub(crate) fn text<'a>(input: &'a Value, name: &str) -> Option<&'a str> {
    input.get(name).and_then(Value::as_str)
}

/// A text member that must be there.
pub(crate) fn required<'a>(input: &'a Value, name: &str) -> Result<&'a str, Fault> {
    text(input, name).ok_or_else(|| {
        Fault::new(
            400,
            "ValidationException",
            format!("the parameter {name} is required"),
        )
    })
}

/// A whole number, given as one or as its text.
pub(crate) fn whole(input: &Value, name: &str) -> Option<i64> {
    let value = input.get(name)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The members of a list; absent is empty.
pub(crate) fn list<'a>(input: &'a Value, name: &str) -> &'a [Value] {
    input
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The texts of a list; absent is empty.
pub(crate) fn texts<'a>(input: &'a Value, name: &str) -> Vec<&'a str> {
    list(input, name).iter().filter_map(Value::as_str).collect()
}

/// A moment, as seconds since 1970 or in ISO 8601.
pub(crate) fn time(input: &Value, name: &str) -> Option<DateTime<Utc>> {
    let value = input.get(name)?;
    if let Some(text) = value.as_str() {
        return moment(text).or_else(|| from_seconds(text.parse().ok()?));
    }
    from_seconds(value.as_f64()?)
}

/// A moment written in ISO 8601, with or without fraction and offset.
pub(crate) fn moment(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|time| time.with_timezone(&Utc))
}

fn from_seconds(seconds: f64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis((seconds * 1000.0).round() as i64)
}
