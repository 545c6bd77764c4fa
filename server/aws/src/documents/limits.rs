//! How long the parts of an identity may be, and a document.
//!
//! AWS keeps ids of findings within 512 characters; the databases index them, and PostgreSQL refuses
//! an index entry beyond 2,704 bytes.

use backend::ports::LARGEST_DOCUMENT;

/// Bytes of a finding's or event's id, and of a product's ARN.
pub(crate) const MAX_ID: usize = 1_024;
/// Bytes of an account id: twelve digits in AWS, a subscription's UUID in others' reports.
pub(crate) const MAX_ACCOUNT: usize = 128;

/// Refuses a document of a finding that could not be kept.
pub(crate) fn fits(document: &str) -> Result<(), String> {
    match document.len() {
        0..=LARGEST_DOCUMENT => Ok(()),
        bytes => Err(format!(
            "the document of {bytes} bytes is larger than the {LARGEST_DOCUMENT} that are kept of one"
        )),
    }
}
