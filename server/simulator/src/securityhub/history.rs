//! What changed on findings, kept for GetFindingHistory: a ring for all of them, so that memory stays flat
//! however long the story runs.

use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::VecDeque;

/// How many changes are kept in all before the oldest are forgotten (some 300 bytes each).
const CAPACITY: usize = 50_000;

/// How many members one change may name.
const MEMBERS: usize = 50;

/// The dates that AWS leaves out of a history; when a finding was last observed stands in it.
const DATES: [&str; 3] = ["CreatedAt", "UpdatedAt", "ProcessedAt"];

/// Who made a change: the type and the identity that AWS names.
#[derive(Clone, Debug)]
pub(crate) struct Author {
    /// `BATCH_UPDATE_FINDINGS` of a customer, `BATCH_IMPORT_FINDINGS` of a provider.
    pub(super) kind: &'static str,
    /// An ARN: of the caller, or of the product.
    pub(super) identity: Box<str>,
}

/// One member before and after; AWS writes lists and maps as JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Update {
    pub(super) field: Box<str>,
    pub(super) old: Option<Box<str>>,
    pub(super) new: Option<Box<str>>,
}

/// One change of one finding.
#[derive(Debug)]
pub(super) struct Entry {
    /// The change's place among all.
    pub(super) serial: u64,
    pub(super) number: u32,
    pub(super) at: DateTime<Utc>,
    pub(super) author: Author,
    pub(super) updates: Vec<Update>,
}

/// The changes there were, oldest first.
#[derive(Debug, Default)]
pub(super) struct History {
    entries: VecDeque<Entry>,
    next: u64,
}

impl History {
    /// Writes down what differs between two documents of a finding; nothing when only dates do.
    pub(super) fn record(
        &mut self,
        number: u32,
        (old, new): (&Value, &Value),
        author: Author,
        at: DateTime<Utc>,
    ) {
        let mut updates = Vec::new();
        differences("", old, new, &mut updates);
        if updates.is_empty() {
            return;
        }
        updates.truncate(MEMBERS);
        self.next += 1;
        self.entries.push_back(Entry {
            serial: self.next,
            number,
            at,
            author,
            updates,
        });
        if self.entries.len() > CAPACITY {
            self.entries.pop_front();
        }
    }

    /// The changes of one finding, newest first.
    pub(super) fn of(&self, number: u32) -> impl Iterator<Item = &Entry> {
        let own = move |entry: &&Entry| entry.number == number;
        self.entries.iter().rev().filter(own)
    }
}

/// Objects are compared member by member, under names such as `Workflow.Status`; all else as a whole.
fn differences(path: &str, old: &Value, new: &Value, out: &mut Vec<Update>) {
    if let (Value::Object(before), Value::Object(after)) = (old, new) {
        let gone = before.keys().filter(|name| !after.contains_key(*name));
        for name in after.keys().chain(gone) {
            if path.is_empty() && DATES.contains(&name.as_str()) {
                continue;
            }
            let place = match path {
                "" => name.clone(),
                _ => format!("{path}.{name}"),
            };
            let member = |of: &Value| of.get(name).cloned().unwrap_or_default();
            differences(&place, &member(old), &member(new), out);
        }
    } else if old != new {
        out.push(Update {
            field: path.into(),
            old: written(old),
            new: written(new),
        });
    }
}

fn written(value: &Value) -> Option<Box<str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.as_str().into()),
        other => Some(other.to_string().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Author, CAPACITY, History};
    use chrono::{DateTime, Utc};
    use serde_json::{Value, json};

    fn record(history: &mut History, number: u32, old: &Value, new: &Value) {
        let author = Author {
            kind: "BATCH_IMPORT_FINDINGS",
            identity: "arn".into(),
        };
        history.record(number, (old, new), author, DateTime::<Utc>::UNIX_EPOCH);
    }

    #[test]
    fn members_are_named_by_their_path_and_dates_are_left_out() {
        let mut history = History::default();
        let old = json!({"UpdatedAt": "1", "Workflow": {"Status": "NEW"}, "Types": ["a"], "Note": {"Text": "x"}});
        let new =
            json!({"UpdatedAt": "2", "Workflow": {"Status": "RESOLVED"}, "Types": ["a", "b"]});
        record(&mut history, 1, &old, &new);
        let told: Vec<_> = history
            .of(1)
            .flat_map(|entry| &entry.updates)
            .map(|one| (&*one.field, one.old.as_deref(), one.new.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("Types", Some(r#"["a"]"#), Some(r#"["a","b"]"#)),
                ("Workflow.Status", Some("NEW"), Some("RESOLVED")),
                ("Note", Some(r#"{"Text":"x"}"#), None),
            ]
        );
        record(
            &mut history,
            1,
            &json!({"UpdatedAt": "2"}),
            &json!({"UpdatedAt": "3"}),
        );
        assert_eq!(history.of(1).count(), 1, "a date alone is no change");
    }

    #[test]
    fn it_never_grows_beyond_its_bound() {
        let mut history = History::default();
        for turn in 0..=CAPACITY {
            record(
                &mut history,
                7,
                &json!({"Title": turn}),
                &json!({"Title": turn + 1}),
            );
        }
        assert_eq!(history.of(7).count(), CAPACITY);
        let serials = history.of(7).map(|entry| entry.serial);
        assert_eq!(serials.last(), Some(2), "the oldest went first");
    }
}
