//! Security Hub: the findings that are kept, the operations on them, and where they are gathered.

mod aggregators;
mod batch_update;
mod columns;
mod filter;
mod get_findings;
mod get_history;
mod history;
mod snapshots;
mod standards;
mod store;
mod v2;

pub(crate) use aggregators::list_finding_aggregators;
pub(crate) use batch_update::batch_update_findings;
pub(crate) use get_findings::get_findings;
pub(crate) use get_history::get_finding_history;
pub(crate) use standards::{
    batch_get_security_controls, get_enabled_standards, list_security_control_definitions,
    list_standards_control_associations,
};
pub(crate) use store::Findings;
pub(crate) use v2::{Plane, batch_update_findings_v2, get_findings_v2, put_moment, set_activity};

use crate::caller::Caller;
use crate::story::accounts::HOME;
use crate::wire::Fault;
use columns::{Column, Columns};
use serde_json::Value;

/// The largest page.
const PAGE: usize = 100;

/// What a caller may see: the administrator sees all accounts, the home region shows all regions.
fn visible(caller: &Caller, columns: &Columns) -> bool {
    (caller.administers() || columns.text(Column::Account) == Some(caller.account))
        && (caller.region == HOME || columns.text(Column::Region) == Some(&caller.region))
}

/// `MaxResults`, or the largest page there is.
fn page_size(input: &Value) -> Result<usize, Fault> {
    let bad = || Fault::invalid_input("Invalid parameter: MaxResults must be between 1 and 100");
    match input.get("MaxResults") {
        None | Some(Value::Null) => Ok(PAGE),
        Some(size) => {
            let size = size
                .as_u64()
                .and_then(|size| usize::try_from(size).ok())
                .ok_or_else(bad)?;
            (1..=PAGE).contains(&size).then_some(size).ok_or_else(bad)
        }
    }
}
