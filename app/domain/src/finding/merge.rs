//! What becomes of a finding when its source reports it again: who owns which field.
//!
//! AWS owns all but triage. Workflow, severity and verification are shared: the side that moved last
//! wins, and AWS's automatic changes (AWS, "Setting the workflow status of findings") apply to what
//! people here chose too. Tags, notes and who has it are ours, and no report is asked about them.

use super::words::{ComplianceStatus, RecordState, Severity, VerificationState, WorkflowStatus};

/// The part of a finding that both sides may change, and what decides its automatic changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TriageState {
    /// The status that pages show.
    pub workflow: WorkflowStatus,
    /// The status that AWS reported last.
    pub aws_workflow: WorkflowStatus,
    /// The provider's axis.
    pub record_state: RecordState,
    /// The check's result.
    pub compliance: Option<ComplianceStatus>,
    /// The severity that pages show.
    pub severity: Severity,
    /// The severity that AWS reported last.
    pub aws_severity: Severity,
    /// Whether people here hold it to be true; nothing is as AWS has it.
    pub verification: Option<VerificationState>,
    /// What AWS reported last of that, as far as it was read since somebody here said otherwise.
    pub aws_verification: Option<VerificationState>,
}

/// What a merge came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The status to keep from now on.
    pub workflow: WorkflowStatus,
    /// Why it differs from before, if it does: a word for the history.
    pub reason: Option<MergeReason>,
    /// The severity to keep from now on.
    pub severity: Severity,
    /// What people here hold of its truth from now on; nothing is as AWS has it.
    pub verification: Option<VerificationState>,
}

text_enum! {
    /// Why a report moved the workflow status.
    MergeReason {
        /// It was changed in AWS.
        ChangedInAws = "changed_in_aws",
        /// The finding was archived and is active again.
        ActiveAgain = "active_again",
        /// The check had passed and no longer does.
        FailsAgain = "fails_again",
        /// The check passes.
        Passed = "passed",
    }
}

/// Decides what holds after `now` was reported over `before`.
///
/// Of `now` only AWS's side is read: a report knows no other.
#[must_use]
pub fn merge(before: TriageState, now: TriageState) -> Merged {
    let (workflow, reason) = workflow(before, now);
    Merged {
        workflow,
        reason,
        severity: match now.aws_severity == before.aws_severity {
            true => before.severity,
            false => now.aws_severity,
        },
        verification: match (before.verification, before.aws_verification) {
            (Some(_), Some(last)) if now.aws_verification.is_some_and(|now| now != last) => {
                now.aws_verification
            }
            (held, _) => held,
        },
    }
}

/// The status to keep, and why it moved if it did.
fn workflow(before: TriageState, now: TriageState) -> (WorkflowStatus, Option<MergeReason>) {
    if before.workflow == WorkflowStatus::Suppressed
        && before.aws_workflow != WorkflowStatus::Suppressed
    {
        // Hidden by somebody here: nothing but a person, or an end that they set, shows it again.
        return (before.workflow, None);
    }
    if now.aws_workflow != before.aws_workflow {
        return moved(before.workflow, now.aws_workflow, MergeReason::ChangedInAws);
    }
    match automatic(before, now) {
        Some((workflow, reason)) => moved(before.workflow, workflow, reason),
        None => (before.workflow, None),
    }
}

/// AWS's automatic changes, for a status that AWS has not moved itself yet.
fn automatic(before: TriageState, now: TriageState) -> Option<(WorkflowStatus, MergeReason)> {
    use WorkflowStatus as W;
    let reopens = matches!(before.workflow, W::Notified | W::Resolved);
    if reopens
        && before.record_state == RecordState::Archived
        && now.record_state == RecordState::Active
    {
        return Some((W::New, MergeReason::ActiveAgain));
    }
    let passed = Some(ComplianceStatus::Passed);
    if reopens
        && before.compliance == passed
        && now.compliance.is_some()
        && now.compliance != passed
    {
        return Some((W::New, MergeReason::FailsAgain));
    }
    if before.workflow.is_open() && before.compliance != passed && now.compliance == passed {
        return Some((W::Resolved, MergeReason::Passed));
    }
    None
}

fn moved(
    from: WorkflowStatus,
    to: WorkflowStatus,
    reason: MergeReason,
) -> (WorkflowStatus, Option<MergeReason>) {
    (to, (from != to).then_some(reason))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        proptest::sample::select(all)
    }

    fn state() -> impl Strategy<Value = TriageState> {
        (
            (any_of(WorkflowStatus::ALL), any_of(WorkflowStatus::ALL)),
            any_of(RecordState::ALL),
            proptest::option::of(any_of(ComplianceStatus::ALL)),
            (any_of(Severity::ALL), any_of(Severity::ALL)),
            proptest::option::of(any_of(VerificationState::ALL)),
            proptest::option::of(any_of(VerificationState::ALL)),
        )
            .prop_map(
                |(workflows, record_state, compliance, severities, verification, aws)| {
                    TriageState {
                        workflow: workflows.0,
                        aws_workflow: workflows.1,
                        record_state,
                        compliance,
                        severity: severities.0,
                        aws_severity: severities.1,
                        verification,
                        aws_verification: aws,
                    }
                },
            )
    }

    fn kept(before: TriageState) -> Merged {
        Merged {
            workflow: before.workflow,
            reason: None,
            severity: before.severity,
            verification: before.verification,
        }
    }

    proptest! {
        /// Reporting the same again changes nothing, whatever was chosen here.
        #[test]
        fn a_repeat_is_silent(before in state()) {
            prop_assert_eq!(merge(before, before), kept(before));
        }

        /// What somebody here suppressed stays so through any report.
        #[test]
        fn a_local_suppression_holds(before in state(), now in state()) {
            let before = TriageState { workflow: WorkflowStatus::Suppressed, aws_workflow: WorkflowStatus::New, ..before };
            prop_assert_eq!(merge(before, now).workflow, WorkflowStatus::Suppressed);
        }

        /// A severity that people here chose holds until AWS's own moves, and then AWS's does; so does verification.
        #[test]
        fn who_moved_last_wins(before in state(), now in state()) {
            let merged = merge(before, now);
            let moved = before.aws_severity != now.aws_severity;
            prop_assert_eq!(merged.severity, if moved { now.aws_severity } else { before.severity });
            let (last, said) = (before.aws_verification, now.aws_verification);
            let moved = last.is_some() && said.is_some() && last != said && before.verification.is_some();
            prop_assert_eq!(merged.verification, if moved { said } else { before.verification });
        }

        /// A reason is given exactly when the status moved.
        #[test]
        fn a_move_has_a_reason(before in state(), now in state()) {
            let merged = merge(before, now);
            prop_assert_eq!(merged.reason.is_some(), merged.workflow != before.workflow);
        }
    }

    #[test]
    fn a_local_choice_survives_a_report_that_knows_nothing_of_it() {
        let before = TriageState {
            workflow: WorkflowStatus::Notified,
            aws_workflow: WorkflowStatus::New,
            record_state: RecordState::Active,
            compliance: Some(ComplianceStatus::Failed),
            severity: Severity::Low,
            aws_severity: Severity::High,
            verification: None,
            aws_verification: None,
        };
        assert_eq!(merge(before, before).workflow, WorkflowStatus::Notified);
        let passed = TriageState {
            compliance: Some(ComplianceStatus::Passed),
            ..before
        };
        assert_eq!(
            merge(before, passed),
            Merged {
                workflow: WorkflowStatus::Resolved,
                reason: Some(MergeReason::Passed),
                ..kept(before)
            }
        );
    }
}
