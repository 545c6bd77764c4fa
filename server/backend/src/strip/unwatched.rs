//! Accounts of which nothing was ever heard: what nobody reads is not known to be quiet.

use domain::{
    actor::Actor,
    scope::{AccountId, Scope},
    strip::{Fact, Place},
};

use super::About;
use crate::{accounts, backend::Backend, error::Result, sources::SourceStatus};

/// The accounts of the targets of which nothing was heard, and that nothing known names.
pub(super) async fn gather(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
    (found, sources): (&[Fact], &[SourceStatus]),
) -> Result<Vec<AccountId>> {
    let named = about.targets.iter().filter_map(|one| one.account.clone());
    let mut unheard = accounts::unheard(backend, actor, named.collect(), sources).await?;
    unheard.retain(|account| !found.iter().any(|fact| names(fact, account)));
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
