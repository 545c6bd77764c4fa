//! One finding, in whichever format it is.

use std::borrow::Cow;

use backend::ports::{FindingDocuments, Reject};
use domain::finding::IncomingFinding;

use super::look::{Format, format};
use crate::{
    asff::{self, Beside},
    guardduty, ocsf,
};

/// Reads one finding from its own text; one whose format cannot be told is read as ASFF, which names what is missing.
pub fn finding(text: &str) -> Result<IncomingFinding, Reject> {
    match format(text) {
        Some(Format::Ocsf) => ocsf::read(text),
        Some(Format::GuardDuty) => guardduty::read(text),
        Some(Format::Asff) | None => asff::read(text),
    }
}

/// Reads kept documents of every format, and writes them in ASFF.
#[derive(Debug, Clone, Copy, Default)]
pub struct AwsDocuments;

impl FindingDocuments for AwsDocuments {
    fn read(&self, document: &str) -> Result<IncomingFinding, Reject> {
        finding(document)
    }

    fn as_asff<'d>(&self, document: &'d str) -> Result<Cow<'d, str>, Reject> {
        let (finding, beside) = match format(document) {
            Some(Format::Asff) | None => return Ok(Cow::Borrowed(document)),
            Some(Format::Ocsf) => (ocsf::read(document)?, ocsf::beside(document)),
            Some(Format::GuardDuty) => (guardduty::read(document)?, Beside::default()),
        };
        Ok(Cow::Owned(asff::write(&finding, &beside)))
    }
}
