//! One AWS Health event whole: every text that was seen, and its entities.

use domain::{
    action::Action,
    actor::Actor,
    health::{AffectedEntity, EntityStatus},
    id::HealthEventId,
    scope::AccountId,
    time::Timestamp,
};

use super::{EntityCounts, HealthSummary, summary};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::health as store,
};

/// Entities shown.
const ENTITIES: i64 = 1_000;

/// One version of an event's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthText {
    /// When we saw it first.
    pub seen_at: Timestamp,
    /// AWS's words.
    pub description: String,
}

/// An event with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthDetail {
    /// As lists show it.
    pub summary: HealthSummary,
    /// Its texts, the newest first.
    pub texts: Vec<HealthText>,
    /// Its entities, at most a thousand; `summary` counts all.
    pub entities: Vec<AffectedEntity>,
}

/// One event.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`].
pub async fn get(backend: &Backend, actor: &Actor, id: HealthEventId) -> Result<HealthDetail> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    let mut counts = EntityCounts::default();
    for (status, count) in store::entity_counts_of(reader.conn(), id.0).await? {
        counts.add(&status, count);
    }
    let texts = store::texts(reader.conn(), id.0).await?;
    let entities = store::entities(reader.conn(), id.0, ENTITIES).await?;
    let text = |(seen_at, description)| HealthText {
        seen_at,
        description,
    };
    Ok(HealthDetail {
        summary: summary(row, counts)?,
        texts: texts.into_iter().map(text).collect(),
        entities: entities.into_iter().map(entity).collect::<Result<_>>()?,
    })
}

fn entity(row: store::EntityRow) -> Result<AffectedEntity> {
    let corrupt = |error: domain::UnknownWord| Error::Corrupt {
        table: "health_entities",
        row: format!("{} {}", row.event_id, row.value),
        what: error.to_string(),
    };
    Ok(AffectedEntity {
        status: row.status.parse::<EntityStatus>().map_err(corrupt)?,
        account: (!row.account.is_empty()).then(|| AccountId(row.account.clone())),
        value: row.value,
        updated: row.updated_at,
    })
}
