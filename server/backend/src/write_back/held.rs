//! What a report from AWS does not undo, since it is older than what was decided here.

use std::collections::HashMap;

use domain::{
    finding::{TriageState, WriteBackState},
    time::Timestamp,
};

use crate::{
    backend::Write,
    error::Result,
    ports::FindingUpdate,
    store::{
        db::Conn,
        write_backs::{self as store, WriteBackRow},
    },
};

/// What AWS is still to be told of one finding, or was told a moment ago.
#[derive(Debug, Clone)]
pub(crate) struct Held(WriteBackRow);

/// What is held of the findings `ns`, by row number.
pub(crate) async fn held(conn: Conn<'_>, ns: &[i64]) -> Result<HashMap<i64, Held>> {
    if ns.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = store::of(conn, ns).await?;
    Ok(rows.into_iter().map(|row| (row.n, Held(row))).collect())
}

impl Held {
    /// The two sides as they are to be merged. What AWS was told is what it knows. As long as something waits to be told,
    /// or was told so recently that a report may be older, what the report says of it counts for nothing.
    pub(crate) fn sides(
        &self,
        mut before: TriageState,
        mut now: TriageState,
        at: Timestamp,
    ) -> (TriageState, TriageState) {
        let Self(row) = self;
        let (wanted, written) = (&row.wanted.0, &row.written.0);
        let settles = row.state == WriteBackState::Written.as_str() && at < row.next_at;
        before.aws_workflow = written.workflow.unwrap_or(before.aws_workflow);
        before.aws_severity = written.severity.unwrap_or(before.aws_severity);
        before.aws_verification = written.verification.or(before.aws_verification);
        if wanted.workflow.is_some() || settles && written.workflow.is_some() {
            now.aws_workflow = before.aws_workflow;
        }
        if wanted.severity.is_some() || settles && written.severity.is_some() {
            now.aws_severity = before.aws_severity;
        }
        if wanted.verification.is_some() || settles && written.verification.is_some() {
            now.aws_verification = before.aws_verification;
        }
        (before, now)
    }

    /// A report has moved the status, on both sides: what waited is not what holds here any more.
    pub(crate) async fn moved(&self, write: &mut Write<'_>) -> Result<()> {
        let Self(row) = self;
        if row.wanted.workflow.is_none() {
            return Ok(());
        }
        let wanted = FindingUpdate {
            workflow: None,
            ..row.wanted.0.clone()
        };
        if wanted.is_empty() {
            store::remove(write.conn(), row.n).await?;
        } else {
            store::want_less(write.conn(), row.n, &wanted).await?;
        }
        Ok(())
    }
}
