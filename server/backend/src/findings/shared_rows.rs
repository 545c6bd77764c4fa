//! The numbers of products and kinds that are known already, so that a page of findings asks the
//! database only for what is new.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use domain::finding::IncomingFinding;
use sqlx::types::Json;

use super::identity::fingerprint;
use crate::{
    backend::Write,
    error::Result,
    store::{
        counters,
        finding_kinds::{self, KindRow},
        finding_products::{self, ProductRow},
        text::{storable, storable_text},
    },
};

/// What tells one shared row from another.
pub(super) type Key = [u8; 16];

type Numbers = HashMap<Key, i64>;

/// Numbers of shared rows that are committed.
#[derive(Default)]
pub(crate) struct SharedRows {
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    products: Numbers,
    kinds: Numbers,
}

/// Numbers that one transaction found or gave; they are true once it has committed.
#[derive(Default)]
pub(super) struct Fresh {
    products: Numbers,
    kinds: Numbers,
}

impl SharedRows {
    /// The product's number, given now if it is new.
    pub(super) async fn product(
        &self,
        write: &mut Write<'_>,
        fresh: &mut Fresh,
        key: Key,
        finding: &IncomingFinding,
    ) -> Result<i64> {
        if let Some(n) = fresh
            .products
            .get(&key)
            .copied()
            .or_else(|| self.read().products.get(&key).copied())
        {
            return Ok(n);
        }
        let n = match finding_products::find(write.conn(), &key).await? {
            Some(n) => n,
            None => {
                let n = counters::take(write.conn(), "finding_product", 1).await?;
                let row = ProductRow {
                    product_arn: storable_text(&finding.product_arn),
                    product_name: storable_text(product_name(finding)),
                    company_name: finding.company_name.as_deref().map(storable_text),
                };
                finding_products::insert(write.conn(), n, &key, &row).await?;
                n
            }
        };
        fresh.products.insert(key, n);
        Ok(n)
    }

    /// The kind's number, given now if it is new.
    pub(super) async fn kind(
        &self,
        write: &mut Write<'_>,
        fresh: &mut Fresh,
        key: Key,
        finding: &IncomingFinding,
    ) -> Result<i64> {
        if let Some(n) = fresh
            .kinds
            .get(&key)
            .copied()
            .or_else(|| self.read().kinds.get(&key).copied())
        {
            return Ok(n);
        }
        let n = match finding_kinds::find(write.conn(), &key).await? {
            Some(n) => n,
            None => {
                let n = counters::take(write.conn(), "finding_kind", 1).await?;
                let texts = |list: &[String]| list.iter().map(|text| storable_text(text)).collect();
                let row = KindRow {
                    title: storable_text(&finding.title),
                    generator: storable_text(&finding.generator),
                    control: finding.control.as_deref().map(storable_text),
                    standards: Json(texts(&finding.standards)),
                    types: Json(texts(&finding.types)),
                };
                finding_kinds::insert(write.conn(), n, &key, &row).await?;
                n
            }
        };
        fresh.kinds.insert(key, n);
        Ok(n)
    }

    /// The transaction that found these has committed.
    pub(super) fn keep(&self, fresh: Fresh) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.products.extend(fresh.products);
        known.kinds.extend(fresh.kinds);
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// That of the product of a finding.
pub(super) fn product_key(finding: &IncomingFinding) -> Key {
    let mut hasher = blake3::Hasher::new();
    let company = finding.company_name.as_deref().unwrap_or_default();
    for text in [&finding.product_arn, product_name(finding), company] {
        add(&mut hasher, &storable(text));
    }
    fingerprint(&hasher)
}

/// That of what a finding shares with others of its control or rule.
pub(super) fn kind_key(finding: &IncomingFinding) -> Key {
    let mut hasher = blake3::Hasher::new();
    add(&mut hasher, &finding.title);
    add(&mut hasher, &finding.generator);
    add(&mut hasher, finding.control.as_deref().unwrap_or_default());
    for list in [&finding.standards, &finding.types] {
        hasher.update(&(list.len() as u64).to_le_bytes());
        list.iter().for_each(|text| add(&mut hasher, text));
    }
    fingerprint(&hasher)
}

fn add(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

/// The product's name, or the last part of its ARN where the document has none.
fn product_name(finding: &IncomingFinding) -> &str {
    match &finding.product_name {
        Some(name) if !name.is_empty() => name,
        _ => finding.product_arn.rsplit('/').next().unwrap_or_default(),
    }
}
