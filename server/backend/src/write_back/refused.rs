//! What people decided and AWS did not take.

use domain::{action::Action, actor::Actor, id::FindingId, scope::AccountId};

use super::standing::{WriteBackStanding, of_row};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::write_backs as store,
};

/// Decisions shown; how many there are in all stands beside each account.
const SHOWN: i64 = 100;

/// A decision that holds here and not in AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedWrite {
    /// Of which finding.
    pub finding: FindingId,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub account: AccountId,
    /// Which plane did not take it, why, and when it is tried again.
    pub standing: WriteBackStanding,
}

/// The decisions that AWS did not take, the last ones first, a hundred at most.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn refused(backend: &Backend, actor: &Actor) -> Result<Vec<RefusedWrite>> {
    authorize(actor, Action::AdministerSources)?;
    let mut reader = backend.reader().await?;
    let rows = store::refused(reader.conn(), SHOWN).await?;
    let refused = rows.into_iter().map(|one| {
        Ok(RefusedWrite {
            finding: FindingId(one.id),
            title: one.title,
            account: AccountId(one.account),
            standing: of_row(one.row)?,
        })
    });
    refused.collect()
}
