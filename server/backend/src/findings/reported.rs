//! A finding that is kept meets a report of it: what the domain's merge makes of its row, and what is told of that.

use domain::{
    finding::{
        AwsSaid, ComplianceStatus, MergeReason, Merged, Plane, RecordState, Said, Severity,
        TriageState, VerificationState, WorkflowStatus, merge,
    },
    time::{Timestamp, from_micros},
};

use super::act::{FieldChange, corrupt};
use crate::{
    error::{Error, Result},
    store::findings::FindingRow,
    write_back::Held,
};

/// What was reported, and what AWS said before it.
#[derive(Clone, Copy)]
pub(super) struct Report {
    /// In which plane.
    pub(super) plane: Plane,
    /// What each plane said last.
    pub(super) before: AwsSaid,
    /// The same with the report in it.
    pub(super) now: AwsSaid,
    /// Whether it is held to be true, where the plane says that.
    pub(super) verification: Option<VerificationState>,
}

/// The row after a report, with what really changed; `new` is what the report, or both planes together, make of it.
pub(super) fn updated(
    kept: FindingRow,
    new: FindingRow,
    report: Report,
    held: Option<(&Held, Timestamp)>,
) -> Result<(FindingRow, Vec<FieldChange>)> {
    let before = state(&kept, report.before)?;
    let now = TriageState {
        aws_verification: report.verification,
        ..state(&new, report.now)?
    };
    let reported = report.now.severity().unwrap_or(now.severity);
    let by_aws = report.now.workflow().unwrap_or(now.workflow);
    let (before, now) = match held {
        Some((held, at)) => held.sides(before, now, report.plane, at),
        None => (before, now),
    };
    let merged = merge(before, now);
    let mut told = Told(Vec::new());
    told.provider(&kept, &new);
    told.triage(before, merged);
    let word = |state: Option<VerificationState>| state.map(|state| state.as_str().to_owned());
    let (old, held) = (word(before.verification), word(merged.verification));
    told.change("verification", old, held.clone(), overruled(true));
    let last = word(report.verification).or(kept.aws_verification);
    let open_since = match merged.fails_anew {
        true => new.updated,
        false => kept.open_since,
    };
    let row = FindingRow {
        n: kept.n,
        version: kept.version,
        workflow: merged.workflow.as_str().to_owned(),
        aws_workflow: by_aws.as_str().to_owned(),
        assignee: kept.assignee,
        severity: merged.severity.rank(),
        aws_severity: (merged.severity != reported).then(|| reported.rank()),
        aws_verification: last.filter(|_| held.is_some()),
        verification: held,
        tags: kept.tags,
        open_since,
        // One that AWS shows again is hidden by nothing here any more.
        suppression: kept
            .suppression
            .filter(|_| merged.workflow == WorkflowStatus::Suppressed),
        ..new
    };
    Ok((row, told.0))
}

/// That people here no longer hold what they held is told; a report that moves what is AWS's own needs no words.
fn overruled(held: bool) -> Option<MergeReason> {
    held.then_some(MergeReason::ChangedInAws)
}

/// What is told of a report.
struct Told(Vec<FieldChange>);

impl Told {
    /// The axes of the provider.
    fn provider(&mut self, kept: &FindingRow, new: &FindingRow) {
        let words = (kept.record_state.as_str(), new.record_state.as_str());
        self.word("record_state", words, None);
        let (old, status) = (kept.compliance.clone(), new.compliance.clone());
        self.change("compliance", old, status, None);
    }

    /// The axes that both sides may move.
    fn triage(&mut self, before: TriageState, merged: Merged) {
        let words = (before.workflow.as_str(), merged.workflow.as_str());
        self.word("workflow", words, merged.reason);
        let words = (before.severity.as_str(), merged.severity.as_str());
        let held = Some(before.severity) != before.said.severity();
        self.word("severity", words, overruled(held));
    }

    fn word(&mut self, field: &'static str, (old, new): (&str, &str), why: Option<MergeReason>) {
        self.change(field, Some(old.to_owned()), Some(new.to_owned()), why);
    }

    fn change(
        &mut self,
        field: &'static str,
        old: Option<String>,
        new: Option<String>,
        why: Option<MergeReason>,
    ) {
        if old != new {
            self.0.push(FieldChange {
                field,
                old,
                new,
                reason: why.map(|why| why.as_str().to_owned()),
            });
        }
    }
}

/// What the plane of a finding that has no rows of planes said last.
pub(super) fn said_alone(row: &FindingRow) -> Result<Said> {
    let wrong = |error| corrupt(row.n, error);
    Ok(Said {
        updated: from_micros(row.updated),
        workflow: row.aws_workflow.parse().map_err(wrong)?,
        severity: severity(row.n, row.aws_severity.unwrap_or(row.severity))?,
    })
}

fn state(row: &FindingRow, said: AwsSaid) -> Result<TriageState> {
    let wrong = |error| corrupt(row.n, error);
    let compliance = row
        .compliance
        .as_deref()
        .map(str::parse::<ComplianceStatus>);
    let verification = |word: Option<&str>| word.map(str::parse::<VerificationState>).transpose();
    Ok(TriageState {
        workflow: row.workflow.parse::<WorkflowStatus>().map_err(wrong)?,
        said,
        record_state: row.record_state.parse::<RecordState>().map_err(wrong)?,
        compliance: compliance.transpose().map_err(wrong)?,
        severity: severity(row.n, row.severity)?,
        verification: verification(row.verification.as_deref()).map_err(wrong)?,
        aws_verification: verification(row.aws_verification.as_deref()).map_err(wrong)?,
    })
}

/// The severity of a rank that stands in a row.
pub(super) fn severity(n: i64, rank: i16) -> Result<Severity> {
    Severity::from_rank(rank).ok_or_else(|| Error::Corrupt {
        table: "findings",
        row: n.to_string(),
        what: format!("severity {rank}"),
    })
}
