//! Text from outside, as both engines keep it: PostgreSQL takes no U+0000 in a text or in JSON.

use std::borrow::Cow;

use serde_json::Value;

/// The text with U+FFFD for every U+0000.
pub(crate) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The same as a text of its own.
pub(crate) fn storable_text(text: &str) -> String {
    storable(text).into_owned()
}

/// The same for every text and key of a JSON value.
pub(crate) fn storable_json(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(storable_text(&text)),
        Value::Array(values) => values.into_iter().map(storable_json).collect(),
        Value::Object(fields) => {
            let field = |(key, value): (String, Value)| (storable_text(&key), storable_json(value));
            fields.into_iter().map(field).collect()
        }
        other => other,
    }
}
