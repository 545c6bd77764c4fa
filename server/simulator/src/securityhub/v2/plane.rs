//! The findings of this plane: OCSF text, columns, and what the customer wrote.

use super::columns::{ACCOUNT, Columns};
use super::customer::{Change, Customer, Reported};
use super::document;
use crate::securityhub::snapshots::Snapshots;
use crate::story::dice::Dice;
use crate::wire::input::moment;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// One finding.
#[derive(Debug)]
pub(crate) struct Record {
    /// What questions are about most.
    pub(super) columns: Columns,
    /// The whole document.
    pub(super) text: Arc<str>,
    customer: Customer,
    reported: Reported,
}

/// All findings of this plane, and the pages being read from them.
#[derive(Debug)]
pub(crate) struct Plane {
    seed: u64,
    records: BTreeMap<u32, Record>,
    by_uid: HashMap<Box<str>, u32>,
    next: u32,
    /// Reads that are in the middle of their pages.
    pub(super) snapshots: Snapshots,
}

impl Plane {
    /// Without findings.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            records: BTreeMap::new(),
            by_uid: HashMap::new(),
            next: 0,
            snapshots: Snapshots::new("watchfloor-page-v2"),
        }
    }

    /// Takes over what a provider reported in ASFF, if its product reports to this plane. What a customer of the other
    /// plane wrote on the finding is not taken over, except where it is here for the first time.
    pub(in crate::securityhub) fn follow(&mut self, asff: &Value) {
        let text = |name: &str| asff[name].as_str().unwrap_or_default();
        let (product, id) = (text("ProductArn"), text("Id"));
        if !self.takes(product, id) {
            return;
        }
        let product = in_v2(product);
        let uid = self.uid(&product, id);
        let modified = moment(text("UpdatedAt")).map(|at| self.taken_over(&uid, at));
        let made = document::of(asff, (&product, &uid), modified);
        let reported = Reported::of(&made);
        self.put(&uid, made, Customer::at_first(asff, reported));
    }

    /// Puts a document that a provider reports to this plane alone, in the place of one with the same `metadata.uid`.
    /// What the customer wrote on that one stays. `None` without a `metadata.uid`.
    pub(crate) fn report(&mut self, made: Value) -> Option<u32> {
        let uid = made.pointer("/metadata/uid")?.as_str()?.to_owned();
        let untouched = Customer::untouched(Reported::of(&made));
        Some(self.put(&uid, made, untouched))
    }

    /// Takes the finding away that the other plane knows by these.
    pub(in crate::securityhub) fn forget(&mut self, product_arn: &str, id: &str) {
        let uid = self.uid(&in_v2(product_arn), id);
        if let Some(number) = self.by_uid.remove(uid.as_str()) {
            self.records.remove(&number);
        }
    }

    fn put(&mut self, uid: &str, mut made: Value, first: Customer) -> u32 {
        let number = *self.by_uid.entry(Box::from(uid)).or_insert_with(|| {
            self.next += 1;
            self.next
        });
        let reported = Reported::of(&made);
        let customer = match self.records.remove(&number) {
            None => first,
            Some(before) => {
                let mut customer = before.customer;
                customer.follow(before.reported, reported);
                customer
            }
        };
        customer.write(&mut made);
        self.keep(number, &made, customer, reported);
        number
    }

    /// Writes what a customer changes. It never moves the finding's dates.
    pub(super) fn update(&mut self, number: u32, change: &Change) -> Option<()> {
        let mut made = self.document(number)?;
        let record = self.records.get(&number)?;
        let (mut customer, reported) = (record.customer.clone(), record.reported);
        customer.change(change);
        customer.write(&mut made);
        self.keep(number, &made, customer, reported);
        Some(())
    }

    fn keep(&mut self, number: u32, made: &Value, customer: Customer, reported: Reported) {
        let record = Record {
            columns: Columns::of(made),
            text: Arc::from(made.to_string()),
            customer,
            reported,
        };
        self.records.insert(number, record);
    }

    /// Whether a product reports to this plane: the products of AWS that it brings together do, half of what Access
    /// Analyzer finds does, and AWS Config and partners report to the older one alone.
    fn takes(&self, product_arn: &str, id: &str) -> bool {
        match product_arn
            .split_once("::product/aws/")
            .map(|(_, name)| name)
        {
            Some("securityhub" | "guardduty" | "inspector" | "macie") => true,
            Some("access-analyzer") => Dice::of(self.seed, &["planes", id], 0).chance(50),
            _ => false,
        }
    }

    /// When this plane has taken over what the other was told `at` a moment: then, or up to 600 ms later.
    fn taken_over(&self, uid: &str, at: DateTime<Utc>) -> DateTime<Utc> {
        let number = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let steps = Dice::of(self.seed, &["taken over", uid], number).below(4);
        at + Duration::milliseconds(200 * i64::from(steps))
    }

    /// The `metadata.uid` of a finding: always the same 64 digits for the same product and id.
    pub(crate) fn uid(&self, product_uid: &str, finding_uid: &str) -> String {
        let mut dice = Dice::of(self.seed, &["metadata uid", product_uid, finding_uid], 0);
        (dice.uuid() + &dice.uuid()).replace('-', "")
    }

    /// The number of the finding with this `metadata.uid`.
    pub(crate) fn find(&self, uid: &str) -> Option<u32> {
        self.by_uid.get(uid).copied()
    }

    /// The number of the finding of this account with this product and id.
    pub(super) fn identified(&self, account: &str, product: &str, finding: &str) -> Option<u32> {
        let number = self.find(&self.uid(product, finding))?;
        let own = self.records.get(&number)?.columns.is(ACCOUNT, account);
        own.then_some(number)
    }

    /// One finding.
    pub(super) fn get(&self, number: u32) -> Option<&Record> {
        self.records.get(&number)
    }

    /// One finding's document, read from its text.
    pub(crate) fn document(&self, number: u32) -> Option<Value> {
        serde_json::from_str(&self.records.get(&number)?.text).ok()
    }

    /// Every finding with its number, oldest number first.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Record)> {
        self.records
            .iter()
            .map(|(number, record)| (*number, record))
    }

    /// The numbers of the findings whose text at a kept path, such as `class_name`, is this one, lowest first.
    pub(crate) fn numbers(&self, path: &str, text: &str) -> Vec<u32> {
        self.iter()
            .filter(|(_, record)| record.columns.is(path, text))
            .map(|(number, _)| number)
            .collect()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }
}

/// A product's ARN as this plane writes it.
fn in_v2(product_arn: &str) -> String {
    product_arn.replacen(":product/", ":productv2/", 1)
}
