//! What becomes of a finding when its source reports it again: who owns which field.
//!
//! AWS owns all but triage. Workflow is shared: the side that moved last wins, and AWS's automatic
//! changes (AWS, "Setting the workflow status of findings") apply to what people here chose too.

use super::words::{ComplianceStatus, RecordState, WorkflowStatus};

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
}

/// What a merge came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The status to keep from now on.
    pub workflow: WorkflowStatus,
    /// Why it differs from before, if it does: a word for the history.
    pub reason: Option<MergeReason>,
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

/// Decides the workflow status after `now` was reported over `before`.
///
/// `now.workflow` is not read: a report knows only AWS's side.
#[must_use]
pub fn merge(before: TriageState, now: TriageState) -> Merged {
    if before.workflow == WorkflowStatus::Suppressed
        && before.aws_workflow != WorkflowStatus::Suppressed
    {
        // Hidden by somebody here: nothing but a person, or an end that they set, shows it again.
        return keep(before.workflow);
    }
    if now.aws_workflow != before.aws_workflow {
        return moved(before.workflow, now.aws_workflow, MergeReason::ChangedInAws);
    }
    match automatic(before, now) {
        Some((workflow, reason)) => moved(before.workflow, workflow, reason),
        None => keep(before.workflow),
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

const fn keep(workflow: WorkflowStatus) -> Merged {
    Merged {
        workflow,
        reason: None,
    }
}

fn moved(from: WorkflowStatus, to: WorkflowStatus, reason: MergeReason) -> Merged {
    Merged {
        workflow: to,
        reason: (from != to).then_some(reason),
    }
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
            any_of(WorkflowStatus::ALL),
            any_of(WorkflowStatus::ALL),
            any_of(RecordState::ALL),
            proptest::option::of(any_of(ComplianceStatus::ALL)),
        )
            .prop_map(
                |(workflow, aws_workflow, record_state, compliance)| TriageState {
                    workflow,
                    aws_workflow,
                    record_state,
                    compliance,
                },
            )
    }

    proptest! {
        /// Reporting the same again changes nothing, whatever was chosen here.
        #[test]
        fn a_repeat_is_silent(before in state()) {
            prop_assert_eq!(merge(before, before), keep(before.workflow));
        }

        /// What somebody here suppressed stays so through any report.
        #[test]
        fn a_local_suppression_holds(before in state(), now in state()) {
            let before = TriageState { workflow: WorkflowStatus::Suppressed, aws_workflow: WorkflowStatus::New, ..before };
            prop_assert_eq!(merge(before, now).workflow, WorkflowStatus::Suppressed);
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
                reason: Some(MergeReason::Passed)
            }
        );
    }
}
