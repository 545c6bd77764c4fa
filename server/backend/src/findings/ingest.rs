//! Taking in what a source or a file reports: one transaction a page.

mod planes;
mod rewritten;

use std::collections::{HashMap, HashSet};

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    finding::{AwsSaid, IncomingFinding, Plane, RecordState},
    source::{SourceId, SourceKind},
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    act::{Author, FieldChange, is_shown_again, release, save_history},
    archive::Dictionary,
    draft::Draft,
    prepare::{Prepared, prepare},
    reported::{Report, said_alone, updated},
    shared_rows::Fresh,
};
use crate::{
    backend::{Backend, Write, authorize},
    error::{Error, Result},
    ports::Reject,
    sources,
    store::{
        accounts, counters,
        finding_documents::{self, DocumentRow},
        findings::{self as store, FindingRow, IndexedRow},
        sources as source_rows,
        text::storable,
    },
    write_back::{Held, held},
};
use planes::Planes;
pub(crate) use planes::said;
use rewritten::rewritten;

/// Bytes of an account's id that may have a name: AWS's have twelve, and no index takes just any text.
const LONGEST_ACCOUNT: usize = 64;

/// One page of what a source reports.
#[derive(Debug, Clone)]
pub struct IngestBatch {
    /// Which source.
    pub source: SourceId,
    /// What was read.
    pub findings: Vec<IncomingFinding>,
    /// What could not be.
    pub rejects: Vec<Reject>,
    /// Everything updated up to here has now been read; `None` leaves the mark where it is.
    pub read_up_to: Option<Timestamp>,
}

/// What became of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ingested {
    /// Findings that were new.
    pub inserted: u64,
    /// Findings that differ from what was kept.
    pub updated: u64,
    /// Findings that are as they were, or older than what is kept.
    pub unchanged: u64,
    /// Records that could not be taken in.
    pub rejected: u64,
    /// The page's last event, unless nothing changed.
    pub seq: Option<Seq>,
    /// Row numbers of all findings of the page, changed or not.
    pub rows: Vec<i64>,
}

impl Ingested {
    /// What became of this and then of another.
    fn and(mut self, later: Self) -> Self {
        self.inserted += later.inserted;
        self.updated += later.updated;
        self.unchanged += later.unchanged;
        self.rejected += later.rejected;
        self.seq = later.seq.or(self.seq);
        self.rows.extend(later.rows);
        self
    }
}

/// Takes in one page: rows, documents, history, cursor and event are committed together.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::Database`] when nothing of the page was taken in.
pub async fn ingest(backend: &Backend, actor: &Actor, batch: IngestBatch) -> Result<Ingested> {
    authorize(actor, Action::Ingest)?;
    take_in(backend, actor, batch).await
}

/// The same for whoever may.
pub(super) async fn take_in(
    backend: &Backend,
    actor: &Actor,
    batch: IngestBatch,
) -> Result<Ingested> {
    // A file may have a finding of both planes: then CSPM's come first, and what both say meets in the store.
    let is_v2 = |one: &IncomingFinding| one.plane == Plane::V2;
    let v2 = batch.findings.iter().filter(|one| is_v2(one)).count();
    if v2 == 0 || v2 == batch.findings.len() {
        return take_in_plane(backend, actor, batch).await;
    }
    let (v2, cspm) = batch.findings.into_iter().partition(is_v2);
    let first = IngestBatch {
        source: batch.source.clone(),
        findings: cspm,
        rejects: Vec::new(),
        read_up_to: None,
    };
    let second = IngestBatch {
        findings: v2,
        ..batch
    };
    let first = take_in_plane(backend, actor, first).await?;
    let second = take_in_plane(backend, actor, second).await?;
    Ok(first.and(second))
}

/// Takes in findings of one plane.
async fn take_in_plane(backend: &Backend, actor: &Actor, batch: IngestBatch) -> Result<Ingested> {
    // What needs no database is done before the writer is held: another page may be written meanwhile.
    let (incoming, repeated) = prepare(backend, &batch.findings).await?;
    let mut write = backend.write().await?;
    // The counter's row is the lock that keeps two processes from taking in one finding twice.
    counters::take(write.conn(), "finding", 0).await?;
    let source_n = sources::number(&mut write, &batch.source).await?;
    let mut page = Page::new(incoming, repeated, source_n);
    page.is_file = batch.source.kind == SourceKind::File;
    page.load(&mut write).await?;
    page.decide(&mut write).await?;
    page.save(&mut write).await?;
    sources::keep_rejects(&mut write, source_n, &batch.rejects).await?;
    let count = batch.findings.len() as i64;
    let upto = batch.read_up_to.map(|at| at.timestamp_micros());
    let at = write.now;
    source_rows::advance(write.conn(), source_n, upto, at, count).await?;
    let rejected = batch.rejects.len() as u64;
    page.finish(write, actor, rejected).await
}

/// A page on its way into the store.
struct Page<'f> {
    incoming: Vec<Prepared<'f>>,
    source_n: i64,
    /// Whether it is a file's: one does not take a finding from the source that reports it.
    is_file: bool,
    kept: HashMap<Uuid, FindingRow>,
    /// What AWS is still to be told of those, by row number.
    held: HashMap<i64, Held>,
    planes: Planes,
    /// Findings that a file has in another writing and that say nothing new.
    rewritten: HashSet<Uuid>,
    inserts: Vec<FindingRow>,
    updates: Vec<(FindingRow, Vec<FieldChange>)>,
    documents: Vec<Document<'f>>,
    /// Row numbers of findings that were kept before.
    seen: Vec<i64>,
    unchanged: u64,
    /// Findings that another source reported before: its number and theirs.
    others: Vec<(i64, i64)>,
    repeated: u64,
    fresh: Fresh,
    names: HashMap<&'f str, &'f str>,
    /// Accounts that had no name before this page.
    named: Vec<String>,
    trained: Option<Vec<Dictionary>>,
}

/// A document on its way into the store.
struct Document<'f> {
    /// The number of its finding; 0 until a new one has got its own.
    n: i64,
    text: &'f str,
    /// Compressed, if that was done already.
    packed: Option<DocumentRow>,
}

impl<'f> Page<'f> {
    fn new(incoming: Vec<Prepared<'f>>, repeated: u64, source_n: i64) -> Self {
        Self {
            incoming,
            source_n,
            is_file: false,
            kept: HashMap::new(),
            held: HashMap::new(),
            planes: Planes::default(),
            rewritten: HashSet::new(),
            inserts: Vec::new(),
            updates: Vec::new(),
            documents: Vec::new(),
            seen: Vec::new(),
            unchanged: 0,
            others: Vec::new(),
            repeated,
            fresh: Fresh::default(),
            names: HashMap::new(),
            named: Vec::new(),
            trained: None,
        }
    }

    async fn load(&mut self, write: &mut Write<'_>) -> Result<()> {
        let ids: Vec<Uuid> = self.incoming.iter().map(|one| one.id).collect();
        for some in ids.chunks(500) {
            let rows = store::by_ids(write.conn(), some).await?;
            let ns: Vec<i64> = rows.iter().map(|row| row.n).collect();
            self.held.extend(held(write.conn(), &ns).await?);
            self.kept.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        self.planes = Planes::load(write, &self.incoming, &self.kept).await?;
        if self.is_file && !self.kept.is_empty() {
            self.rewritten = rewritten(self, write).await?;
        }
        Ok(())
    }

    async fn decide(&mut self, write: &mut Write<'_>) -> Result<()> {
        for one in std::mem::take(&mut self.incoming) {
            let finding = one.finding;
            if let Some(name) = finding.account_name.as_deref()
                && finding.account.as_str().len() <= LONGEST_ACCOUNT
            {
                self.names.insert(finding.account.as_str(), name);
            }
            let kept = self.kept.remove(&one.id);
            self.seen.extend(kept.iter().map(|row| row.n));
            match kept {
                Some(row)
                    if self.planes.is_known(&row, &one) || self.rewritten.contains(&one.id) =>
                {
                    self.unchanged += 1;
                    let alone = !self.planes.concern(row.n, finding.plane);
                    if alone && !self.is_file && row.source_n != self.source_n {
                        self.others.push((row.source_n, row.n));
                    }
                }
                Some(row) if self.planes.concern(row.n, finding.plane) => {
                    self.join(write, row, one).await?;
                }
                Some(row) => self.meet(write, row, one).await?,
                None => self.begin(write, one).await?,
            }
        }
        Ok(())
    }

    /// A finding that CSPM alone has is reported again.
    async fn meet(
        &mut self,
        write: &mut Write<'_>,
        row: FindingRow,
        one: Prepared<'f>,
    ) -> Result<()> {
        let finding = one.finding;
        let draft = Draft::of(one.id, finding, one.content_hash);
        let mut new = self.row(write, draft).await?;
        if self.is_file {
            new.source_n = row.source_n;
        }
        self.documents.push(Document {
            n: row.n,
            text: &finding.document,
            packed: one.packed,
        });
        let report = Report {
            plane: finding.plane,
            before: AwsSaid::of(finding.plane, said_alone(&row)?),
            now: AwsSaid::of(finding.plane, finding.said()),
            verification: Some(finding.verification),
        };
        let held = self.held.get(&row.n).map(|held| (held, write.now));
        self.updates.push(updated(row, new, report, held)?);
        Ok(())
    }

    /// A finding is reported for the first time.
    async fn begin(&mut self, write: &mut Write<'_>, one: Prepared<'f>) -> Result<()> {
        let finding = one.finding;
        if finding.plane == Plane::V2 {
            let source_n = self.source_n;
            let row = self.plane_row(write, &one, (0, source_n)).await?;
            self.planes.begin(one.id, row);
        }
        let draft = one
            .draft
            .unwrap_or_else(|| Draft::of(one.id, finding, one.content_hash));
        let row = self.row(write, draft).await?;
        self.documents.push(Document {
            n: 0,
            text: &finding.document,
            packed: one.packed,
        });
        self.inserts.push(row);
        Ok(())
    }

    /// The row of a draft; `n` is given when it is saved.
    async fn row(&mut self, write: &mut Write<'_>, draft: Draft<'_>) -> Result<FindingRow> {
        draft.numbered(write, &mut self.fresh, self.source_n).await
    }

    /// What a source reported that is polled no more is from now on of the one that reports it, or no sweep would miss it.
    async fn take_over(&self, write: &mut Write<'_>) -> Result<()> {
        if self.others.is_empty() {
            return Ok(());
        }
        let retired = source_rows::retired(write.conn()).await?;
        let left = self.others.iter();
        let left = left.filter(|(source_n, _)| retired.contains(source_n));
        let ns: Vec<i64> = left.map(|(_, n)| *n).collect();
        for some in ns.chunks(500) {
            store::take_over(write.conn(), self.source_n, some).await?;
        }
        Ok(())
    }

    async fn save(&mut self, write: &mut Write<'_>) -> Result<()> {
        self.take_over(write).await?;
        if !self.inserts.is_empty() {
            let first = counters::take(write.conn(), "finding", self.inserts.len() as i64).await?;
            let mut new_documents = self.documents.iter_mut().filter(|one| one.n == 0);
            for (n, row) in (first..).zip(&mut self.inserts) {
                row.n = n;
                if let Some(document) = new_documents.next() {
                    document.n = n;
                }
            }
            store::insert(write.conn(), &self.inserts).await?;
        }
        for (row, changes) in &self.updates {
            if let Some(held) = self.held.get(&row.n)
                && changes.iter().any(|change| change.field == "workflow")
            {
                held.moved(write).await?;
            }
            if store::update(write.conn(), row).await? == 0 {
                // Somebody changed it since it was loaded: the whole page is tried again.
                return Err(Error::Broken(format!(
                    "finding {} changed while it was taken in",
                    row.id
                )));
            }
        }
        let shown = self
            .updates
            .iter()
            .filter(|(_, changes)| is_shown_again(changes));
        release(write, shown.map(|(row, _)| row.n).collect()).await?;
        self.planes.save(write, &self.inserts).await?;
        self.save_documents(write).await?;
        for (account, name) in &self.names {
            let account = storable(account);
            if accounts::learn(write.conn(), &account, &storable(name)).await? > 0 {
                self.named.push(account.into_owned());
            }
        }
        Ok(())
    }

    async fn save_documents(&mut self, write: &mut Write<'_>) -> Result<()> {
        let archive = write.backend.archive();
        let missing = self.documents.iter().filter(|one| one.packed.is_none());
        let missing: Vec<&str> = missing.map(|one| one.text).collect();
        let mut packed = archive.pack(&missing).await?.into_iter();
        let rows: Vec<(i64, DocumentRow)> = self
            .documents
            .iter_mut()
            .filter_map(|one| Some((one.n, one.packed.take().or_else(|| packed.next())?)))
            .collect();
        finding_documents::upsert(write.conn(), &rows).await?;
        let texts: Vec<&str> = self.documents.iter().map(|one| one.text).collect();
        if let Some(dictionary) = archive.train(&texts) {
            finding_documents::insert_dictionary(write.conn(), 1, &dictionary).await?;
            // Another process may have been first: then its dictionary is the one.
            self.trained = Some(finding_documents::dictionaries(write.conn()).await?);
        }
        Ok(())
    }

    async fn finish(self, mut write: Write<'_>, actor: &Actor, rejected: u64) -> Result<Ingested> {
        let inserted = self.inserts.iter().map(|row| row.n);
        let changed: Vec<i64> = inserted
            .clone()
            .chain(self.updates.iter().map(|(row, _)| row.n))
            .collect();
        let mut done = Ingested {
            inserted: self.inserts.len() as u64,
            updated: self.updates.len() as u64,
            unchanged: self.unchanged + self.repeated,
            rejected,
            seq: None,
            rows: inserted.chain(self.seen.iter().copied()).collect(),
        };
        let backend = write.backend;
        if !self.named.is_empty() {
            let seq = write.take_seq().await?;
            write
                .tell(seq, Topic::Accounts, "accounts.named", self.named)
                .await?;
            done.seq = Some(seq);
        }
        if changed.is_empty() {
            write.commit().await?;
            backend.live().nudge();
        } else {
            let seq = write.take_seq().await?;
            let history = self.updates.iter();
            let history = history.map(|(row, changes)| (row, changes.as_slice()));
            save_history(&mut write, seq, Author::of(actor), history).await?;
            let subjects = changed.iter().map(i64::to_string).collect();
            let new = || self.inserts.into_iter().map(IndexedRow::from).collect();
            let laid = backend.handover().lay(seq, new);
            let told = write.finish(seq, Topic::Findings, "findings.ingested", subjects);
            done.seq = Some(told.await?);
            laid.stays();
        }
        backend.shared_rows().keep(self.fresh);
        if let Some(dictionaries) = self.trained {
            backend.archive().adopt(dictionaries);
        }
        Ok(done)
    }
}

/// Whether a report of the row says nothing new of what its plane said last, by record state, hash and time: the same
/// document, or one older than what is kept.
fn is_known(
    row: &FindingRow,
    (record_state, content_hash, updated): (&str, &[u8], i64),
    one: &Prepared<'_>,
) -> bool {
    let forgotten = record_state == RecordState::NotReported.as_str();
    if content_hash == one.content_hash && !forgotten {
        // What was kept before addresses were is given its own now.
        return row.addresses.is_some() || one.finding.addresses.is_empty();
    }
    one.finding.updated.timestamp_micros() < updated
}
