//! Taking in the accounts of the organization.

use std::collections::HashMap;

use domain::{action::Action, actor::Actor, event::Topic, source::SourceId};

use crate::{
    backend::{Backend, authorize},
    error::Result,
    ports::Account,
    sources,
    store::{accounts as store, sources as source_rows, text::storable},
};

/// Keeps the names that Organizations gives; the answer is how many were new or changed.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn take_in(
    backend: &Backend,
    actor: &Actor,
    source: &SourceId,
    accounts: &[Account],
) -> Result<u64> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let known: HashMap<String, String> =
        store::all_names(write.conn()).await?.into_iter().collect();
    let source_n = sources::number(&mut write, source).await?;
    let now = write.now;
    let mut changed = Vec::new();
    for account in accounts {
        let name = storable(&account.name);
        if known.get(account.id.as_str()).map(String::as_str) != Some(&name) {
            store::list(write.conn(), account.id.as_str(), &name, now).await?;
            changed.push(account.id.to_string());
        }
    }
    source_rows::advance(write.conn(), source_n, None, now, accounts.len() as i64).await?;
    let count = changed.len() as u64;
    let seq = write.take_seq().await?;
    let (topic, kind) = match count {
        0 => (Topic::Sources, "sources.answered"),
        _ => (Topic::Accounts, "accounts.named"),
    };
    write.finish(seq, topic, kind, changed).await?;
    Ok(count)
}
