//! What a report from AWS does not undo, since it is older than what was decided here.

use std::collections::HashMap;

use domain::{
    finding::{Plane, Said, TriageState, WriteBackState},
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

/// What AWS is still to be told of one finding, or was told a moment ago: one row a plane.
#[derive(Debug, Clone)]
pub(crate) struct Held(Vec<WriteBackRow>);

/// What is held of the findings `ns`, by row number.
pub(crate) async fn held(conn: Conn<'_>, ns: &[i64]) -> Result<HashMap<i64, Held>> {
    let mut held: HashMap<i64, Held> = HashMap::new();
    if ns.is_empty() {
        return Ok(held);
    }
    for row in store::of(conn, ns).await? {
        let of_finding = held.entry(row.n).or_insert_with(|| Held(Vec::new()));
        of_finding.0.push(row);
    }
    Ok(held)
}

impl Held {
    /// The two sides of a report of `reported` as they are to be merged. What a plane was told is what it knows. As long as
    /// something waits to be told, or was told so recently that a report may be older, what the report says of it counts for
    /// nothing.
    pub(crate) fn sides(
        &self,
        mut before: TriageState,
        mut now: TriageState,
        reported: Plane,
        at: Timestamp,
    ) -> (TriageState, TriageState) {
        for plane in Plane::ALL.iter().copied() {
            let Some(row) = self.0.iter().find(|row| row.plane == plane.as_str()) else {
                continue;
            };
            let said = (before.said.get(plane), now.said.get(plane));
            if let (Some(mut old), Some(mut new)) = said {
                held_severity(
                    row,
                    plane == reported && !settles(row, at),
                    (&mut old, &mut new),
                );
                if plane == reported {
                    held_workflow(row, at, (&mut old, &mut new));
                }
                before.said = before.said.with(plane, old);
                now.said = now.said.with(plane, new);
            }
            // V2 has no such field.
            if plane == Plane::Cspm && plane == reported {
                held_verification(row, at, (&mut before, &mut now));
            }
        }
        (before, now)
    }

    /// A report has moved the status, on both sides: what waited is not what holds here any more, in whichever plane.
    pub(crate) async fn moved(&self, write: &mut Write<'_>) -> Result<()> {
        for row in &self.0 {
            if row.wanted.workflow.is_none() {
                continue;
            }
            let wanted = FindingUpdate {
                workflow: None,
                ..row.wanted.0.clone()
            };
            let key = (row.n, row.plane.as_str());
            if wanted.is_empty() {
                store::remove(write.conn(), key).await?;
            } else {
                store::want_less(write.conn(), key, &wanted).await?;
            }
        }
        Ok(())
    }
}

fn settles(row: &WriteBackRow, at: Timestamp) -> bool {
    row.state == WriteBackState::Written.as_str() && at < row.next_at
}

/// How bad it is in a plane that is still to be told so, or was told a moment ago, is what it is told: the later plane's
/// word counts for the finding, and an old one of it must not. `counts` says that what a report has of it counts.
fn held_severity(row: &WriteBackRow, counts: bool, (old, new): (&mut Said, &mut Said)) {
    if let Some(wanted) = row.wanted.severity {
        old.severity = wanted;
        new.severity = wanted;
    } else if let Some(written) = row.written.severity {
        old.severity = written;
        if !counts {
            new.severity = written;
        }
    }
}

fn held_workflow(row: &WriteBackRow, at: Timestamp, (old, new): (&mut Said, &mut Said)) {
    old.workflow = row.written.workflow.unwrap_or(old.workflow);
    let is_told = settles(row, at) && row.written.workflow.is_some();
    if row.wanted.workflow.is_some() || is_told {
        new.workflow = old.workflow;
    }
}

fn held_verification(
    row: &WriteBackRow,
    at: Timestamp,
    (before, now): (&mut TriageState, &mut TriageState),
) {
    before.aws_verification = row.written.verification.or(before.aws_verification);
    let is_told = settles(row, at) && row.written.verification.is_some();
    if row.wanted.verification.is_some() || is_told {
        now.aws_verification = before.aws_verification;
    }
}
