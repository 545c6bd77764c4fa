//! How long the parts of an identity may be.
//!
//! AWS keeps ids of findings within 512 characters; the databases index them, and PostgreSQL refuses
//! an index entry beyond 2,704 bytes.

/// Bytes of a finding's or event's id, and of a product's ARN.
pub(crate) const MAX_ID: usize = 1_024;
/// Bytes of an account id: twelve digits in AWS, a subscription's UUID in others' reports.
pub(crate) const MAX_ACCOUNT: usize = 128;
