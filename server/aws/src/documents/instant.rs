//! Instants as AWS and its tools write them.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use domain::time::{Timestamp, to_micros};
use serde::{Deserialize, de::MapAccess};

use super::field::{Field, FromJson};

/// An instant as a field: text (RFC 3339 with or without fraction and offset, RFC 1123), a number
/// since the epoch, or the object that recordings of boto3 keep for a Python `datetime`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Instant<'a> {
    /// Read.
    At(Timestamp),
    /// Text or a number that is no instant.
    Unreadable(Cow<'a, str>),
}

/// Later than year 5000 in seconds, earlier than 1974 in milliseconds: where the two meanings part.
const SECONDS_BELOW: f64 = 1e11;
/// The same between milliseconds and microseconds.
const MILLIS_BELOW: f64 = 1e14;

impl Field<Instant<'_>> {
    /// The instant, if there is a readable one.
    pub(crate) fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Given(Instant::At(at)) => Some(*at),
            _ => None,
        }
    }

    /// A sentence that names the field when it is there and cannot be read.
    pub(crate) fn fault(&self, name: &str) -> Option<String> {
        match self {
            Self::Wrong(found) => Some(format!("{name} is {found} where a time was expected")),
            Self::Given(Instant::Unreadable(text)) => {
                let shown: String = text.chars().take(64).collect();
                Some(format!("{name} is not a time: {shown:?}"))
            }
            _ => None,
        }
    }
}

impl<'de: 'a, 'a> FromJson<'de> for Instant<'a> {
    fn from_text(text: Cow<'de, str>) -> Option<Self> {
        Some(read_text(&text).map_or_else(|| Self::Unreadable(text), Self::At))
    }

    fn from_number(number: f64) -> Option<Self> {
        Some(read_number(number).map_or_else(
            || Self::Unreadable(Cow::Owned(number.to_string())),
            Self::At,
        ))
    }

    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        let parts = PythonDatetime::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        Ok(parts.instant().map(Self::At))
    }
}

/// Instants outside of these years are no instants of a finding, and databases order them wrongly.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9999;

fn believable(at: DateTime<Utc>) -> Option<Timestamp> {
    YEARS.contains(&at.year()).then(|| to_micros(at))
}

/// Reads text; without an offset it is UTC, which is what the tools that leave it out mean.
pub(crate) fn read_text(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return believable(at.with_timezone(&Utc));
    }
    if let Ok(at) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f") {
        return believable(at.and_utc());
    }
    if let Ok(at) = DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z") {
        return believable(at.with_timezone(&Utc));
    }
    DateTime::parse_from_rfc2822(text)
        .ok()
        .and_then(|at| believable(at.with_timezone(&Utc)))
}

/// Reads a number since the epoch: its size says whether it counts seconds, milliseconds or microseconds.
pub(crate) fn read_number(number: f64) -> Option<Timestamp> {
    let micros = match number.abs() {
        size if size < SECONDS_BELOW => number * 1e6,
        size if size < MILLIS_BELOW => number * 1e3,
        _ => number,
    };
    (micros.abs() < i64::MAX as f64)
        .then(|| DateTime::from_timestamp_micros(micros.round() as i64))
        .flatten()
        .and_then(believable)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PythonDatetime {
    year: Field<f64>,
    month: Field<f64>,
    day: Field<f64>,
    hour: Field<f64>,
    minute: Field<f64>,
    second: Field<f64>,
    microsecond: Field<f64>,
}

impl PythonDatetime {
    fn instant(&self) -> Option<Timestamp> {
        let part = |field: &Field<f64>| field.get().map(|value| *value as u32);
        let date = NaiveDate::from_ymd_opt(
            *self.year.get()? as i32,
            part(&self.month)?,
            part(&self.day)?,
        )?;
        let micro = part(&self.microsecond).unwrap_or(0);
        date.and_hms_micro_opt(
            part(&self.hour).unwrap_or(0),
            part(&self.minute).unwrap_or(0),
            part(&self.second).unwrap_or(0),
            micro,
        )
        .and_then(|at| believable(at.and_utc()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Field<Instant<'_>> {
        serde_json::from_str(json).expect("valid JSON")
    }

    #[test]
    fn every_way_of_writing_an_instant_is_read() {
        let whole = DateTime::from_timestamp(1_700_000_000, 0);
        let fraction = DateTime::from_timestamp(1_700_000_000, 250_000_000);
        for json in [
            r#""2023-11-14T22:13:20Z""#,
            r#""2023-11-14T23:13:20+01:00""#,
            r#""2023-11-14T22:13:20+0000""#,
            r#""2023-11-14T22:13:20""#,
            r#""Tue, 14 Nov 2023 22:13:20 GMT""#,
            "1700000000",
            "1700000000000",
            "1700000000000000",
            r#"{"__class__":"datetime","year":2023,"month":11,"day":14,"hour":22,"minute":13,"second":20,"microsecond":0}"#,
        ] {
            assert_eq!(read(json).at(), whole, "{json}");
        }
        for json in [
            r#""2023-11-14T22:13:20.250+00:00""#,
            r#""2023-11-14T22:13:20.250""#,
            "1700000000.25",
            "1700000000250",
        ] {
            assert_eq!(read(json).at(), fraction, "{json}");
        }
        assert_eq!(
            read(r#""Sat, 7 Jan 2023 06:02:51 GMT""#).at(),
            DateTime::from_timestamp(1_673_071_371, 0)
        );
    }

    #[test]
    fn what_is_no_instant_is_said_and_not_guessed() {
        for json in [
            r#""2023-02-30T00:00:00Z""#,
            r#""soon""#,
            "1e300",
            "-1e18",
            "true",
            "[]",
            r#"{"year":2023,"month":13,"day":1}"#,
            r#"{"year":"x"}"#,
        ] {
            let field = read(json);
            assert_eq!(field.at(), None, "{json}");
            assert!(
                field
                    .fault("UpdatedAt")
                    .is_some_and(|it| it.starts_with("UpdatedAt ")),
                "{json}"
            );
        }
        assert_eq!(read("null").fault("UpdatedAt"), None);
    }
}
