//! A field of a document whose author we do not control: absent, given, or of the wrong type.
//!
//! Every field of the parsers is a [`Field`], so that one strange value costs that value and not the
//! record. Text is borrowed from the document wherever it holds no escape.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

/// What a document has under one key.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Field<T> {
    /// No such key, or null.
    #[default]
    Absent,
    /// A value of the expected type.
    Given(T),
    /// A value of another type, named for a sentence.
    Wrong(&'static str),
}

impl<T> Field<T> {
    /// The value, if it is of the expected type.
    pub(crate) fn get(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Wrong(_) => None,
        }
    }
}

/// Text as a field: borrowed where the document allows it.
pub(crate) type Text<'a> = Field<Cow<'a, str>>;

impl Field<Cow<'_, str>> {
    /// The text, if there is one that says something.
    pub(crate) fn text(&self) -> Option<&str> {
        self.get()
            .map(AsRef::as_ref)
            .filter(|text| !text.is_empty())
    }

    /// The text as a value of its own, fit for both databases and for a page: a sign that no page can show, or that turns
    /// what stands after it around, is a mark that everybody sees. The document itself stays as it came.
    pub(crate) fn kept(&self) -> Option<String> {
        self.text()
            .map(|text| kept(text).replace(turns_or_hides, "\u{fffd}"))
    }

    /// The text, or a sentence that names the field and says what is wrong with it.
    pub(crate) fn required(&self, name: &str, at_most: usize) -> Result<String, String> {
        match self {
            Self::Wrong(found) => Err(format!("{name} is {found} where text was expected")),
            Self::Absent => Err(format!("{name} is missing")),
            Self::Given(text) if text.is_empty() => Err(format!("{name} is empty")),
            Self::Given(text) if text.len() > at_most => Err(format!(
                "{name} is {} bytes long, which is more than {at_most}",
                text.len()
            )),
            Self::Given(text) => Ok(kept(text)),
        }
    }
}

/// Controls, and what Unicode has to override the direction of a text: a title could be read as another by it.
fn turns_or_hides(sign: char) -> bool {
    let is_space = matches!(sign, '\n' | '\r' | '\t');
    (sign.is_control() && !is_space)
        || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text without U+0000, which PostgreSQL cannot keep; the document itself stays as it came.
pub(crate) fn kept(text: &str) -> String {
    if text.contains('\0') {
        text.replace('\0', "\u{fffd}")
    } else {
        text.to_owned()
    }
}

/// A type that a field can hold, and from which JSON values it is read. What it does not take is `Wrong`.
pub(crate) trait FromJson<'de>: Sized {
    /// From text.
    fn from_text(_text: Cow<'de, str>) -> Option<Self> {
        None
    }
    /// From a number.
    fn from_number(_number: f64) -> Option<Self> {
        None
    }
    /// From true or false.
    fn from_flag(_flag: bool) -> Option<Self> {
        None
    }
    /// From an object.
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    /// From a list.
    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

impl<'de: 'a, 'a> FromJson<'de> for Cow<'a, str> {
    fn from_text(text: Cow<'de, str>) -> Option<Self> {
        Some(text)
    }
}

impl<'de> FromJson<'de> for f64 {
    fn from_number(number: f64) -> Option<Self> {
        Some(number)
    }
    /// Some writers quote their numbers.
    fn from_text(text: Cow<'de, str>) -> Option<Self> {
        text.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl<'de> FromJson<'de> for bool {
    fn from_flag(flag: bool) -> Option<Self> {
        Some(flag)
    }
}

impl<'de, T: FromJson<'de>> FromJson<'de> for Vec<Field<T>> {
    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        let mut values = Self::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Some(values))
    }
}

/// The objects of a record that are read by their keys.
pub(crate) trait ByKeys {}

impl<'de, T: Deserialize<'de> + ByKeys> FromJson<'de> for T {
    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

impl<'de, T: FromJson<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor(PhantomData))
    }
}

struct FieldVisitor<T>(PhantomData<T>);

fn given<T>(value: Option<T>, found: &'static str) -> Field<T> {
    value.map_or(Field::Wrong(found), Field::Given)
}

impl<'de, T: FromJson<'de>> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(given(T::from_flag(flag), "a truth value"))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(given(T::from_number(number as f64), "a number"))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(given(T::from_number(number as f64), "a number"))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(given(T::from_number(number), "a number"))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(given(T::from_text(Cow::Borrowed(text)), "text"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(given(T::from_text(Cow::Owned(text.to_owned())), "text"))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(given(T::from_map(map)?, "an object"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Ok(given(T::from_list(list)?, "a list"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Record<'a> {
        #[serde(borrow)]
        name: Text<'a>,
        count: Field<f64>,
        parts: Field<Vec<Field<f64>>>,
    }

    fn read(json: &str) -> Record<'_> {
        serde_json::from_str(json).expect("valid JSON")
    }

    #[test]
    fn what_would_turn_a_title_around_is_a_mark_that_is_seen() {
        let record = read(r#"{"name": "exe.\u202efdp\u2066 to\tyou\u0007 \u05d0"}"#);
        let kept = record.name.kept().expect("text");
        assert_eq!(kept, "exe.\u{fffd}fdp\u{fffd} to\tyou\u{fffd} \u{5d0}");
    }

    #[test]
    fn a_strange_value_costs_that_value_alone() {
        let record = read(r#"{"name":{"deep":[1,{"er":2}]},"count":"7","parts":[1,"x",null]}"#);
        assert_eq!(record.name, Field::Wrong("an object"));
        assert_eq!(record.count, Field::Given(7.0));
        assert_eq!(
            record.parts,
            Field::Given(vec![Field::Given(1.0), Field::Wrong("text"), Field::Absent])
        );
    }

    #[test]
    fn text_without_escapes_is_borrowed() {
        assert!(matches!(
            read(r#"{"name":"plain"}"#).name,
            Field::Given(Cow::Borrowed("plain"))
        ));
        assert_eq!(
            read(r#"{"name":"a\u0000b"}"#).name.kept().as_deref(),
            Some("a\u{fffd}b")
        );
    }

    #[test]
    fn what_is_wrong_with_a_required_field_is_said_with_its_name() {
        let sentence = |json| read(json).name.required("name", 3).expect_err("not usable");
        assert_eq!(sentence("{}"), "name is missing");
        assert_eq!(
            sentence(r#"{"name":12}"#),
            "name is a number where text was expected"
        );
        assert_eq!(sentence(r#"{"name":""}"#), "name is empty");
        assert!(sentence(r#"{"name":"long"}"#).contains("more than 3"));
    }
}
