//! What AWS says of standards beside findings: which are enabled, and which controls each has.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ControlStatus;

/// A standard that is enabled somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// In how many of the accounts and regions that are asked.
    pub places: u32,
    /// AWS's words for those where it is not READY, with AWS's reason where there is one.
    pub troubled: BTreeSet<(String, Option<String>)>,
}

/// In which accounts a control of a standard is switched on and off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enablement {
    /// Accounts where it is on, in one region at least.
    pub on: BTreeSet<String>,
    /// Accounts where it is off, in one region at least.
    pub off: BTreeSet<String>,
    /// Why somebody switched it off, where they said so.
    pub reason: Option<String>,
}

impl Enablement {
    /// Whether it is off wherever the account was asked.
    #[must_use]
    pub fn is_off_in(&self, account: &str) -> bool {
        self.off.contains(account) && !self.on.contains(account)
    }

    /// The status where no finding counts.
    #[must_use]
    pub fn without_findings(&self) -> ControlStatus {
        match self.on.is_empty() && !self.off.is_empty() {
            true => ControlStatus::Disabled,
            false => ControlStatus::NoData,
        }
    }
}

/// What a control is, in AWS's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlText {
    /// What should be so, in one line.
    pub title: String,
    /// The same at length.
    pub description: String,
    /// LOW, MEDIUM, HIGH or CRITICAL.
    pub severity: String,
    /// Where AWS says how to put it right.
    pub remediation_url: String,
    /// Whether AWS is changing the control at the moment, so that its findings may be of the one before.
    pub is_updating: bool,
}

/// All of it. Standards and controls are named by their ids as findings have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Definitions {
    /// The standards that are enabled.
    pub standards: BTreeMap<String, Subscription>,
    /// The controls of each standard.
    pub controls: BTreeMap<String, BTreeMap<String, Enablement>>,
    /// What each control is.
    pub texts: BTreeMap<String, ControlText>,
}

impl Definitions {
    /// Whether AWS said anything: else all that is known comes from findings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.standards.is_empty() && self.controls.is_empty()
    }

    pub(super) fn is_off(&self, standard: &str, control: &str, account: &str) -> bool {
        let controls = self.controls.get(standard);
        let control = controls.and_then(|controls| controls.get(control));
        control.is_some_and(|one| one.is_off_in(account))
    }
}
