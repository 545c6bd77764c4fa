//! All suppressions, with how many findings each hides now.

use domain::{
    action::Action,
    actor::Actor,
    suppression::{Suppression, SuppressionState, ends_soon},
};

use super::rows;
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::suppressions::{self as store, SuppressionRow},
};

/// The most that a page lists: those that go on come first.
const LIMIT: i64 = 500;

/// A suppression as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionStatus {
    /// The suppression.
    pub suppression: Suppression,
    /// Whether it hides anything.
    pub state: SuppressionState,
    /// How many findings it hides now.
    pub hidden: u64,
    /// Whether it ends within days.
    pub ends_soon: bool,
    /// Who switched it off, where it is off and nobody changed it since.
    pub off_by: Option<String>,
}

/// The suppressions, those that are on first, of these the one that ends first; those that are over last.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<SuppressionStatus>> {
    authorize(actor, Action::ReadFloor)?;
    let rows = store::list(backend.reader().await?.conn(), LIMIT).await?;
    rows.iter().map(|row| status(backend, row)).collect()
}

/// How many suppressions end within days.
///
/// # Errors
/// As [`list`].
pub async fn ending(backend: &Backend, actor: &Actor) -> Result<u64> {
    authorize(actor, Action::ReadFloor)?;
    let rows = store::unfinished(backend.reader().await?.conn()).await?;
    let now = backend.now();
    let ending = rows
        .iter()
        .filter(|row| row.off_since.is_none() && ends_soon(row.until_at, now));
    Ok(ending.count() as u64)
}

/// How a suppression stands now.
pub(super) fn status(backend: &Backend, row: &SuppressionRow) -> Result<SuppressionStatus> {
    let (suppression, now) = (rows::suppression(row)?, backend.now());
    let state = suppression.state(now);
    let number = u32::try_from(suppression.number).unwrap_or(0);
    Ok(SuppressionStatus {
        state,
        hidden: backend.board().hidden_by(number),
        ends_soon: state == SuppressionState::On && ends_soon(suppression.until, now),
        off_by: off_by(row),
        suppression,
    })
}

/// Who switched it off. The row keeps who changed it last, which is somebody else once it was changed again.
pub(super) fn off_by(row: &SuppressionRow) -> Option<String> {
    (row.off_since == Some(row.changed_at)).then(|| row.changed_by.clone())
}
