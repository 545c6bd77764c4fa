//! JSON over many lines: lists and wrappers are walked through, and each record in them is read by itself.

use std::{borrow::Cow, fmt, io::Read};

use backend::ports::LARGEST_DOCUMENT;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{
    file::{Fault, Walk, on_line},
    reject,
    tee::Tee,
};

/// Wrappers within wrappers that are walked through; what is deeper is read whole.
const DEEPEST: u8 = 6;

/// Reads documents one after the other up to the end; `lines` others stand before the first.
pub(super) fn wrapped(input: impl Read, lines: u64, walk: &mut Walk<'_>) -> Result<(), Fault> {
    let tee = Tee::new(input, lines);
    let mut json = serde_json::Deserializer::from_reader(tee.clone());
    let fault = |fault: serde_json::Error| said(&fault, lines);
    loop {
        match json.end() {
            Ok(()) => return Ok(()),
            // Something follows.
            Err(error) if error.is_syntax() => {}
            Err(error) => return Err(fault(error)),
        }
        let value = Value {
            walk: &mut *walk,
            tee: &tee,
            place: Place::Top,
            depth: 0,
        };
        value.deserialize(&mut json).map_err(fault)?;
    }
}

fn said(fault: &serde_json::Error, lines: u64) -> Fault {
    let line = lines + fault.line() as u64;
    if fault.is_eof() {
        return format!("it ends in the middle, at line {line}");
    }
    let text = fault.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    match fault.is_io() {
        true => format!("it cannot be read on from line {line}: {what}"),
        false => format!("it is no JSON from line {line} on: {what}"),
    }
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// By itself.
    Top,
    /// In a list, which promises records.
    List,
    /// Under a key that wraps records.
    Wrapper,
}

/// A value that may be a record, or wrap some. It answers whether it was walked through.
struct Value<'w, 't, R> {
    walk: &'w mut Walk<'t>,
    tee: &'w Tee<R>,
    place: Place,
    depth: u8,
}

/// What a key tells.
enum Key {
    /// Records stand under it.
    Wraps,
    /// Nothing of that kind.
    Other,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = Cow::<'_, str>::deserialize(deserializer)?;
        Ok(match &*key {
            "Findings" | "findings" | "data" | "event_payload" => Self::Wraps,
            _ => Self::Other,
        })
    }
}

impl<'de, R: Read> DeserializeSeed<'de> for Value<'_, '_, R> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Read> Visitor<'de> for Value<'_, '_, R> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let line = self.tee.line();
        self.tee.begin();
        let mut walked = false;
        while let Some(key) = map.next_key::<Key>()? {
            match key {
                Key::Wraps if self.depth < DEEPEST => {
                    let inner = Value {
                        walk: &mut *self.walk,
                        tee: self.tee,
                        place: Place::Wrapper,
                        depth: self.depth + 1,
                    };
                    walked |= map.next_value_seed(inner)?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !walked {
            self.object(line);
        } else if self.place == Place::Top {
            self.walk.begin_document();
        }
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        self.tee.forget();
        if self.place == Place::Top {
            self.walk.begin_document();
        }
        loop {
            let entry = Value {
                walk: &mut *self.walk,
                tee: self.tee,
                place: Place::List,
                depth: self.depth.saturating_add(1),
            };
            if list.next_element_seed(entry)?.is_none() {
                break;
            }
            if self.walk.stopped {
                return Err(A::Error::custom("the reading was ended"));
            }
        }
        Ok(true)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        Ok(self.no_object(text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        Ok(self.no_object(&value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        Ok(self.no_object(&value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        Ok(self.no_object(&value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        Ok(self.no_object(&value.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(self.no_object("null"))
    }
}

impl<R: Read> Value<'_, '_, R> {
    /// An object that is no wrapper, up to its end.
    fn object(self, line: u64) {
        let Some(text) = self.tee.end() else {
            let reason = format!(
                "the document is larger than the {LARGEST_DOCUMENT} bytes that are kept of one"
            );
            return self.refuse(line, reason, "");
        };
        match str::from_utf8(&text) {
            Err(_) => self.refuse(line, "the document is no text".to_owned(), ""),
            Ok(text) => {
                let reading = on_line(self.walk.read(text), line, false);
                match self.place {
                    Place::Top => self.walk.document(line, reading, text),
                    Place::List | Place::Wrapper => self.walk.record(line, reading, text),
                }
            }
        }
    }

    /// A value that can be no record. Under the key of a wrapper it makes the object around it none.
    fn no_object(self, text: &str) -> bool {
        if self.place != Place::Wrapper {
            let line = self.tee.line();
            self.refuse(line, "the entry is no object".to_owned(), text);
        }
        false
    }

    fn refuse(self, line: u64, reason: String, text: &str) {
        if self.place == Place::Top {
            self.walk.begin_document();
        }
        self.walk.reject(line, reject(None, reason, text));
    }
}
