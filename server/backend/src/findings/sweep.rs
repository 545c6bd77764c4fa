//! A complete sweep: what it no longer returns is not reported any more.
//!
//! AWS forgets a finding 90 days after its last update, an archived one after 30. Ours stays, marked.

use std::collections::HashSet;

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    finding::RecordState,
    source::SourceId,
};

use super::act::{Author, FieldChange, save_history};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    sources,
    store::{findings as store, sources as source_rows},
};

/// Findings marked in one transaction.
const CHUNK: i64 = 500;

/// One pass over everything that a source keeps. It lives in memory: a restart begins a new one.
#[derive(Debug)]
pub struct Sweep {
    seen: HashSet<i64>,
    /// Findings taken in after the sweep began are not its business.
    last_n: i64,
}

impl Sweep {
    /// Begins a sweep.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(backend: &Backend) -> Result<Self> {
        let last_n = store::last_n(backend.reader().await?.conn()).await?;
        Ok(Self {
            seen: HashSet::new(),
            last_n,
        })
    }

    /// The source returned these.
    pub fn saw(&mut self, rows: &[i64]) {
        self.seen.extend(rows);
    }
}

/// Marks what a complete sweep did not return, and answers how many that were.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails; what was marked until then stays marked.
pub async fn not_reported(
    backend: &Backend,
    actor: &Actor,
    source: &SourceId,
    sweep: &Sweep,
) -> Result<u64> {
    authorize(actor, Action::Ingest)?;
    let mut marked = 0;
    let mut after = 0;
    loop {
        let mut write = backend.write().await?;
        let source_n = sources::number(&mut write, source).await?;
        let ns = store::of_source_after(write.conn(), source_n, after, CHUNK).await?;
        let Some(last) = ns.last().copied() else {
            let at = write.now;
            source_rows::swept(write.conn(), source_n, at).await?;
            write.commit().await?;
            return Ok(marked);
        };
        after = last;
        let gone = |n: &i64| *n <= sweep.last_n && !sweep.seen.contains(n);
        let ns: Vec<i64> = ns.into_iter().filter(gone).collect();
        if ns.is_empty() {
            write.commit().await?;
            continue;
        }
        let seq = mark(&mut write, actor, &ns).await?;
        let subjects = ns.iter().map(i64::to_string).collect();
        write
            .finish(seq, Topic::Findings, "findings.not_reported", subjects)
            .await?;
        marked += ns.len() as u64;
    }
}

async fn mark(write: &mut crate::backend::Write<'_>, actor: &Actor, ns: &[i64]) -> Result<Seq> {
    let now = write.now;
    let new = RecordState::NotReported.as_str().to_owned();
    let mut changes = Vec::with_capacity(ns.len());
    for mut row in store::by_numbers(write.conn(), ns).await? {
        let old = std::mem::replace(&mut row.record_state, new.clone());
        row.not_reported_since = Some(now.timestamp_micros());
        if store::update(write.conn(), &row).await? == 0 {
            // Changed since it was read: the next sweep looks again.
            continue;
        }
        let change = FieldChange {
            field: "record_state",
            old: Some(old),
            new: Some(new.clone()),
            reason: None,
        };
        changes.push((row, [change]));
    }
    let seq = write.take_seq().await?;
    let history = changes.iter().map(|(row, change)| (row, change.as_slice()));
    save_history(write, seq, Author::of(actor), history).await?;
    Ok(seq)
}
