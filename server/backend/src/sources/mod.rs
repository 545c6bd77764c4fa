//! Sources: how fresh each is and how far it was read.

mod list;
mod record;
mod reject;
mod rejects;

pub(crate) use list::status;
pub use list::{SourceStatus, list};
pub use record::{answered, cold_done, failed, keep_only, register, resume_at};
pub use reject::prune;
pub(crate) use reject::{keep_reject, keep_rejects};
pub use rejects::{RejectEntry, rejects};

use domain::source::{SourceId, SourceKind};

use crate::{
    backend::Write,
    error::Result,
    store::{counters, sources as store},
};

/// Seconds between polls of a source that nobody registered, such as a file.
const NO_POLL: i64 = 3_600;

/// The source's number, given now if it is new.
pub(crate) async fn number(write: &mut Write<'_>, id: &SourceId) -> Result<i64> {
    if let Some(row) = store::find(write.conn(), id).await? {
        return Ok(row.n);
    }
    // The counter's row is the lock: somebody else may give the source its number at this moment.
    counters::take(write.conn(), "source", 0).await?;
    if let Some(row) = store::find(write.conn(), id).await? {
        return Ok(row.n);
    }
    let n = counters::take(write.conn(), "source", 1).await?;
    store::insert(write.conn(), n, id, NO_POLL).await?;
    if id.kind == SourceKind::File {
        // Nobody waits for news of it.
        let at = write.now;
        store::retire(write.conn(), n, at).await?;
    }
    Ok(n)
}
