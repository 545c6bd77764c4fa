//! Route 53 health checks: a file per verb.

mod belief;
mod configure;
mod get;
mod list;
mod matrix;
mod observe;
mod read;

pub use configure::configure;
pub use get::{CheckerNow, EndpointDetail, get};
pub use list::{EndpointSummary, list};
pub use matrix::{MatrixRow, matrix};
pub(crate) use observe::Wanted;
pub use observe::{Attention, answered, look, observe, wanted};
pub use read::{prune, read};

use domain::{
    endpoint::{Enabled, HealthCheck, HealthCheckKind, Inverted},
    scope::AccountId,
};
use sqlx::types::Json;

use crate::{
    error::{Error, Result},
    store::endpoints::CheckRow,
};

/// The error of a row that holds a word that no version of ours writes.
fn corrupt(n: i64, error: domain::UnknownWord) -> Error {
    Error::Corrupt {
        table: "health_checks",
        row: n.to_string(),
        what: error.to_string(),
    }
}

/// The configuration that a row keeps.
fn check(row: &CheckRow) -> Result<HealthCheck> {
    let wrong = |error| corrupt(row.n, error);
    let small = |value: Option<i64>| value.and_then(|value| i32::try_from(value).ok());
    Ok(HealthCheck {
        id: row.id.clone(),
        account: AccountId(row.account.clone()),
        name: row.name.clone(),
        kind: row
            .kind
            .as_deref()
            .map(str::parse::<HealthCheckKind>)
            .transpose()
            .map_err(wrong)?,
        target: row.target.clone(),
        enabled: row.enabled.parse::<Enabled>().map_err(wrong)?,
        inverted: row.inverted.parse::<Inverted>().map_err(wrong)?,
        interval_s: small(row.interval_s),
        failure_threshold: small(row.failure_threshold),
        children: row.children.0.clone(),
        health_threshold: small(row.health_threshold),
        unrecognised: row.unrecognised.0.clone(),
    })
}

/// Writes a configuration into a row; its status stays.
fn set_check(row: &mut CheckRow, check: &HealthCheck) {
    row.name.clone_from(&check.name);
    row.kind = check.kind.map(|kind| kind.as_str().to_owned());
    row.target.clone_from(&check.target);
    row.enabled = check.enabled.as_str().to_owned();
    row.inverted = check.inverted.as_str().to_owned();
    row.interval_s = check.interval_s.map(i64::from);
    row.failure_threshold = check.failure_threshold.map(i64::from);
    row.children = Json(check.children.clone());
    row.health_threshold = check.health_threshold.map(i64::from);
    row.unrecognised = Json(check.unrecognised.clone());
}
