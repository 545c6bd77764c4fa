//! What a customer writes on a finding of this plane, and what a provider's report does to it.

use super::words::{self, ARCHIVED, CLOSE, IN_PROGRESS, NEW, PASS, RESOLVED, SEVERITIES, STATUSES};
use serde_json::{Value, json};

/// The members that BatchUpdateFindingsV2 writes. They are kept apart from ASFF's: an update in one plane is not seen
/// in the other (aws.md 0.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Customer {
    status: u8,
    /// The provider put the finding away and nobody has written a status since.
    put_away: bool,
    severity: Option<u8>,
    comment: Option<Box<str>>,
}

/// One update; what is absent stays.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    pub(super) status: Option<u8>,
    pub(super) severity: Option<u8>,
    pub(super) comment: Option<Box<str>>,
}

/// The two things of a report that may move a finding's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reported {
    closed: bool,
    passed: bool,
}

impl Reported {
    /// Reads them from a document.
    pub(super) fn of(document: &Value) -> Self {
        Self {
            closed: document["activity_id"] == CLOSE,
            passed: document.pointer("/compliance/status_id") == Some(&json!(PASS)),
        }
    }
}

impl Customer {
    /// Nothing written yet, of a finding that is reported for the first time.
    pub(super) fn untouched(reported: Reported) -> Self {
        Self {
            status: NEW,
            put_away: reported.closed,
            severity: None,
            comment: None,
        }
    }

    /// What the story's people wrote before it began, which they did in both planes.
    pub(super) fn at_first(asff: &Value, reported: Reported) -> Self {
        let text = |at: &str| asff.pointer(at).and_then(Value::as_str);
        let own = text("/Severity/Label").unwrap_or_default();
        let provider = text("/FindingProviderFields/Severity/Label").unwrap_or(own);
        Self {
            status: words::status(text("/Workflow/Status").unwrap_or_default()),
            severity: (own != provider).then(|| words::severity(own)),
            comment: text("/Note/Text").map(Box::from),
            ..Self::untouched(reported)
        }
    }

    /// Takes over what an update names.
    pub(super) fn change(&mut self, change: &Change) {
        if let Some(status) = change.status {
            (self.status, self.put_away) = (status, false);
        }
        self.severity = change.severity.or(self.severity);
        if change.comment.is_some() {
            self.comment.clone_from(&change.comment);
        }
    }

    /// What follows from a report after another: the changes that Security Hub makes by itself (aws.md 1.2).
    pub(super) fn follow(&mut self, before: Reported, now: Reported) {
        if now.closed != before.closed {
            self.put_away = now.closed;
        }
        let reopened = before.closed && !now.closed || before.passed && !now.passed;
        if reopened && matches!(self.status, IN_PROGRESS | RESOLVED | ARCHIVED) {
            self.status = NEW;
        } else if now.passed && !before.passed && matches!(self.status, NEW | IN_PROGRESS) {
            self.status = RESOLVED;
        }
    }

    /// Writes itself into a document, beside what the provider says.
    pub(super) fn write(&self, made: &mut Value) {
        let status = if self.put_away { ARCHIVED } else { self.status };
        words::write(made, "status", &STATUSES, status);
        let provider = made
            .pointer("/vendor_attributes/severity_id")
            .and_then(Value::as_u64)
            .and_then(|id| u8::try_from(id).ok());
        let severity = self.severity.or(provider).unwrap_or(0);
        words::write(made, "severity", &SEVERITIES, severity);
        if let Some(comment) = &self.comment {
            made["comment"] = json!(comment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Customer, Reported};
    use serde_json::{Value, json};

    const OPEN: Reported = Reported {
        closed: false,
        passed: false,
    };
    const CLOSED: Reported = Reported {
        closed: true,
        passed: false,
    };
    const PASSED: Reported = Reported {
        closed: false,
        passed: true,
    };

    fn shown(customer: &Customer) -> Value {
        let mut made = json!({"vendor_attributes": {"severity_id": 4}});
        customer.write(&mut made);
        made
    }

    fn with_status(status: u8) -> Customer {
        let mut customer = Customer::untouched(OPEN);
        customer.change(&Change {
            status: Some(status),
            ..Change::default()
        });
        customer
    }

    #[test]
    fn reports_move_a_status_as_security_hub_does() {
        for (status, before, now, expected) in [
            (1, OPEN, PASSED, "Resolved"),
            (2, OPEN, PASSED, "Resolved"),
            (3, OPEN, PASSED, "Suppressed"),
            (4, PASSED, OPEN, "New"),
            (3, PASSED, OPEN, "Suppressed"),
            (2, OPEN, CLOSED, "Archived"),
            (2, CLOSED, OPEN, "New"),
            (5, CLOSED, OPEN, "New"),
            (3, CLOSED, OPEN, "Suppressed"),
            (2, OPEN, OPEN, "In Progress"),
        ] {
            let mut customer = with_status(status);
            customer.follow(before, now);
            assert_eq!(
                shown(&customer)["status"],
                expected,
                "{status} {before:?} {now:?}"
            );
        }
    }

    #[test]
    fn a_status_that_is_written_afterwards_is_shown() {
        let mut customer = Customer::untouched(CLOSED);
        assert_eq!(shown(&customer)["status_id"], 5);
        customer.change(&Change {
            status: Some(4),
            comment: Some("gone".into()),
            ..Change::default()
        });
        assert_eq!(shown(&customer)["status_id"], 4);
        assert_eq!(shown(&customer)["comment"], "gone");
        assert_eq!(shown(&customer)["severity"], "High");
    }
}
