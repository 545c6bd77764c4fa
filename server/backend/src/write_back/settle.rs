//! The end of the time in which AWS may still report what was before.

use domain::finding::{Severity, VerificationState, WorkflowStatus, WriteBackState};

use crate::{
    backend::Backend,
    error::Result,
    store::{findings, write_backs as store},
};

/// Findings settled at once.
const AT_ONCE: i64 = 500;

/// From now on what AWS was told is what it knows, and a report that says otherwise is a change made there: also one that
/// came while it was held, so the next report of the finding is looked at even when it is the same again.
pub(super) async fn settle(backend: &Backend) -> Result<()> {
    let now = backend.now();
    let settled = store::settled(backend.reader().await?.conn(), now, AT_ONCE).await?;
    if settled.is_empty() {
        return Ok(());
    }
    let mut write = backend.write().await?;
    for row in settled {
        // An act since then has made it wait again.
        let kept = store::find(write.conn(), row.n).await?;
        let same = kept.is_some_and(|kept| {
            kept.turn == row.turn && kept.state == WriteBackState::Written.as_str()
        });
        if !same {
            continue;
        }
        let written = &row.written.0;
        let known = (
            written.workflow.map(WorkflowStatus::as_str),
            written.severity.map(Severity::rank),
            written.verification.map(VerificationState::as_str),
        );
        findings::aws_knows(write.conn(), row.n, known).await?;
        store::remove(write.conn(), row.n).await?;
    }
    write.commit().await
}
