//! What a rule would hide now, before anybody makes or changes it.

use std::collections::HashSet;

use domain::{
    action::Action,
    actor::Actor,
    finding::{FacetCount, FindingFilter, FindingList, FindingSummary},
    suppression::{matching, rule_filter, written_filter},
};

use super::turn::numbers;
use crate::{
    backend::{Backend, authorize},
    error::Result,
    findings::{canonical, list, standpoint},
    store::suppressed_findings,
};

/// Findings that are shown of it.
const SHOWN: u16 = 5;

/// What a rule would hide now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Its filter as it would be kept.
    pub filter: FindingFilter,
    /// The same as a query.
    pub query: String,
    /// How many open findings it would hide.
    pub hides: u64,
    /// The worst of them.
    pub worst: Vec<FindingSummary>,
    /// How many of each severity.
    pub severities: Vec<FacetCount>,
    /// In how many accounts they are.
    pub accounts: u64,
    /// In how many regions.
    pub regions: u64,
}

/// What a rule over this filter would hide now.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::Suppression`] where no rule can be made of the filter.
pub fn preview(backend: &Backend, actor: &Actor, filter: FindingFilter) -> Result<Preview> {
    authorize(actor, Action::TriageFindings)?;
    let filter = rule_filter(canonical(backend, actor, filter)?)?;
    let ask = FindingList::first(filter.clone(), SHOWN);
    let listing = list(backend, actor, &ask)?;
    let spread = backend.board().spread(&ask, standpoint(backend, actor));
    let severities = spread.severities.into_iter();
    let severities = severities.map(|(severity, count)| FacetCount {
        value: severity.as_str().to_owned(),
        count,
    });
    Ok(Preview {
        query: written_filter(&filter),
        hides: listing.total,
        severities: severities.collect(),
        accounts: spread.accounts,
        regions: spread.regions,
        worst: listing.page.rows,
        filter,
    })
}

/// How many findings a suppression would hide now if it was on and its rule had this filter: what it hides already and the
/// filter still matches, and what is open and matches, but for what somebody showed again.
///
/// # Errors
/// As [`preview`], or when the database fails.
pub async fn would_hide(
    backend: &Backend,
    actor: &Actor,
    number: i64,
    filter: FindingFilter,
) -> Result<u64> {
    authorize(actor, Action::TriageFindings)?;
    let filter = rule_filter(canonical(backend, actor, filter)?)?;
    let mut reader = backend.reader().await?;
    let released = suppressed_findings::released(reader.conn(), number).await?;
    drop(reader);
    let released: HashSet<i64> = released.into_iter().collect();
    let stays = numbers(backend, matching(&filter), Some(number)).len();
    let open = numbers(backend, filter, None).into_iter().map(i64::from);
    let comes = open.filter(|n| !released.contains(n)).count();
    Ok((stays + comes) as u64)
}
