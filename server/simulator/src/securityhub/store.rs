//! The findings there are: JSON text and columns, addressed as AWS does by product and id.

use super::columns::{Column, Columns};
use super::history::{Author, History};
use super::snapshots::Snapshots;
use super::v2::Plane;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// One finding.
#[derive(Debug)]
pub(crate) struct Record {
    /// What filters ask for most.
    pub(crate) columns: Columns,
    /// The whole document.
    pub(crate) text: Arc<str>,
}

/// All findings, and the pages being read from them.
#[derive(Debug)]
pub(crate) struct Findings {
    records: BTreeMap<u32, Record>,
    by_identity: HashMap<(Box<str>, Box<str>), u32>,
    next: u32,
    /// What changed on them.
    pub(super) history: History,
    /// Reads that are in the middle of their pages.
    pub(super) snapshots: Snapshots,
    /// The newer Security Hub, which the same providers report to.
    pub(crate) plane: Plane,
}

impl Findings {
    /// None yet. The seed decides what the newer Security Hub takes over, and under which ids.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            records: BTreeMap::new(),
            by_identity: HashMap::new(),
            next: 0,
            history: History::default(),
            snapshots: Snapshots::new("watchfloor-page"),
            plane: Plane::new(seed),
        }
    }

    /// Puts a document, in the place of the one with the same identity. `None` when it has no identity.
    pub(crate) fn put(&mut self, document: &Value) -> Option<u32> {
        let columns = Columns::of(document);
        self.plane.follow(document);
        let identity = (
            Box::from(columns.text(Column::ProductArn)?),
            Box::from(columns.text(Column::Id)?),
        );
        let number = *self.by_identity.entry(identity).or_insert_with(|| {
            self.next += 1;
            self.next
        });
        self.records.insert(
            number,
            Record {
                columns,
                text: Arc::from(document.to_string()),
            },
        );
        Some(number)
    }

    /// Puts a document as its provider reports it, and writes down what that changes.
    pub(crate) fn import(&mut self, document: &Value, at: DateTime<Utc>) -> Option<u32> {
        let author = Author {
            kind: "BATCH_IMPORT_FINDINGS",
            identity: document["ProductArn"].as_str()?.into(),
        };
        self.change(document, author, at)
    }

    /// Puts a document that `author` changed, and writes down what differs from the one before.
    pub(super) fn change(
        &mut self,
        document: &Value,
        author: Author,
        at: DateTime<Utc>,
    ) -> Option<u32> {
        let known = self.find(document["ProductArn"].as_str()?, document["Id"].as_str()?);
        let before = known.and_then(|number| self.document(number));
        let number = self.put(document)?;
        if let Some(before) = before {
            self.history.record(number, (&before, document), author, at);
        }
        Some(number)
    }

    /// Removes a finding; whether it was there.
    pub(crate) fn remove(&mut self, product_arn: &str, id: &str) -> bool {
        self.plane.forget(product_arn, id);
        let number = self
            .by_identity
            .remove(&(Box::from(product_arn), Box::from(id)));
        number.is_some_and(|number| self.records.remove(&number).is_some())
    }

    /// The number of the finding with this identity.
    pub(crate) fn find(&self, product_arn: &str, id: &str) -> Option<u32> {
        self.by_identity
            .get(&(Box::from(product_arn), Box::from(id)))
            .copied()
    }

    /// One finding.
    pub(crate) fn get(&self, number: u32) -> Option<&Record> {
        self.records.get(&number)
    }

    /// One finding's document, read from its text.
    pub(crate) fn document(&self, number: u32) -> Option<Value> {
        serde_json::from_str(&self.records.get(&number)?.text).ok()
    }

    /// Every finding with its number, oldest number first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Record)> {
        self.records
            .iter()
            .map(|(number, record)| (*number, record))
    }

    /// Removes the finding with this number, if it is there.
    pub(crate) fn remove_number(&mut self, number: u32) -> Option<()> {
        let columns = self.records.remove(&number)?.columns;
        let identity = (
            Box::from(columns.text(Column::ProductArn)?),
            Box::from(columns.text(Column::Id)?),
        );
        self.plane.forget(&identity.0, &identity.1);
        self.by_identity.remove(&identity).map(|_| ())
    }

    /// The highest number given so far; 0 before the first.
    pub(crate) fn last(&self) -> u32 {
        self.next
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }
}
