//! Route 53 health checks: from its API, and from documents.

mod calls;
mod check;
pub(crate) mod document;

pub(crate) use calls::Route53;
