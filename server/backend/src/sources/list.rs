//! Every source with its freshness.

use domain::{
    action::Action,
    actor::Actor,
    source::{Freshness, SourceId, SyncProgress},
    time::{Timestamp, from_micros},
};

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::sources::{self as store, SourceRow},
};

/// A source as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStatus {
    /// Which.
    pub id: SourceId,
    /// How old its answers are.
    pub freshness: Freshness,
    /// What has been taken in since the beginning.
    pub progress: SyncProgress,
    /// When its first full read was complete.
    pub cold_done_at: Option<Timestamp>,
    /// When the last complete sweep ended.
    pub swept_at: Option<Timestamp>,
}

/// Every source, by kind, account and region.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<SourceStatus>> {
    authorize(actor, Action::ReadFloor)?;
    let rows = store::list(backend.reader().await?.conn()).await?;
    rows.into_iter().map(status).collect()
}

/// A source out of its row.
pub(crate) fn status(row: SourceRow) -> Result<SourceStatus> {
    let kind = row
        .kind
        .parse()
        .map_err(|error: domain::UnknownWord| Error::Corrupt {
            table: "sources",
            row: row.n.to_string(),
            what: error.to_string(),
        })?;
    Ok(SourceStatus {
        id: SourceId {
            kind,
            account: row.account.as_str().into(),
            region: row.region.as_str().into(),
        },
        freshness: Freshness {
            last_good: row.last_good,
            last_try: row.last_try,
            fault: row.fault.map(|fault| fault.0),
            interval_s: row.interval_s,
        },
        progress: SyncProgress {
            pages: row.pages,
            records: row.records,
            began_at: row.first_page_at,
            read_up_to: row.read_up_to.map(from_micros),
        },
        cold_done_at: row.cold_done_at,
        swept_at: row.swept_at,
    })
}
