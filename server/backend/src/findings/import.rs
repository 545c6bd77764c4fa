//! Taking in the findings of a file that somebody brings, page by page.
//!
//! What is known already costs one look-up and writes nothing. A file is no report of AWS: that a finding is in it does
//! not mean that it is still there, and what people here decided since stands.

use std::{borrow::Cow, collections::HashMap};

use domain::{
    action::Action,
    actor::Actor,
    finding::{IncomingFinding, Plane},
    source::{SourceId, SourceKind},
};
use uuid::Uuid;

use super::{
    export::as_asff,
    ingest::{IngestBatch, Ingested, take_in},
    prepare::{content_hash, document_hash, newest},
};
use crate::{
    audit::{self, authorize_change},
    backend::Backend,
    error::Result,
    ports::Reject,
    store::{db::Reader, finding_documents, finding_planes, findings as store},
};

/// Findings that are looked up at once.
const LOOKED_UP: usize = 500;

/// Some records of a file.
#[derive(Debug, Clone, Default)]
pub struct ImportPage {
    /// What was read.
    pub findings: Vec<IncomingFinding>,
    /// What could not be.
    pub rejects: Vec<Reject>,
}

/// A file that somebody brings.
#[derive(Debug, Clone, Copy)]
pub struct ImportedFile<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The network address it came from, if it came from the network.
    pub address: Option<&'a str>,
}

/// Takes in some records of a file; without anything new nothing is written.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::Database`] when nothing of the page was taken in.
pub async fn import(
    backend: &Backend,
    actor: &Actor,
    file: ImportedFile<'_>,
    page: ImportPage,
) -> Result<Ingested> {
    let subject = (file.name, file.address);
    authorize_change(backend, actor, Action::ImportFindings, subject).await?;
    let before = page.findings.len();
    let findings = news(backend, page.findings).await?;
    let unchanged = (before - findings.len()) as u64;
    if findings.is_empty() && page.rejects.is_empty() {
        return Ok(Ingested {
            unchanged,
            ..Ingested::default()
        });
    }
    let batch = IngestBatch {
        source: files(),
        findings,
        rejects: page.rejects,
        read_up_to: None,
    };
    let mut done = take_in(backend, actor, batch).await?;
    done.unchanged += unchanged;
    Ok(done)
}

/// Writes down that a file was brought, and what became of it: of all of it, or of what came in before the import died.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn imported(
    backend: &Backend,
    actor: &Actor,
    file: ImportedFile<'_>,
    (done, is_whole): (&Ingested, bool),
) -> Result<()> {
    let (action, subject) = (Action::ImportFindings, file.name);
    authorize_change(backend, actor, action, (subject, file.address)).await?;
    let detail = format!(
        "findings of a file: {} inserted, {} updated, {} unchanged, {} rejected{}",
        done.inserted,
        done.updated,
        done.unchanged,
        done.rejected,
        if is_whole { "" } else { "; then it broke off" }
    );
    let mut write = backend.write().await?;
    let entry = audit::Entry {
        actor,
        action,
        subject: &audit::as_typed(subject),
        detail: &detail,
        address: file.address,
    };
    write.audit(entry).await?;
    write.commit().await
}

/// The one source of all files.
fn files() -> SourceId {
    SourceId {
        kind: SourceKind::File,
        account: "import".into(),
        region: "any".into(),
    }
}

/// The findings that say something new.
async fn news(backend: &Backend, findings: Vec<IncomingFinding>) -> Result<Vec<IncomingFinding>> {
    // Were what is known taken out first, the one of two that did not count would be left as news, time and again.
    let newest = newest(findings);
    let ids: Vec<Uuid> = newest.iter().map(|(id, _)| *id).collect();
    let mut known = HashMap::with_capacity(ids.len());
    let mut planes = HashMap::new();
    let mut reader = backend.reader().await?;
    let has_planes = finding_planes::any(reader.conn()).await?;
    for some in ids.chunks(LOOKED_UP) {
        let rows = store::known(reader.conn(), some).await?;
        known.extend(
            rows.into_iter()
                .map(|(id, updated, hash)| (id, (updated, hash))),
        );
        if has_planes {
            let rows = finding_planes::known(reader.conn(), some).await?;
            for (id, plane, updated, hash) in rows {
                let of_id: &mut HashMap<String, _> = planes.entry(id).or_default();
                of_id.insert(plane, (updated, hash));
            }
        }
    }
    let is_new = |(id, one): &(Uuid, IncomingFinding)| {
        let last = match planes.get(id) {
            Some(said) => said.get(one.plane.as_str()),
            None => known.get(id).filter(|_| one.plane == Plane::Cspm),
        };
        last.is_none_or(|(updated, hash)| says_more(one, *updated, hash))
    };
    let news: Vec<_> = newest.into_iter().filter(is_new).collect();
    let as_old = news.iter().filter(|(id, one)| {
        let last = known.get(id).map(|(updated, _)| *updated);
        last == Some(one.updated.timestamp_micros())
    });
    let as_old: Vec<Uuid> = as_old.map(|(id, _)| *id).collect();
    let exported = exported(backend, &mut reader, &as_old).await?;
    drop(reader);
    let news = news.into_iter().filter(|(id, one)| {
        let ours = exported.get(id);
        ours.is_none_or(|hash| content_hash(one) != *hash)
    });
    Ok(news.map(|(_, one)| one).collect())
}

/// What an export writes of those of `ids` whose documents are not in ASFF, as a hash: it says nothing that is not known.
async fn exported(
    backend: &Backend,
    reader: &mut Reader,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<u8>>> {
    let archive = backend.archive();
    let mut hashes = HashMap::new();
    for some in ids.chunks(LOOKED_UP) {
        let rows = store::by_ids(reader.conn(), some).await?;
        let ids: HashMap<i64, Uuid> = rows.into_iter().map(|row| (row.n, row.id)).collect();
        let ns: Vec<i64> = ids.keys().copied().collect();
        for (n, row) in finding_documents::by_numbers(reader.conn(), &ns).await? {
            archive.learn(reader.conn(), &row).await?;
            let document = archive.unpack(n, &row)?;
            if let Cow::Owned(asff) = as_asff(backend, n, &document)?
                && let Some(id) = ids.get(&n)
            {
                hashes.insert(*id, document_hash(&asff));
            }
        }
    }
    Ok(hashes)
}

/// Whether a finding of a file says more than what its plane said last.
fn says_more(one: &IncomingFinding, updated: i64, hash: &[u8]) -> bool {
    let at = one.updated.timestamp_micros();
    // Without a hash it was told to AWS, whose answer is waited for; a file that is no younger is none.
    let told = hash.is_empty() && at == updated;
    at >= updated && !told && content_hash(one) != hash
}
