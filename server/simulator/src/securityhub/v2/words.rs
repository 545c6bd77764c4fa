//! OCSF's numbered words with their captions, and what ASFF's words are among them (aws.md 1.7).

use serde_json::{Value, json};

/// A list of numbers with their captions.
type Captions = [(u8, &'static str)];

/// `severity_id`.
pub(super) const SEVERITIES: [(u8, &str); 8] = [
    (0, "Unknown"),
    (1, "Informational"),
    (2, "Low"),
    (3, "Medium"),
    (4, "High"),
    (5, "Critical"),
    (6, "Fatal"),
    (99, "Other"),
];

/// `status_id`, as far as AWS takes it.
pub(super) const STATUSES: [(u8, &str); 7] = [
    (0, "Unknown"),
    (NEW, "New"),
    (IN_PROGRESS, "In Progress"),
    (SUPPRESSED, "Suppressed"),
    (RESOLVED, "Resolved"),
    (ARCHIVED, "Archived"),
    (99, "Other"),
];

pub(super) const NEW: u8 = 1;
pub(super) const IN_PROGRESS: u8 = 2;
pub(super) const SUPPRESSED: u8 = 3;
pub(super) const RESOLVED: u8 = 4;
pub(super) const ARCHIVED: u8 = 5;

/// `activity_id`.
pub(super) const ACTIVITIES: [(u8, &str); 3] = [(1, "Create"), (2, "Update"), (CLOSE, "Close")];

/// The activity of a finding that its provider has put away.
pub(super) const CLOSE: u8 = 3;

/// `compliance.status_id`.
pub(super) const CHECKS: [(u8, &str); 4] =
    [(0, "Unknown"), (PASS, "Pass"), (2, "Warning"), (3, "Fail")];

/// The number of a check that was passed.
pub(super) const PASS: u8 = 1;

/// The caption of a number, if AWS has it.
pub(super) fn caption(captions: &Captions, id: u8) -> Option<&'static str> {
    captions
        .iter()
        .find(|(one, _)| *one == id)
        .map(|(_, caption)| *caption)
}

/// Writes a number and its caption under `name` and `name_id`.
pub(super) fn write(made: &mut Value, name: &str, captions: &Captions, id: u8) {
    made[format!("{name}_id")] = json!(id);
    made[name] = json!(caption(captions, id));
}

/// The number of ASFF's `Severity.Label`.
pub(super) fn severity(label: &str) -> u8 {
    match label {
        "INFORMATIONAL" => 1,
        "LOW" => 2,
        "MEDIUM" => 3,
        "HIGH" => 4,
        "CRITICAL" => 5,
        _ => 0,
    }
}

/// The number of ASFF's `Workflow.Status`.
pub(super) fn status(workflow: &str) -> u8 {
    match workflow {
        "NOTIFIED" => IN_PROGRESS,
        "SUPPRESSED" => SUPPRESSED,
        "RESOLVED" => RESOLVED,
        _ => NEW,
    }
}

/// The number of ASFF's `Compliance.Status`.
pub(super) fn check(status: &str) -> u8 {
    match status {
        "PASSED" => PASS,
        "WARNING" => 2,
        "FAILED" => 3,
        _ => 0,
    }
}
