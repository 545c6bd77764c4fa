//! The status of one control, out of what its findings say.

use serde::{Deserialize, Serialize};

use crate::finding::{ComplianceStatus, RecordState, WorkflowStatus};

text_enum! {
    /// How a control stands, worst first. AWS's names: Failed, Unknown, Passed, No data, Disabled.
    ControlStatus {
        /// One of its findings failed.
        Failed = "failed",
        /// None failed, and one could not be told: WARNING or NOT_AVAILABLE.
        Unknown = "unknown",
        /// All of its findings passed.
        Passed = "passed",
        /// It has no findings that count.
        NoData = "no_data",
        /// It is switched off in the standard.
        Disabled = "disabled",
    }
}

impl ControlStatus {
    /// The word as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Failed => "Failed",
            Self::Unknown => "Unknown",
            Self::Passed => "Passed",
            Self::NoData => "No data",
            Self::Disabled => "Disabled",
        }
    }
}

/// Whether a finding takes part in the status of its control: active, and not suppressed. What is archived, or what AWS no
/// longer returns, says nothing of today.
#[must_use]
pub const fn counts(record: RecordState, workflow: WorkflowStatus) -> bool {
    matches!(record, RecordState::Active) && !matches!(workflow, WorkflowStatus::Suppressed)
}

/// How many findings of a control that count say what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checks {
    /// FAILED.
    pub failed: u64,
    /// WARNING or NOT_AVAILABLE.
    pub unknown: u64,
    /// PASSED.
    pub passed: u64,
}

impl Checks {
    /// So many findings with one result.
    #[must_use]
    pub const fn of(result: ComplianceStatus, findings: u64) -> Self {
        let none = Self {
            failed: 0,
            unknown: 0,
            passed: 0,
        };
        match result {
            ComplianceStatus::Failed => Self {
                failed: findings,
                ..none
            },
            ComplianceStatus::Warning | ComplianceStatus::NotAvailable => Self {
                unknown: findings,
                ..none
            },
            ComplianceStatus::Passed => Self {
                passed: findings,
                ..none
            },
        }
    }

    /// How many findings these are.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.failed + self.unknown + self.passed
    }

    /// The status of a control that is switched on and has these findings.
    #[must_use]
    pub const fn status(self) -> ControlStatus {
        match self {
            Self { failed: 1.., .. } => ControlStatus::Failed,
            Self { unknown: 1.., .. } => ControlStatus::Unknown,
            Self { passed: 1.., .. } => ControlStatus::Passed,
            _ => ControlStatus::NoData,
        }
    }
}

impl std::ops::AddAssign for Checks {
    fn add_assign(&mut self, more: Self) {
        self.failed += more.failed;
        self.unknown += more.unknown;
        self.passed += more.passed;
    }
}
