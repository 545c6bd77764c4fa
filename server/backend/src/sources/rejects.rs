//! Records that could not be taken in.

use domain::{action::Action, actor::Actor, time::Timestamp};

use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::rejects as store,
};

/// Entries shown.
const SHOWN: i64 = 100;

/// A record that could not be taken in, with why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectEntry {
    /// The source it came from: kind, account and region.
    pub source: String,
    /// What it calls itself.
    pub external_id: Option<String>,
    /// Why it was not taken in.
    pub reason: String,
    /// The record as it came.
    pub document: String,
    /// When it first came.
    pub first_at: Timestamp,
    /// When it last came.
    pub last_at: Timestamp,
    /// How often it came.
    pub times: i64,
}

/// The rejects seen last, and how many there are in all.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn rejects(backend: &Backend, actor: &Actor) -> Result<(Vec<RejectEntry>, i64)> {
    authorize(actor, Action::ReadSettings)?;
    let mut reader = backend.reader().await?;
    let rows = store::newest(reader.conn(), SHOWN).await?;
    let count = store::count(reader.conn()).await?;
    let entry = |row: store::RejectRow| RejectEntry {
        source: format!("{}/{}/{}", row.kind, row.account, row.region),
        external_id: row.external_id,
        reason: row.reason,
        document: row.document,
        first_at: row.first_at,
        last_at: row.last_at,
        times: row.times,
    };
    Ok((rows.into_iter().map(entry).collect(), count))
}
