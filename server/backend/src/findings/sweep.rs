//! A complete sweep: what it no longer returns is not reported any more.
//!
//! AWS forgets a finding 90 days after its last update, an archived one after 30. Ours stays, marked. One that comes in
//! both planes is reported as long as one of them has it.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    finding::RecordState,
    source::SourceId,
};

use super::act::{Author, FieldChange, save_history};
use crate::{
    backend::{Backend, Write, authorize},
    error::Result,
    sources,
    store::{finding_planes as plane_rows, findings as store, sources as source_rows},
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

/// Marks what a complete sweep did not return, and answers how many that were. So are findings of sources that are polled
/// no more, once every source that is has made a sweep and did not return them.
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
    for planes in [false, true] {
        marked += pass(backend, actor, (source, sweep), planes).await?;
    }
    let mut write = backend.write().await?;
    let source_n = sources::number(&mut write, source).await?;
    let at = write.now;
    source_rows::swept(write.conn(), source_n, at).await?;
    let retired = source_rows::retired_and_swept_over(write.conn(), source.kind).await?;
    write.commit().await?;
    for (account, region) in retired {
        let left = SourceId {
            kind: source.kind,
            account: account.as_str().into(),
            region: region.as_str().into(),
        };
        for planes in [false, true] {
            marked += pass(backend, actor, (&left, sweep), planes).await?;
        }
    }
    Ok(marked)
}

/// Goes through the findings of the source: those that CSPM alone has, or those that have planes.
async fn pass(
    backend: &Backend,
    actor: &Actor,
    (source, sweep): (&SourceId, &Sweep),
    planes: bool,
) -> Result<u64> {
    let (mut marked, mut after) = (0, 0);
    loop {
        let mut write = backend.write().await?;
        let source_n = sources::number(&mut write, source).await?;
        let ns = match planes {
            true => plane_rows::of_source_after(write.conn(), source_n, after, CHUNK).await?,
            false => store::of_source_after(write.conn(), source_n, after, CHUNK).await?,
        };
        let Some(last) = ns.last().copied() else {
            return Ok(marked);
        };
        after = last;
        let gone = |n: &i64| *n <= sweep.last_n && !sweep.seen.contains(n);
        let ns: Vec<i64> = ns.into_iter().filter(gone).collect();
        let gone = match ns.is_empty() {
            true => Vec::new(),
            false => gone_for_good(&mut write, source_n, &ns, planes).await?,
        };
        let Some((seq, done)) = mark(&mut write, actor, gone).await? else {
            write.commit().await?;
            continue;
        };
        let subjects = done.iter().map(i64::to_string).collect();
        write
            .finish(seq, Topic::Findings, "findings.not_reported", subjects)
            .await?;
        marked += done.len() as u64;
    }
}

/// What becomes of the findings `ns` that the source no longer returned: each with the record state that it has from now
/// on, as far as that is another. While the other plane reports a finding, it is what that plane says.
async fn gone_for_good(
    write: &mut Write<'_>,
    source_n: i64,
    ns: &[i64],
    planes: bool,
) -> Result<Vec<(i64, String)>> {
    let not_reported = RecordState::NotReported.as_str();
    let mut states: BTreeMap<i64, String> =
        ns.iter().map(|n| (*n, not_reported.to_owned())).collect();
    if planes || plane_rows::any(write.conn()).await? {
        for row in plane_rows::of(write.conn(), ns).await? {
            if !planes {
                // Its turn comes with those that have planes.
                states.remove(&row.n);
            } else if row.source_n == source_n {
                plane_rows::not_reported(write.conn(), row.n, &row.plane).await?;
            } else if row.record_state != not_reported {
                states.insert(row.n, row.record_state);
            }
        }
    }
    Ok(states.into_iter().collect())
}

/// Marks findings, and answers at which place of the log and which; nothing where each was so already.
async fn mark(
    write: &mut Write<'_>,
    actor: &Actor,
    gone: Vec<(i64, String)>,
) -> Result<Option<(Seq, Vec<i64>)>> {
    if gone.is_empty() {
        return Ok(None);
    }
    let now = write.now;
    let states: HashMap<i64, String> = gone.into_iter().collect();
    let ns: Vec<i64> = states.keys().copied().collect();
    let mut changes = Vec::with_capacity(ns.len());
    for mut row in store::by_numbers(write.conn(), &ns).await? {
        let Some(new) = states.get(&row.n).filter(|new| **new != row.record_state) else {
            continue;
        };
        let old = std::mem::replace(&mut row.record_state, new.clone());
        if new == RecordState::NotReported.as_str() {
            row.not_reported_since = Some(now.timestamp_micros());
        }
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
    if changes.is_empty() {
        return Ok(None);
    }
    let seq = write.take_seq().await?;
    let history = changes.iter().map(|(row, change)| (row, change.as_slice()));
    save_history(write, seq, Author::of(actor), history).await?;
    Ok(Some((seq, changes.iter().map(|(row, _)| row.n).collect())))
}
