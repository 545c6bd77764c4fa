//! AWS Health events as a list.

use std::{collections::HashMap, sync::Arc};

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::Actor,
    health::{EntityStatus, HealthCategory, HealthStatus},
    id::HealthEventId,
    scope::{AccountId, Region},
    time::Timestamp,
};

use super::summary;
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::{
        db::{Conn, Reader},
        health::{self as store, HealthRow},
    },
};

/// How long a closed event stays in the list: as long as AWS's own event log.
const CLOSED_FOR: TimeDelta = TimeDelta::days(90);
/// Closed events in the list.
const CLOSED: i64 = 500;
/// Events that are open or lie ahead, in whatever reads them: more than AWS ever has at once, so that what matters now is
/// never pushed out by what is over.
const UNDER_WAY: i64 = 5_000;

/// How many entities of an event are in which status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntityCounts {
    /// All of them.
    pub total: i64,
    /// Those affected now.
    pub impaired: i64,
    /// Those with something left to do.
    pub pending: i64,
    /// Those that are done.
    pub resolved: i64,
}

impl EntityCounts {
    pub(super) fn add(&mut self, status: &str, count: i64) {
        self.total += count;
        match status.parse() {
            Ok(EntityStatus::Impaired) => self.impaired += count,
            Ok(EntityStatus::Pending) => self.pending += count,
            Ok(EntityStatus::Resolved) => self.resolved += count,
            _ => {}
        }
    }
}

/// An event as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthSummary {
    /// Ours.
    pub id: HealthEventId,
    /// AWS's.
    pub arn: String,
    /// Service code.
    pub service: String,
    /// Type code.
    pub type_code: String,
    /// What kind.
    pub category: HealthCategory,
    /// Where it stands.
    pub status: HealthStatus,
    /// Where.
    pub region: Region,
    /// When it starts or started.
    pub start: Option<Timestamp>,
    /// When it ends or ended.
    pub end: Option<Timestamp>,
    /// When AWS last changed it.
    pub updated: Timestamp,
    /// `PUBLIC`, `ACCOUNT_SPECIFIC` or what came.
    pub scope_code: String,
    /// Whether AWS says that somebody must act.
    pub actionability: Option<String>,
    /// The accounts it touches.
    pub accounts: Vec<AccountId>,
    /// Words that are none of ours.
    pub unrecognised: Vec<(String, String)>,
    /// How its entities stand.
    pub entities: EntityCounts,
}

/// Events that are open or lie ahead, the last changed first.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn under_way(backend: &Backend, actor: &Actor) -> Result<Arc<Vec<HealthSummary>>> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    known_under_way(backend, &mut reader).await
}

/// As [`under_way`], for who has a connection.
pub(crate) async fn known_under_way(
    backend: &Backend,
    reader: &mut Reader,
) -> Result<Arc<Vec<HealthSummary>>> {
    let kept = &backend.kept().health_under_way;
    kept.get(reader, read_under_way).await
}

async fn read_under_way(mut conn: Conn<'_>) -> Result<Vec<HealthSummary>> {
    let rows = store::under_way(conn.again(), UNDER_WAY).await?;
    counted(conn, rows).await
}

/// Events that are open or lie ahead, and the last 500 of those closed within 90 days, the last changed first.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<HealthSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let since = backend.now() - CLOSED_FOR;
    let mut reader = backend.reader().await?;
    let mut rows = store::under_way(reader.conn(), UNDER_WAY).await?;
    rows.extend(store::closed(reader.conn(), since, CLOSED).await?);
    counted(reader.conn(), rows).await
}

/// The events of rows with how their entities stand, the last changed first.
async fn counted(conn: Conn<'_>, mut rows: Vec<HealthRow>) -> Result<Vec<HealthSummary>> {
    rows.sort_by(|one, two| (two.updated_at, one.id).cmp(&(one.updated_at, two.id)));
    let mut counts: HashMap<_, EntityCounts> = HashMap::new();
    for (event, status, count) in store::entity_counts(conn).await? {
        counts.entry(event).or_default().add(&status, count);
    }
    rows.into_iter()
        .map(|row| {
            let entities = counts.get(&row.id).copied().unwrap_or_default();
            summary(row, entities)
        })
        .collect()
}
