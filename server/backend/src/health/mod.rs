//! AWS Health events: a file per verb.

mod get;
mod ingest;
mod list;

pub use get::{HealthDetail, HealthText, get};
pub use ingest::{HealthIngested, event_id, ingest};
pub(crate) use list::known_under_way;
pub use list::{EntityCounts, HealthSummary, list, under_way};

use domain::{
    health::{HealthCategory, HealthStatus},
    id::HealthEventId,
    scope::{AccountId, Region},
};

use crate::{
    error::{Error, Result},
    store::health::HealthRow,
};

/// The event of a row without a look at its entities.
pub(crate) fn summarise(row: HealthRow) -> Result<HealthSummary> {
    summary(row, EntityCounts::default())
}

/// The event of a row, with what is known of its entities.
fn summary(row: HealthRow, entities: EntityCounts) -> Result<HealthSummary> {
    let corrupt = |error: domain::UnknownWord| Error::Corrupt {
        table: "health_events",
        row: row.id.to_string(),
        what: error.to_string(),
    };
    Ok(HealthSummary {
        id: HealthEventId(row.id),
        category: row.category.parse::<HealthCategory>().map_err(corrupt)?,
        status: row.status.parse::<HealthStatus>().map_err(corrupt)?,
        arn: row.arn,
        service: row.service,
        type_code: row.type_code,
        region: Region(row.region),
        start: row.start_at,
        end: row.end_at,
        updated: row.updated_at,
        scope_code: row.scope_code,
        actionability: row.actionability,
        accounts: row.accounts.0.into_iter().map(AccountId).collect(),
        unrecognised: row.unrecognised.0,
        entities,
    })
}
