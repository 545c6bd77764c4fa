//! Keeping records that could not be taken in: so many, and so long, that they cannot fill the disk.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::{
    backend::{Backend, Write},
    error::Result,
    ports::Reject,
    store::{
        rejects::{self as store, CHUNK, NewReject},
        text::storable,
    },
};

/// Bytes kept of a rejected record: enough to see what it is.
const KEPT: usize = 64 << 10;
/// Records that are kept, those that came last.
pub(crate) const MAX_KEPT: i64 = 10_000;
/// How long one is kept that does not come again.
const KEPT_FOR: TimeDelta = TimeDelta::days(90);
/// Records that one transaction forgets.
const FORGOTTEN: i64 = 10_000;

/// Keeps a reject, or counts one that is known.
pub(crate) async fn keep_reject(
    write: &mut Write<'_>,
    source_n: i64,
    reject: &Reject,
) -> Result<()> {
    keep_rejects(write, source_n, std::slice::from_ref(reject)).await
}

/// Keeps rejects, and counts those that are known; beyond [`MAX_KEPT`] the oldest are forgotten.
pub(crate) async fn keep_rejects(
    write: &mut Write<'_>,
    source_n: i64,
    rejects: &[Reject],
) -> Result<()> {
    if rejects.is_empty() {
        return Ok(());
    }
    // One statement must not meet the same record twice.
    let mut rows: BTreeMap<Vec<u8>, NewReject> = BTreeMap::new();
    for reject in rejects {
        let fingerprint = fingerprint(source_n, reject);
        let row = rows
            .entry(fingerprint)
            .or_insert_with_key(|fingerprint| NewReject {
                fingerprint: fingerprint.clone(),
                reject: kept(reject),
                times: 0,
            });
        row.times += 1;
    }
    let at = write.now;
    let rows: Vec<NewReject> = rows.into_values().collect();
    for some in rows.chunks(CHUNK) {
        store::upsert(write.conn(), source_n, some, at).await?;
    }
    store::forget_beyond(write.conn(), MAX_KEPT, FORGOTTEN).await?;
    Ok(())
}

/// Forgets the records that did not come for long.
///
/// # Errors
/// When the database fails.
pub async fn prune(backend: &Backend) -> Result<()> {
    let mut write = backend.write().await?;
    let before = write.now - KEPT_FOR;
    store::forget_before(write.conn(), before).await?;
    write.commit().await
}

fn fingerprint(source_n: i64, reject: &Reject) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&source_n.to_le_bytes());
    hasher.update(reject.reason.as_bytes());
    hasher.update(reject.document.as_bytes());
    hasher.finalize().as_bytes()[..16].to_vec()
}

fn kept(reject: &Reject) -> Reject {
    let mut end = reject.document.len().min(KEPT);
    while !reject.document.is_char_boundary(end) {
        end -= 1;
    }
    let id = reject.external_id.as_deref();
    Reject {
        external_id: id.map(|text| storable(text).into_owned()),
        reason: storable(&reject.reason).into_owned(),
        document: storable(&reject.document[..end]).into_owned(),
    }
}
