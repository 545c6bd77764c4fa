//! Keeping a record that could not be taken in.

use crate::{
    backend::Write,
    error::Result,
    ports::Reject,
    store::{rejects as store, text::storable},
};

/// Bytes kept of a rejected record: enough to see what it is.
const KEPT: usize = 64 << 10;

/// Keeps a reject, or counts one that is known.
pub(crate) async fn keep_reject(
    write: &mut Write<'_>,
    source_n: i64,
    reject: &Reject,
) -> Result<()> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&source_n.to_le_bytes());
    hasher.update(reject.reason.as_bytes());
    hasher.update(reject.document.as_bytes());
    let fingerprint = hasher.finalize();
    let mut end = reject.document.len().min(KEPT);
    while !reject.document.is_char_boundary(end) {
        end -= 1;
    }
    let kept = Reject {
        external_id: reject
            .external_id
            .as_deref()
            .map(|text| storable(text).into_owned()),
        reason: storable(&reject.reason).into_owned(),
        document: storable(&reject.document[..end]).into_owned(),
    };
    let at = write.now;
    Ok(store::upsert(
        write.conn(),
        &fingerprint.as_bytes()[..16],
        source_n,
        &kept,
        at,
    )
    .await?)
}
