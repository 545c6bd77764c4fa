//! Security Hub: the findings that are kept, the two operations on them, and where they are gathered.

mod aggregators;
mod batch_update;
mod columns;
mod filter;
mod get_findings;
mod snapshots;
mod store;

pub(crate) use aggregators::list_finding_aggregators;
pub(crate) use batch_update::batch_update_findings;
pub(crate) use get_findings::get_findings;
pub(crate) use store::Findings;

use crate::caller::Caller;
use crate::story::accounts::HOME;
use columns::{Column, Columns};

/// What a caller may see: the administrator sees all accounts, the home region shows all regions.
fn visible(caller: &Caller, columns: &Columns) -> bool {
    (caller.administers() || columns.text(Column::Account) == Some(caller.account))
        && (caller.region == HOME || columns.text(Column::Region) == Some(&caller.region))
}
