//! What is done with a page of findings before the store is asked: it needs no database.

use std::{
    borrow::{Borrow, Cow},
    collections::HashMap,
};

use domain::{
    finding::{IncomingFinding, Plane},
    id::FindingId,
};
use uuid::Uuid;

use super::{draft::Draft, identity::finding_id};
use crate::{backend::Backend, error::Result, store::finding_documents::DocumentRow};

/// A finding that is ready to be compared with what is kept.
pub(super) struct Prepared<'f> {
    pub(super) id: Uuid,
    pub(super) finding: &'f IncomingFinding,
    pub(super) content_hash: Vec<u8>,
    /// The document, compressed, if the finding is new as far as the index knows: most of those that are kept come
    /// again as they were.
    pub(super) packed: Option<DocumentRow>,
    /// Its row, in the same case.
    pub(super) draft: Option<Draft<'f>>,
}

/// The newest report of each finding, in the page's order, and how many others the page has: it may name one twice.
pub(super) async fn prepare<'f>(
    backend: &Backend,
    findings: &'f [IncomingFinding],
) -> Result<(Vec<Prepared<'f>>, u64)> {
    let newest = newest(findings);
    let repeated = (findings.len() - newest.len()) as u64;
    let is_new = |id: Uuid| !backend.board().holds(FindingId(id));
    let new: Vec<bool> = newest.iter().map(|(id, _)| is_new(*id)).collect();
    let texts = newest.iter().zip(&new).filter(|(_, new)| **new);
    let texts: Vec<&str> = texts.map(|((_, one), _)| &*one.document).collect();
    let mut packed = backend.archive().pack(&texts).await?.into_iter();
    let mut prepared = Vec::with_capacity(newest.len());
    for ((id, finding), new) in newest.into_iter().zip(new) {
        go_on_later(prepared.len()).await;
        let content_hash = content_hash(finding);
        prepared.push(Prepared {
            id,
            finding,
            packed: new.then(|| packed.next()).flatten(),
            draft: new.then(|| Draft::of(id, finding, content_hash.clone())),
            content_hash,
        });
    }
    Ok((prepared, repeated))
}

/// The newest report of each finding in each plane, in the order in which findings are named first; of two of one time the
/// later one.
pub(super) fn newest<F: Borrow<IncomingFinding>>(
    findings: impl IntoIterator<Item = F>,
) -> Vec<(Uuid, F)> {
    let findings = findings.into_iter();
    let room = findings.size_hint().0;
    let mut places: HashMap<(Uuid, Plane), usize> = HashMap::with_capacity(room);
    let mut newest: Vec<(Uuid, F)> = Vec::with_capacity(room);
    for finding in findings {
        let one: &IncomingFinding = finding.borrow();
        let (account, product) = (one.account.as_str(), &one.product_arn);
        let id = finding_id(account, product, &one.aws_finding_id).0;
        match places.get(&(id, one.plane)) {
            Some(at) => {
                let other: &IncomingFinding = newest[*at].1.borrow();
                if one.updated >= other.updated {
                    newest[*at].1 = finding;
                }
            }
            None => {
                places.insert((id, one.plane), newest.len());
                newest.push((id, finding));
            }
        }
    }
    newest
}

/// Findings after which others go on: with two cores a whole page would keep the writer waiting, who needs a thread for a
/// moment only.
const AT_ONCE: usize = 32;

/// Lets others go on when so many findings are `done` that it is time.
pub(super) async fn go_on_later(done: usize) {
    if done % AT_ONCE == AT_ONCE - 1 {
        tokio::task::yield_now().await;
    }
}

/// The hash of a finding's document.
pub(super) fn content_hash(finding: &IncomingFinding) -> Vec<u8> {
    document_hash(&finding.document)
}

/// A hash of a document. Line breaks in it are space between its parts, so that it is the same document on one line.
pub(super) fn document_hash(document: &str) -> Vec<u8> {
    let hash = blake3::hash(on_one_line(document).as_bytes());
    hash.as_bytes()[..16].to_vec()
}

/// A document with a space for every line break: in JSON one is never part of a text.
pub(super) fn on_one_line(document: &str) -> Cow<'_, str> {
    match memchr::memchr2(b'\n', b'\r', document.as_bytes()) {
        None => Cow::Borrowed(document),
        Some(_) => Cow::Owned(document.replace(['\n', '\r'], " ")),
    }
}
