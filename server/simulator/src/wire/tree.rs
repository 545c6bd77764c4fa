//! An answer before it is encoded: the few kinds of value the five protocols share.

use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A value on its way out. Absent members are simply not put into a map.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    /// true or false.
    Flag(bool),
    /// An integer.
    Whole(i64),
    /// A floating point number.
    Real(f64),
    /// A string.
    Text(String),
    /// A moment: epoch seconds in JSON, tag 1 in CBOR, ISO 8601 in XML.
    Time(DateTime<Utc>),
    /// A list; the name is what XML calls each item (`member` in the query protocol).
    List(&'static str, Vec<Tree>),
    /// A structure, in the order it is written.
    Map(Vec<(&'static str, Tree)>),
    /// A map with keys that are themselves content.
    Pairs(Vec<(String, String)>),
    /// JSON text that is passed on as it is; only the JSON protocols carry it.
    Raw(Arc<str>),
}

impl Tree {
    /// A string value.
    pub(crate) fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    /// A list of strings.
    pub(crate) fn texts<S: Into<String>>(
        item: &'static str,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        Self::List(item, values.into_iter().map(Self::text).collect())
    }
}

impl From<&str> for Tree {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Tree {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
