//! Accounts of which nothing was ever heard: what nobody reads is not known to be quiet.

use std::collections::BTreeSet;

use domain::{
    actor::Actor,
    scope::{AccountId, Scope},
    strip::{Fact, Place},
};

use super::About;
use crate::{accounts, backend::Backend, error::Result, sources::SourceStatus};

/// The accounts of the targets that no source asks in, that Organizations did not list, and that nothing known names.
/// Where no source is set up at all, that is said of each kind already.
pub(super) async fn gather(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
    (found, sources): (&[Fact], &[SourceStatus]),
) -> Result<Vec<AccountId>> {
    let named = about.targets.iter().filter_map(|one| one.account.clone());
    let mut unheard: BTreeSet<AccountId> = named.collect();
    if unheard.is_empty() {
        return Ok(Vec::new());
    }
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    unheard.retain(|account| sources.iter().all(|source| source.id.account != *account));
    for known in accounts::list(backend, actor).await? {
        unheard.remove(&known.id);
    }
    unheard.retain(|account| {
        let told = found.iter().any(|fact| names(fact, account));
        !told && !backend.board().has_account(account)
    });
    Ok(unheard.into_iter().collect())
}

/// Whether something that a source reported lies in the account. What people wrote names any account.
fn names(fact: &Fact, account: &AccountId) -> bool {
    let in_it = |scope: &Scope| scope.account.as_ref() == Some(account);
    match &fact.place {
        Place::In(scopes) => !fact.cause.sources().is_empty() && scopes.iter().any(in_it),
        Place::Near(_) => false,
    }
}
