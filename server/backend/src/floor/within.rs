//! What belongs to a part of the floor.

use domain::{
    finding::FindingFilter,
    scope::{AccountId, Scope},
};

use crate::health::HealthSummary;

/// Whether an event is to be seen within a scope; one that names no account is said to everybody.
#[must_use]
pub fn is_within(scope: &Scope, event: &HealthSummary) -> bool {
    let place = |account: Option<AccountId>| Scope {
        account,
        region: Some(event.region.clone()),
        ..Scope::default()
    };
    let mut accounts = event.accounts.iter().cloned();
    let named = accounts.any(|account| scope.shows(&place(Some(account))));
    named || (event.accounts.is_empty() && scope.shows(&place(None)))
}

/// The filter within the account and region of a scope.
#[must_use]
pub fn within(scope: &Scope, filter: FindingFilter) -> FindingFilter {
    FindingFilter {
        account: scope.account.iter().map(|one| one.0.clone()).collect(),
        region: scope.region.iter().map(|one| one.0.clone()).collect(),
        ..filter
    }
}
