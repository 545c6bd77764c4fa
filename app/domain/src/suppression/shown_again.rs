//! What a finding is when nothing hides it any more.

use crate::finding::{ComplianceStatus, WorkflowStatus};

/// The workflow status of a finding that is shown again: as it was before it was hidden, unless AWS moved it since or its
/// check passes by now, which would have resolved it.
///
/// `aws` is AWS's own status, then and now. Source of the rule for checks: AWS, "Setting the workflow status of findings".
#[must_use]
pub fn shown_again(
    before: WorkflowStatus,
    aws: (WorkflowStatus, WorkflowStatus),
    compliance: Option<ComplianceStatus>,
) -> WorkflowStatus {
    let (then, now) = aws;
    if now != then && now != WorkflowStatus::Suppressed {
        return now;
    }
    match before.is_open() && compliance == Some(ComplianceStatus::Passed) {
        true => WorkflowStatus::Resolved,
        false => before,
    }
}
