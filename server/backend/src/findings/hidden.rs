//! Findings are hidden by a suppression and shown again, at most [`MOST_AT_ONCE`] in one transaction.

use std::collections::{BTreeMap, HashMap};

use domain::{
    event::{Seq, Topic},
    finding::{ComplianceStatus, TriageField, WorkflowStatus},
    suppression::{shown_again, suppression_name},
    version::Version,
};

use super::act::{Author, Changed, FieldChange, corrupt, save};
use crate::{
    backend::{Backend, Write},
    error::Result,
    store::{
        counters,
        findings::{self, FindingRow},
        suppressed_findings::{self as store, HiddenRow},
        suppressions,
    },
};

/// The most findings that one call hides or shows.
pub(crate) const MOST_AT_ONCE: usize = findings::TRIAGE_CHUNK;

/// The word by which the history names what hides a finding.
const FIELD: &str = "suppression";

/// What is to become of a finding that a suppression no longer hides.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// The finding as it was hidden.
    pub(crate) hidden: HiddenRow,
    /// Another suppression that matches it, and hides it from now on.
    pub(crate) next: Option<i64>,
}

/// Hides findings that are still as they were when the suppression was found to match them, and of which nobody took one
/// out of it; `why` is its reason. Nothing is answered where none was left.
pub(crate) async fn hide(
    backend: &Backend,
    (number, why): (i64, &str),
    matched: &[(i64, Version)],
) -> Result<Option<Seq>> {
    let mut write = locked(backend).await?;
    let ns: Vec<i64> = matched.iter().map(|(n, _)| *n).collect();
    let seen: HashMap<i64, i64> = matched.iter().map(|(n, version)| (*n, version.0)).collect();
    let released = store::released(write.conn(), number).await?;
    let rows = findings::by_numbers(write.conn(), &ns).await?.into_iter();
    let rows = rows.filter(|row| {
        let same = seen.get(&row.n) == Some(&row.version);
        same && row.workflow != WorkflowStatus::Suppressed.as_str() && !released.contains(&row.n)
    });
    let rows: Vec<FindingRow> = rows.collect();
    let hidden: Vec<HiddenRow> = rows.iter().map(hidden_row).collect();
    let changed = rows.into_iter().map(|mut row| {
        let changes = vec![moved(&mut row, WorkflowStatus::Suppressed, why)];
        row.suppression = Some(number);
        Changed { row, changes }
    });
    let changed: Vec<Changed> = changed.collect();
    if changed.is_empty() {
        return Ok(None);
    }
    keep_hidden(&mut write, number, &hidden).await?;
    told(write, number, &changed).await
}

/// Shows findings again that the suppression hides, each as it would be had nobody hidden it; `why` says what ended it.
pub(crate) async fn show(
    backend: &Backend,
    (number, why): (i64, &str),
    shown: &[Shown],
) -> Result<Option<Seq>> {
    let mut write = locked(backend).await?;
    let ns: Vec<i64> = shown.iter().map(|one| one.hidden.n).collect();
    let rows = findings::by_numbers(write.conn(), &ns).await?;
    let mut rows: HashMap<i64, FindingRow> = rows.into_iter().map(|row| (row.n, row)).collect();
    let mut changed = Vec::new();
    let mut handed: BTreeMap<i64, Vec<HiddenRow>> = BTreeMap::new();
    for one in shown {
        let row = rows.remove(&one.hidden.n);
        let Some(mut row) = row.filter(|row| row.suppression == Some(number)) else {
            continue;
        };
        let changes = match one.next {
            Some(next) => {
                handed.entry(next).or_default().push(one.hidden.clone());
                vec![handed_over(&mut row, number, next)]
            }
            None => vec![shown_as(&mut row, &one.hidden, why)?],
        };
        changed.push(Changed { row, changes });
    }
    if changed.is_empty() {
        return Ok(None);
    }
    for (next, rows) in &handed {
        keep_hidden(&mut write, *next, rows).await?;
    }
    told(write, number, &changed).await
}

/// Keeps that a suppression hides findings from now on, and that it matched.
pub(super) async fn keep_hidden(
    write: &mut Write<'_>,
    number: i64,
    rows: &[HiddenRow],
) -> Result<()> {
    let at = write.now;
    store::insert(write.conn(), number, rows, at).await?;
    Ok(suppressions::matched(write.conn(), number, at).await?)
}

/// How a finding is before it is hidden.
pub(super) fn hidden_row(row: &FindingRow) -> HiddenRow {
    HiddenRow {
        n: row.n,
        workflow: row.workflow.clone(),
        aws_workflow: row.aws_workflow.clone(),
    }
}

/// A transaction that waits for whoever changes findings just now, so that it is not in the middle of it.
async fn locked(backend: &Backend) -> Result<Write<'_>> {
    let mut write = backend.write().await?;
    counters::take(write.conn(), "finding", 0).await?;
    Ok(write)
}

/// Saves the changes by the suppression's name, and tells of them; nothing where somebody was faster.
async fn told(mut write: Write<'_>, number: i64, changed: &[Changed]) -> Result<Option<Seq>> {
    let label = suppression_name(number);
    let author = Author {
        label: &label,
        person: None,
    };
    let Some(seq) = save(&mut write, author, changed).await? else {
        return Ok(None);
    };
    let subjects = changed.iter().map(|one| one.row.n.to_string()).collect();
    let told = write.finish(seq, Topic::Findings, "findings.changed", subjects);
    told.await.map(Some)
}

/// Moves a row to another workflow status.
fn moved(row: &mut FindingRow, to: WorkflowStatus, why: &str) -> FieldChange {
    let old = std::mem::replace(&mut row.workflow, to.as_str().to_owned());
    FieldChange {
        field: TriageField::Workflow.as_str(),
        old: Some(old),
        new: Some(row.workflow.clone()),
        reason: Some(why.to_owned()),
    }
}

fn shown_as(row: &mut FindingRow, hidden: &HiddenRow, why: &str) -> Result<FieldChange> {
    let word = |word: &str| word.parse().map_err(|error| corrupt(row.n, error));
    let compliance = row
        .compliance
        .as_deref()
        .map(str::parse::<ComplianceStatus>);
    let compliance = compliance.transpose();
    let compliance = compliance.map_err(|error| corrupt(row.n, error))?;
    let aws = (word(&hidden.aws_workflow)?, word(&row.aws_workflow)?);
    let to = shown_again(word(&hidden.workflow)?, aws, compliance);
    row.suppression = None;
    Ok(moved(row, to, why))
}

fn handed_over(row: &mut FindingRow, from: i64, to: i64) -> FieldChange {
    row.suppression = Some(to);
    FieldChange {
        field: FIELD,
        old: Some(suppression_name(from)),
        new: Some(suppression_name(to)),
        reason: None,
    }
}
