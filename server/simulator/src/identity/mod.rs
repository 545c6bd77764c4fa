//! STS and Organizations: who the caller is, and which accounts there are.

mod organizations;
mod sts;

pub(crate) use organizations::{describe_organization, list_accounts};
pub(crate) use sts::{assume_role, get_caller_identity};
