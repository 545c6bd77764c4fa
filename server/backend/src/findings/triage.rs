//! Between the row of a finding and what people change of it.

use domain::finding::{Link, Triage, WorkflowStatus};
use sqlx::types::Json;

use super::{act::corrupt, reported::severity};
use crate::{error::Result, store::findings::FindingRow};

/// What people hold of a finding; `links` are those of its links that matter.
pub(super) fn triage(row: &FindingRow, links: Vec<Link>) -> Result<Triage> {
    let wrong = |error| corrupt(row.n, error);
    let verification = row.verification.as_deref().map(str::parse);
    Ok(Triage {
        workflow: row.workflow.parse().map_err(wrong)?,
        severity: severity(row.n, row.severity)?,
        verification: verification.transpose().map_err(wrong)?,
        assignee: row.assignee.clone(),
        tags: row
            .tags
            .as_ref()
            .map(|tags| tags.0.clone())
            .unwrap_or_default(),
        links,
    })
}

/// Writes into the row what people hold of the finding from now on; links have rows of their own.
pub(super) fn set(row: &mut FindingRow, triage: &Triage) {
    row.workflow = triage.workflow.as_str().to_owned();
    if triage.workflow != WorkflowStatus::Suppressed {
        row.suppression = None;
    }
    let aws = row.aws_severity.unwrap_or(row.severity);
    row.severity = triage.severity.rank();
    row.aws_severity = (aws != row.severity).then_some(aws);
    let held = triage.verification.map(|state| state.as_str().to_owned());
    if held.is_none() {
        row.aws_verification = None;
    }
    row.verification = held;
    row.assignee.clone_from(&triage.assignee);
    row.tags = (!triage.tags.is_empty()).then(|| Json(triage.tags.clone()));
}
