//! What becomes of a finding when its source reports it again: who owns which field.
//!
//! AWS owns all but triage. Workflow, severity and verification are shared: the side that moved last
//! wins, and AWS's automatic changes (AWS, "Setting the workflow status of findings") apply to what
//! people here chose too. Tags, notes and who has it are ours, and no report is asked about them.
//! A finding of both planes has two AWS sides: a plane moves when it says something else than itself before.

use super::{
    plane::{AwsSaid, Plane},
    words::{ComplianceStatus, RecordState, Severity, VerificationState, WorkflowStatus},
};

/// The part of a finding that both sides may change, and what decides its automatic changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TriageState {
    /// The status that pages show.
    pub workflow: WorkflowStatus,
    /// What each plane said last.
    pub said: AwsSaid,
    /// The provider's axis.
    pub record_state: RecordState,
    /// The check's result.
    pub compliance: Option<ComplianceStatus>,
    /// The severity that pages show.
    pub severity: Severity,
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
    /// Whether it fails again from now on: it was archived or had passed, and is active and does not pass.
    pub fails_anew: bool,
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

const PASSED: Option<ComplianceStatus> = Some(ComplianceStatus::Passed);

/// Decides what holds after `now` was reported over `before`.
///
/// Of `now` only AWS's side is read: a report knows no other.
#[must_use]
pub fn merge(before: TriageState, now: TriageState) -> Merged {
    let (workflow, reason) = workflow(before, now);
    Merged {
        workflow,
        reason,
        severity: severity(before, now),
        verification: match (before.verification, before.aws_verification) {
            (Some(_), Some(last)) if now.aws_verification.is_some_and(|now| now != last) => {
                now.aws_verification
            }
            (held, _) => held,
        },
        fails_anew: first_plane(before.said, now.said).is_none()
            && again(before, now).is_some()
            && now.record_state == RecordState::Active
            && now.compliance != PASSED,
    }
}

/// The status to keep, and why it moved if it did.
fn workflow(before: TriageState, now: TriageState) -> (WorkflowStatus, Option<MergeReason>) {
    if before.workflow == WorkflowStatus::Suppressed && !before.said.suppresses() {
        // Hidden by somebody here: nothing but a person, or an end that they set, shows it again.
        return (before.workflow, None);
    }
    // What a second plane says for the first time is no change in time.
    let automatic = match first_plane(before.said, now.said) {
        Some(_) => None,
        None => automatic(before, now),
    };
    if let Some(word) = workflow_moved(before.said, now.said) {
        // AWS applies its automatic changes to its own status: such a move is nobody's.
        let reason = match automatic {
            Some((to, reason)) if to == word => reason,
            _ => MergeReason::ChangedInAws,
        };
        return moved(before.workflow, word, reason);
    }
    match automatic {
        Some((workflow, reason)) => moved(before.workflow, workflow, reason),
        None => (before.workflow, None),
    }
}

/// The status that a plane moved to since what it said before. A plane that has the finding for the first time moved
/// nothing, unless both together now say something else.
fn workflow_moved(before: AwsSaid, now: AwsSaid) -> Option<WorkflowStatus> {
    let moved = |plane: Plane| {
        let word = now.get(plane)?.workflow;
        (word != before.get(plane)?.workflow).then_some(word)
    };
    by_time(now)
        .find_map(moved)
        .or_else(|| first_seen(before, now, AwsSaid::workflow))
}

/// The severity to keep. What a customer changed in a plane holds whichever plane is later; what the provider changed, and
/// the order of the two, counts where the plane is the later one. One that is held here gives way to a change alone.
fn severity(before: TriageState, now: TriageState) -> Severity {
    let moved = |plane: Plane| {
        let (old, new) = (before.said.get(plane)?, now.said.get(plane)?);
        let counts = old.updated == new.updated || now.said.later() == Some(plane);
        (old.severity != new.severity && counts).then_some(new.severity)
    };
    let is_held = before.said.severity() != Some(before.severity);
    by_time(now.said)
        .find_map(moved)
        .or_else(|| first_seen(before.said, now.said, AwsSaid::severity))
        .or_else(|| now.said.severity().filter(|_| !is_held))
        .unwrap_or(before.severity)
}

/// The planes, the later one first.
fn by_time(said: AwsSaid) -> impl Iterator<Item = Plane> {
    let later = said.later();
    later.into_iter().chain(later.map(Plane::other))
}

/// What both say together, where that is something else because one of them says it for the first time.
fn first_seen<T: PartialEq>(
    before: AwsSaid,
    now: AwsSaid,
    word: impl Fn(&AwsSaid) -> Option<T>,
) -> Option<T> {
    first_plane(before, now)?;
    let said = word(&now);
    if said == word(&before) { None } else { said }
}

/// The plane that has the finding for the first time, if one has.
fn first_plane(before: AwsSaid, now: AwsSaid) -> Option<Plane> {
    let is_first = |plane: &Plane| before.get(*plane).is_none() && now.get(*plane).is_some();
    Plane::ALL.iter().copied().find(is_first)
}

/// AWS's automatic changes, whether or not AWS has made them on its own status already.
fn automatic(before: TriageState, now: TriageState) -> Option<(WorkflowStatus, MergeReason)> {
    use WorkflowStatus as W;
    if matches!(before.workflow, W::Notified | W::Resolved)
        && let Some(reason) = again(before, now)
    {
        return Some((W::New, reason));
    }
    if before.workflow.is_open() && before.compliance != PASSED && now.compliance == PASSED {
        return Some((W::Resolved, MergeReason::Passed));
    }
    None
}

/// What the provider takes up again, if it does. That it reported nothing for a while is not its word for an end.
fn again(before: TriageState, now: TriageState) -> Option<MergeReason> {
    use RecordState as R;
    if before.record_state == R::Archived && now.record_state == R::Active {
        return Some(MergeReason::ActiveAgain);
    }
    let fails =
        before.compliance == PASSED && now.compliance.is_some_and(|one| Some(one) != PASSED);
    fails.then_some(MergeReason::FailsAgain)
}

fn moved(
    from: WorkflowStatus,
    to: WorkflowStatus,
    reason: MergeReason,
) -> (WorkflowStatus, Option<MergeReason>) {
    (to, (from != to).then_some(reason))
}

#[cfg(test)]
mod tests;
