//! Every account with whether it is written to, and how that goes.

use std::collections::BTreeMap;

use domain::{
    action::Action,
    actor::Actor,
    finding::{Facet, FindingFilter, FindingList, WriteBackMode, WriteBackState},
    scope::AccountId,
    source::SourceKind,
    version::Version,
};

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    findings,
    store::{accounts, sources, write_back_accounts as store, write_backs},
};

/// An account as settings show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountWrites {
    /// Which.
    pub account: AccountId,
    /// Whether it is written to.
    pub mode: WriteBackMode,
    /// The fence for a switch; `None` for one that was never switched.
    pub version: Option<Version>,
    /// Findings that were not sent yet.
    pub waiting: u64,
    /// Findings that AWS did not take, and that are tried again.
    pub failed: u64,
}

/// Every account that is known, by id.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<AccountWrites>> {
    authorize(actor, Action::AdministerSources)?;
    let mut all: BTreeMap<String, AccountWrites> = BTreeMap::new();
    let mut reader = backend.reader().await?;
    for (id, _) in accounts::all_names(reader.conn()).await? {
        known(&mut all, &id);
    }
    for source in sources::list(reader.conn()).await? {
        let kind: Option<SourceKind> = source.kind.parse().ok();
        if kind.and_then(SourceKind::plane).is_some() {
            known(&mut all, &source.account);
        }
    }
    for id in with_findings(backend, actor) {
        known(&mut all, &id);
    }
    for row in store::list(reader.conn()).await? {
        let corrupt = |error: domain::UnknownWord| Error::Corrupt {
            table: "write_back_accounts",
            row: row.account.clone(),
            what: error.to_string(),
        };
        let one = known(&mut all, &row.account);
        one.mode = row.mode.parse().map_err(corrupt)?;
        one.version = Some(Version(row.version));
    }
    for (account, state, count) in write_backs::counts(reader.conn()).await? {
        let (one, count) = (known(&mut all, &account), count.cast_unsigned());
        match state == WriteBackState::Waiting.as_str() {
            true => one.waiting += count,
            false => one.failed += count,
        }
    }
    Ok(all.into_values().collect())
}

fn known<'a>(all: &'a mut BTreeMap<String, AccountWrites>, id: &str) -> &'a mut AccountWrites {
    all.entry(id.to_owned()).or_insert_with(|| AccountWrites {
        account: id.into(),
        mode: WriteBackMode::ObserveOnly,
        version: None,
        waiting: 0,
        failed: 0,
    })
}

/// Accounts that the index has findings of: some have no name anywhere.
fn with_findings(backend: &Backend, actor: &Actor) -> Vec<String> {
    let ask = FindingList::first(FindingFilter::default(), 1);
    let listing = findings::list(backend, actor, &ask);
    let facets = listing.map(|listing| listing.facets).unwrap_or_default();
    let counts = facets.into_iter();
    counts
        .filter(|counts| counts.facet == Facet::Account)
        .flat_map(|counts| counts.values)
        .map(|count| count.value)
        .collect()
}
