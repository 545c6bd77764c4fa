//! One finding, in whichever format it is.

use backend::ports::{FindingDocuments, Reject};
use domain::finding::IncomingFinding;

use super::look::{Format, format};
use crate::{asff, guardduty, ocsf};

/// Reads one finding from its own text; one whose format cannot be told is read as ASFF, which names what is missing.
pub fn finding(text: &str) -> Result<IncomingFinding, Reject> {
    match format(text) {
        Some(Format::Ocsf) => ocsf::read(text),
        Some(Format::GuardDuty) => guardduty::read(text),
        Some(Format::Asff) | None => asff::read(text),
    }
}

/// Reads kept documents of every format.
#[derive(Debug, Clone, Copy, Default)]
pub struct AwsDocuments;

impl FindingDocuments for AwsDocuments {
    fn read(&self, document: &str) -> Result<IncomingFinding, Reject> {
        finding(document)
    }
}
