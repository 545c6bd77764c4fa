//! The members of an OCSF finding that nearly every question is about, read once when the document is put.

use crate::wire::input::moment;
use serde_json::Value;

/// Paths of texts that are kept beside the document.
const TEXTS: [&str; 15] = [
    ACCOUNT,
    REGION,
    "metadata.uid",
    "metadata.product.uid",
    "metadata.product.name",
    "finding_info.uid",
    "finding_info.created_time_dt",
    MODIFIED,
    "class_name",
    "activity_name",
    "severity",
    "status",
    "compliance.status",
    "compliance.control",
    "comment",
];

pub(super) const ACCOUNT: &str = "cloud.account.uid";
pub(super) const REGION: &str = "cloud.region";
pub(super) const MODIFIED: &str = "finding_info.modified_time_dt";

/// Paths of numbers that are kept beside the document.
const NUMBERS: [&str; 3] = ["severity_id", "status_id", "activity_id"];

/// What one document holds at those paths.
#[derive(Debug)]
pub(crate) struct Columns {
    texts: [Option<Box<str>>; 15],
    numbers: [Option<f64>; 3],
    modified_ms: Option<i64>,
}

impl Columns {
    /// Reads them from a document.
    pub(super) fn of(document: &Value) -> Self {
        // None of these paths leads through a list.
        let at = |path: &str| {
            path.split('.')
                .try_fold(document, |value, step| value.get(step))
        };
        let modified = at(MODIFIED).and_then(Value::as_str);
        Self {
            texts: TEXTS.map(|path| at(path).and_then(Value::as_str).map(Box::from)),
            numbers: NUMBERS.map(|path| at(path).and_then(Value::as_f64)),
            modified_ms: modified.and_then(moment).map(|at| at.timestamp_millis()),
        }
    }

    /// The text at a path; the outer `None` means that the path is none of those kept.
    pub(super) fn text(&self, path: &str) -> Option<Option<&str>> {
        let at = TEXTS.iter().position(|one| *one == path)?;
        Some(self.texts[at].as_deref())
    }

    /// The number at a path; the outer `None` means that the path is none of those kept.
    pub(super) fn number(&self, path: &str) -> Option<Option<f64>> {
        let at = NUMBERS.iter().position(|one| *one == path)?;
        Some(self.numbers[at])
    }

    /// `finding_info.modified_time_dt` in milliseconds since 1970, if it is a date.
    pub(super) fn modified_ms(&self) -> Option<i64> {
        self.modified_ms
    }

    /// Whether the text at a kept path is this one.
    pub(super) fn is(&self, path: &str, text: &str) -> bool {
        self.text(path) == Some(Some(text))
    }
}

/// The values at a path such as `resources.owner.account.uid`; lists on the way are walked through.
pub(super) fn walk<'v>(document: &'v Value, path: &str) -> Vec<&'v Value> {
    path.split('.').fold(vec![document], |reached, step| {
        let next = reached.into_iter().filter_map(|value| value.get(step));
        next.flat_map(each).collect()
    })
}

fn each(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}
