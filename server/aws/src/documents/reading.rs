//! Reads any document that AWS or a tool wrote, whatever it is wrapped in.

use std::collections::BTreeMap;

use backend::ports::Reject;
use domain::scope::AccountId;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{
    AwsEvent, Record, envelope::Envelope, finding::finding, look, parse, reject, shape::Shape,
};
use crate::{health, route53};

/// Wrappers within wrappers beyond this are refused: the deepest that anybody writes is four.
const MAX_WRAPPERS: usize = 8;
/// Fields that are named of an object that is no record, and letters of each that are shown.
const NAMED: usize = 4;
const LETTERS: usize = 40;

/// What a document holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The records, in the document's order.
    pub records: Vec<Record>,
    /// The records that cannot be used, each with its reason.
    pub rejects: Vec<Reject>,
    /// Why there is no record at all, where there is none: one sentence.
    pub silence: Option<String>,
}

/// Reads a document; `account` is the one whose answer it is, for shapes that do not say so themselves.
#[must_use]
pub fn read(text: &str, account: &AccountId) -> Reading {
    let mut reading = as_it_stands(text.trim_start_matches('\u{feff}').trim(), account);
    if !(reading.records.is_empty() && reading.rejects.is_empty()) {
        reading.silence = None;
    } else if reading.silence.is_none() {
        reading.silence = Some("the document has an empty list of records".to_owned());
    }
    reading
}

/// The same of text without space around it, silent only where it is an object that is no record and wraps none.
pub(super) fn as_it_stands(text: &str, account: &AccountId) -> Reading {
    let mut reader = Reader {
        account,
        reading: Reading::default(),
    };
    reader.value(text, 0);
    reader.reading
}

struct Reader<'x> {
    account: &'x AccountId,
    reading: Reading,
}

impl Reader<'_> {
    fn value(&mut self, text: &str, depth: usize) {
        if depth > MAX_WRAPPERS {
            let reason = "the record is wrapped more often than anybody writes".to_owned();
            return self.reading.rejects.push(reject(None, reason, text));
        }
        match text.as_bytes().first() {
            Some(b'[') => self.list(text, |reader, item| reader.item(item, depth + 1)),
            Some(b'{') => self.object(text, depth),
            None => self.reading.silence = Some("the document is empty".to_owned()),
            Some(_) => {
                let reason = "the document is neither an object nor a list".to_owned();
                self.reading.rejects.push(reject(None, reason, text));
            }
        }
    }

    /// An item of a bare list: what is no record here is refused, since the list promised one.
    fn item(&mut self, text: &str, depth: usize) {
        let before = self.reading.records.len() + self.reading.rejects.len();
        let silence = self.reading.silence.take();
        self.value(text, depth);
        let after = self.reading.records.len() + self.reading.rejects.len();
        let nothing = self.reading.silence.take();
        if let (true, Some(reason)) = (before == after, nothing) {
            self.reading.rejects.push(reject(None, reason, text));
        }
        self.reading.silence = silence;
    }

    fn object(&mut self, text: &str, depth: usize) {
        // Most records come bare and in AWS's format, and nothing that wraps has one of its telling keys.
        if look::format(text) == Some(look::Format::Asff) {
            return self.keep(finding(text).map(Record::from));
        }
        let shape: Shape<'_> = match parse(text) {
            Ok(shape) => shape,
            Err(reject) => return self.reading.rejects.push(reject),
        };
        let account = self.account;
        if shape.detail_type.is_some() {
            self.event(text);
        } else if let Some(inner) = shape.findings {
            self.list(inner.get(), |reader, item| {
                reader.keep(finding(item).map(Record::from))
            });
        } else if let Some(inner) = shape.data.or(shape.event_payload) {
            self.value(inner.get(), depth + 1);
        } else if let Some(inner) = shape.events {
            self.list(inner.get(), |reader, item| {
                reader.keep(health::document::listed(item).map(Record::from));
            });
        } else if let Some(inner) = shape.details {
            self.list(inner.get(), |reader, item| {
                reader.keep(health::document::detailed(item).map(Record::from));
            });
        } else if let Some(inner) = shape.entities {
            self.list(inner.get(), |reader, item| reader.entity(item));
        } else if let Some(inner) = shape.health_checks {
            self.list(inner.get(), |reader, item| {
                reader.keep(route53::document::check(item, account).map(Record::from));
            });
        } else if let Some(inner) = shape.health_check {
            self.keep(route53::document::check(inner.get(), account).map(Record::from));
        } else if let Some(inner) = shape.tag_sets {
            self.list(inner.get(), |reader, item| reader.tags(item));
        } else if let Some(inner) = shape.tag_set {
            self.tags(inner.get());
        } else {
            self.bare(text);
        }
    }

    /// An object without a wrapper: a finding, or nothing that we read.
    fn bare(&mut self, text: &str) {
        if look::format(text).is_some() {
            return self.keep(finding(text).map(Record::from));
        }
        self.reading.silence = Some(strange(text));
    }

    fn event(&mut self, text: &str) {
        let envelope: Envelope<'_> = match parse(text) {
            Ok(envelope) => envelope,
            Err(reject) => return self.reading.rejects.push(reject),
        };
        let event = AwsEvent::from(&envelope);
        let Some(detail) = envelope
            .detail
            .map(RawValue::get)
            .or_else(|| envelope.quoted_detail.text())
        else {
            return self.reading.records.push(Record::Event(Box::new(event)));
        };
        match event.detail_type.as_str() {
            "AWS Health Event" | "AWS Health Abuse Event" => {
                self.keep(health::document::of_event(detail, &envelope).map(Record::from));
            }
            "GuardDuty Finding" => self.keep(crate::guardduty::read(detail).map(Record::from)),
            _ => match wrapped_findings(detail) {
                Some(findings) => self.list(findings, |reader, item| {
                    reader.keep(finding(item).map(Record::from));
                }),
                None => self.reading.records.push(Record::Event(Box::new(event))),
            },
        }
    }

    fn list(&mut self, text: &str, mut each: impl FnMut(&mut Self, &str)) {
        match parse::<Vec<&RawValue>>(text) {
            Ok(items) => items.into_iter().for_each(|item| each(self, item.get())),
            Err(reject) => self.reading.rejects.push(reject),
        }
    }

    fn entity(&mut self, text: &str) {
        self.keep(
            health::document::entity(text)
                .map(|(event_arn, entity)| Record::HealthEntity { event_arn, entity }),
        );
    }

    fn tags(&mut self, text: &str) {
        self.keep(
            route53::document::tags(text)
                .map(|(resource_id, tags)| Record::Tags { resource_id, tags }),
        );
    }

    fn keep(&mut self, read: Result<Record, Reject>) {
        match read {
            Ok(record) => self.reading.records.push(record),
            Err(reject) => self.reading.rejects.push(reject),
        }
    }
}

/// What is said of an object that is nothing that we read, by the names of its fields.
fn strange(text: &str) -> String {
    let fields: BTreeMap<String, IgnoredAny> = parse(text).unwrap_or_default();
    if fields.is_empty() {
        return "an empty object is no finding, event or health check".to_owned();
    }
    let more = fields.len().saturating_sub(NAMED);
    let names: Vec<String> = fields.keys().take(NAMED).map(|name| named(name)).collect();
    let names = names.join(", ");
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("the object is no finding, event or health check: its fields are {names}{more}")
}

/// The name of a field in a sentence of one line.
fn named(name: &str) -> String {
    let name = name.escape_debug().to_string();
    match name.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name,
    }
}

/// The findings of an event of Security Hub, if it carries any.
fn wrapped_findings(detail: &str) -> Option<&str> {
    #[derive(Deserialize)]
    struct Detail<'a> {
        #[serde(borrow)]
        findings: Option<&'a RawValue>,
    }
    serde_json::from_str::<Detail<'_>>(detail)
        .ok()?
        .findings
        .map(RawValue::get)
}
