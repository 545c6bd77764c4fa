//! What the findings of controls say, counted.

use super::Checks;
use crate::finding::Severity;

/// Findings of one control in one account that name the same standards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlRow {
    /// Place of the account in [`ControlFindings::accounts`].
    pub account: u32,
    /// Place of the control in [`ControlFindings::controls`].
    pub control: u32,
    /// Place of the standards in [`ControlFindings::sets`].
    pub set: u32,
    /// What they say. Only findings that [count](super::counts) are here.
    pub checks: Checks,
    /// How bad the worst of them is.
    pub worst: Severity,
    /// How bad the worst is that failed and that somebody still has to act on.
    pub worst_open: Option<Severity>,
}

/// The findings of all controls, by account, control and standards. Texts stand once, so that a hundred thousand rows are
/// cheap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ControlFindings {
    /// Ids of accounts.
    pub accounts: Vec<String>,
    /// Ids of controls.
    pub controls: Vec<String>,
    /// Ids of standards.
    pub standards: Vec<String>,
    /// Sets of standards, each of places in `standards`.
    pub sets: Vec<Vec<u32>>,
    /// The counts, in no order.
    pub rows: Vec<ControlRow>,
}
