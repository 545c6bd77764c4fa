//! The words of Security Hub's finding format (ASFF). Source: AWS, "AWS Security Finding Format".

text_enum! {
    /// How bad a finding is, ordered. Labels of ASFF `Severity.Label`.
    Severity {
        /// Nothing to fix.
        Informational = "INFORMATIONAL",
        /// Normalized 1–39.
        Low = "LOW",
        /// Normalized 40–69.
        Medium = "MEDIUM",
        /// Normalized 70–89.
        High = "HIGH",
        /// Normalized 90–100.
        Critical = "CRITICAL",
    }
}

impl Severity {
    /// The label that AWS gives to a normalized score of 0–100; a score beyond either end counts as that end.
    #[must_use]
    pub const fn from_normalized(score: i64) -> Self {
        match score {
            i64::MIN..=0 => Self::Informational,
            1..=39 => Self::Low,
            40..=69 => Self::Medium,
            70..=89 => Self::High,
            _ => Self::Critical,
        }
    }

    /// Its place in the order, 0 for Informational to 4 for Critical: what is stored.
    #[must_use]
    pub const fn rank(self) -> i16 {
        self as i16
    }

    /// The severity of a stored rank.
    #[must_use]
    pub fn from_rank(rank: i16) -> Option<Self> {
        usize::try_from(rank)
            .ok()
            .and_then(|at| Self::ALL.get(at))
            .copied()
    }

    /// The word as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Informational => "Informational",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Critical => "Critical",
        }
    }
}

text_enum! {
    /// How far the investigation of a finding has come: `Workflow.Status`, owned by the customer.
    WorkflowStatus {
        /// Nobody looked yet.
        New = "NEW",
        /// The resource's owner was told.
        Notified = "NOTIFIED",
        /// It is not to be seen again.
        Suppressed = "SUPPRESSED",
        /// It was dealt with.
        Resolved = "RESOLVED",
    }
}

impl WorkflowStatus {
    /// Whether somebody still has to act.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Notified)
    }

    /// The word as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Notified => "Notified",
            Self::Suppressed => "Suppressed",
            Self::Resolved => "Resolved",
        }
    }
}

text_enum! {
    /// Whether the provider still reports the finding: `RecordState`, owned by the provider, and one word of ours.
    RecordState {
        /// Reported.
        Active = "ACTIVE",
        /// The resource is gone or the check no longer applies.
        Archived = "ARCHIVED",
        /// Ours: a complete sweep no longer returned it, as AWS forgets findings after 90 or 30 days.
        NotReported = "NOT_REPORTED",
    }
}

impl RecordState {
    /// The word as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Archived => "Archived",
            Self::NotReported => "Not reported",
        }
    }
}

text_enum! {
    /// The result of a control's check: `Compliance.Status`.
    ComplianceStatus {
        /// The resource meets the control.
        Passed = "PASSED",
        /// It could not be decided.
        Warning = "WARNING",
        /// It does not.
        Failed = "FAILED",
        /// The check could not run.
        NotAvailable = "NOT_AVAILABLE",
    }
}

impl ComplianceStatus {
    /// The word as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Passed => "Passed",
            Self::Warning => "Warning",
            Self::Failed => "Failed",
            Self::NotAvailable => "Not available",
        }
    }
}

text_enum! {
    /// Whether somebody found the finding to be true: `VerificationState`.
    VerificationState {
        /// Nobody said.
        Unknown = "UNKNOWN",
        /// It is a real one.
        TruePositive = "TRUE_POSITIVE",
        /// It is a mistake of the product.
        FalsePositive = "FALSE_POSITIVE",
        /// It is true, and meant to be so.
        BenignPositive = "BENIGN_POSITIVE",
    }
}

impl VerificationState {
    /// The word as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown",
            Self::TruePositive => "True positive",
            Self::FalsePositive => "False positive",
            Self::BenignPositive => "Benign positive",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_the_bands_of_the_format() {
        let bands = [
            (0, "INFORMATIONAL"),
            (1, "LOW"),
            (39, "LOW"),
            (40, "MEDIUM"),
            (69, "MEDIUM"),
            (70, "HIGH"),
            (89, "HIGH"),
            (90, "CRITICAL"),
            (100, "CRITICAL"),
        ];
        for (score, label) in bands {
            assert_eq!(Severity::from_normalized(score).as_str(), label, "{score}");
        }
        assert!(Severity::Critical > Severity::High);
        for severity in Severity::ALL {
            assert_eq!(Severity::from_rank(severity.rank()), Some(*severity));
        }
        assert_eq!(Severity::from_rank(5), None);
        assert_eq!(Severity::from_rank(-1), None);
    }
}
