//! Accounts of which nothing was ever heard: what nobody reads is not known to be quiet.

use std::collections::BTreeSet;

use domain::{actor::Actor, scope::AccountId};

use super::list;
use crate::{backend::Backend, error::Result, sources::SourceStatus};

/// Those of the accounts that no source asks in, that Organizations did not list, and that no finding is of. Where no source
/// is set up at all, that is said of each kind already.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub(crate) async fn unheard(
    backend: &Backend,
    actor: &Actor,
    mut accounts: BTreeSet<AccountId>,
    sources: &[SourceStatus],
) -> Result<BTreeSet<AccountId>> {
    if accounts.is_empty() || sources.is_empty() {
        return Ok(BTreeSet::new());
    }
    accounts.retain(|account| sources.iter().all(|source| source.id.account != *account));
    for known in list(backend, actor).await? {
        accounts.remove(&known.id);
    }
    accounts.retain(|account| !backend.board().has_account(account));
    Ok(accounts)
}
