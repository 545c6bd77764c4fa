//! The newer Security Hub (aws.md 1.7): a plane of its own beside the older one, with findings in OCSF.
//!
//! What providers report reaches both planes, except for products that report to one alone. What a customer writes
//! stays in the plane it was written in.

mod columns;
mod customer;
mod document;
mod filter;
mod get;
mod plane;
mod scopes;
mod update;
mod words;

pub(crate) use document::{put_moment, set_activity};
pub(crate) use get::get_findings_v2;
pub(crate) use plane::Plane;
pub(crate) use update::batch_update_findings_v2;

use crate::caller::Caller;
use crate::story::accounts::HOME;
use columns::{ACCOUNT, Columns, REGION};

/// What a caller may see: the administrator sees all accounts, the home region shows all regions.
fn visible(caller: &Caller, columns: &Columns) -> bool {
    (caller.administers() || columns.is(ACCOUNT, caller.account))
        && (caller.region == HOME || columns.is(REGION, &caller.region))
}
