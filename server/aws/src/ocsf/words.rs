//! OCSF's numbered words, with their captions, in ours.
//!
//! A number decides and its caption stands in where there is none. Where the two disagree, as some
//! tools write them, the one that leaves more to do is taken and both are kept beside the record.

use domain::finding::{ComplianceStatus, RecordState, Severity, WorkflowStatus};

use super::fields::Document;
use crate::documents::{
    field::{Field, Text},
    words::Unrecognised,
};

/// How bad. Fatal is Critical; Unknown and Other, with a caption that is none of ours, are
/// Informational as in AWS's mapping, and shown as they came; a number that OCSF does not have is High.
pub(super) fn severity(document: &Document<'_>, words: &mut Unrecognised) -> Severity {
    let caption = document.severity.text();
    let named = caption.and_then(severity_caption);
    match id(&document.severity_id) {
        Some(1) => Severity::Informational,
        Some(2) => Severity::Low,
        Some(3) => Severity::Medium,
        Some(4) => Severity::High,
        Some(5 | 6) => Severity::Critical,
        Some(0 | 99) => named.unwrap_or_else(|| {
            words.note("severity", caption.unwrap_or("Unknown"));
            Severity::Informational
        }),
        Some(other) => {
            words.note("severity_id", &other.to_string());
            named.unwrap_or(Severity::High)
        }
        None => named.unwrap_or_else(|| {
            words.note("severity", caption.unwrap_or_default());
            Severity::High
        }),
    }
}

fn severity_caption(caption: &str) -> Option<Severity> {
    match caption.to_ascii_uppercase().as_str() {
        "FATAL" => Some(Severity::Critical),
        "INFO" => Some(Severity::Informational),
        other => other.parse().ok(),
    }
}

/// Where it stands, for the customer and for the provider.
pub(super) fn status(
    document: &Document<'_>,
    words: &mut Unrecognised,
) -> (WorkflowStatus, RecordState) {
    let caption = document.status.text();
    let named = caption.and_then(status_caption);
    let numbered = id(&document.status_id).and_then(status_number);
    let workflow = match (numbered, named) {
        (Some(number), Some(name)) if number != name => {
            words.note("status", caption.unwrap_or_default());
            note_number(words, "status_id", &document.status_id);
            // Declared in the order of how much is left to do: New comes first.
            number.min(name)
        }
        (Some(status), _) | (None, Some(status)) => status,
        (None, None) => {
            if let Some(caption) = caption {
                words.note("status", caption);
            } else {
                note_number(words, "status_id", &document.status_id);
            }
            Standing::New
        }
    };
    // The provider closed it: activity 3 is Close in every class of findings.
    let closed = id(&document.activity_id) == Some(3);
    match workflow {
        Standing::Archived => (WorkflowStatus::New, RecordState::Archived),
        standing => {
            let record = if closed {
                RecordState::Archived
            } else {
                RecordState::Active
            };
            (standing.workflow(), record)
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    New,
    InProgress,
    Suppressed,
    Resolved,
    Archived,
}

impl Standing {
    const fn workflow(self) -> WorkflowStatus {
        match self {
            Self::New | Self::Archived => WorkflowStatus::New,
            Self::InProgress => WorkflowStatus::Notified,
            Self::Suppressed => WorkflowStatus::Suppressed,
            Self::Resolved => WorkflowStatus::Resolved,
        }
    }
}

const fn status_number(number: i64) -> Option<Standing> {
    match number {
        1 => Some(Standing::New),
        2 => Some(Standing::InProgress),
        3 => Some(Standing::Suppressed),
        4 => Some(Standing::Resolved),
        5 | 6 => Some(Standing::Archived),
        _ => None,
    }
}

fn status_caption(caption: &str) -> Option<Standing> {
    match caption {
        "New" => Some(Standing::New),
        "In Progress" => Some(Standing::InProgress),
        "Suppressed" => Some(Standing::Suppressed),
        "Resolved" => Some(Standing::Resolved),
        "Archived" | "Deleted" => Some(Standing::Archived),
        _ => None,
    }
}

/// The check's result, if there was a check; `status_code` is where scanners without the Compliance
/// class put it.
pub(super) fn compliance(
    document: &Document<'_>,
    words: &mut Unrecognised,
) -> Option<ComplianceStatus> {
    let Some(compliance) = document.compliance.get() else {
        return result(document.status_code.text()?);
    };
    match id(&compliance.status_id) {
        Some(1) => Some(ComplianceStatus::Passed),
        Some(2) => Some(ComplianceStatus::Warning),
        Some(3) => Some(ComplianceStatus::Failed),
        Some(0) => Some(ComplianceStatus::NotAvailable),
        number => captioned(&compliance.status, number, words),
    }
}

fn captioned(
    caption: &Text<'_>,
    number: Option<i64>,
    words: &mut Unrecognised,
) -> Option<ComplianceStatus> {
    let caption = match (caption.text(), number) {
        (Some(caption), _) => caption.to_owned(),
        (None, Some(number)) => number.to_string(),
        (None, None) => return None,
    };
    Some(result(&caption).unwrap_or_else(|| {
        words.note("compliance.status", &caption);
        ComplianceStatus::Warning
    }))
}

fn result(word: &str) -> Option<ComplianceStatus> {
    match word.to_ascii_uppercase().as_str() {
        "PASS" | "PASSED" => Some(ComplianceStatus::Passed),
        "FAIL" | "FAILED" => Some(ComplianceStatus::Failed),
        "WARNING" | "MANUAL" => Some(ComplianceStatus::Warning),
        "NOT_AVAILABLE" | "UNKNOWN" => Some(ComplianceStatus::NotAvailable),
        _ => None,
    }
}

fn id(field: &Field<f64>) -> Option<i64> {
    field.get().map(|number| *number as i64)
}

fn note_number(words: &mut Unrecognised, name: &str, field: &Field<f64>) {
    if let Some(number) = field.get() {
        words.note(name, &number.to_string());
    }
}
