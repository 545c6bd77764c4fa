//! Route 53 health checks.

mod check;
pub(crate) mod document;
