//! The end of the time in which AWS may still report what was before.

use domain::finding::{
    AwsSaid, Plane, Severity, VerificationState, WorkflowStatus, WriteBackState,
};

use crate::{
    backend::{Backend, Write},
    error::Result,
    findings::said,
    store::{
        finding_planes, findings,
        write_backs::{self as store, WriteBackRow},
    },
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
        let key = (row.n, row.plane.as_str());
        let kept = store::find(write.conn(), key).await?;
        let same = kept.is_some_and(|kept| {
            kept.turn == row.turn && kept.state == WriteBackState::Written.as_str()
        });
        if !same {
            continue;
        }
        known(&mut write, &row).await?;
        store::remove(write.conn(), key).await?;
    }
    write.commit().await
}

/// What a plane was told is what it knows. Of a finding with planes the row then has what both together say.
async fn known(write: &mut Write<'_>, row: &WriteBackRow) -> Result<()> {
    let written = &row.written.0;
    let verification = written.verification.map(VerificationState::as_str);
    let workflow = written.workflow.map(WorkflowStatus::as_str);
    let severity = written.severity.map(Severity::rank);
    let told = (row.n, row.plane.as_str());
    finding_planes::knows(write.conn(), told, (workflow, severity)).await?;
    let mut by_aws = AwsSaid::default();
    for kept in finding_planes::of(write.conn(), &[row.n]).await? {
        let plane = kept.plane.parse().unwrap_or(Plane::Cspm);
        by_aws = by_aws.with(plane, said(&kept)?);
    }
    let workflow = by_aws.workflow().map(WorkflowStatus::as_str).or(workflow);
    let severity = by_aws.severity().map(Severity::rank).or(severity);
    findings::aws_knows(write.conn(), row.n, (workflow, severity, verification)).await?;
    Ok(())
}
