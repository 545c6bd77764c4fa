//! Every account that is known.

use domain::{action::Action, actor::Actor, scope::AccountId};

use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::accounts as store,
};

/// An account and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountName {
    /// Its id.
    pub id: AccountId,
    /// What Organizations, or a finding, calls it.
    pub name: String,
}

/// Every account that Organizations or a finding named, by id.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<AccountName>> {
    authorize(actor, Action::ReadFloor)?;
    let names = store::all_names(backend.reader().await?.conn()).await?;
    let name = |(id, name): (String, String)| AccountName {
        id: AccountId(id),
        name,
    };
    Ok(names.into_iter().map(name).collect())
}
