//! What a rule would hide now, before anybody makes it.

use domain::{
    action::Action,
    actor::Actor,
    finding::{FacetCount, FindingFilter, FindingList, FindingSummary},
    suppression::{rule_filter, written_filter},
};

use crate::{
    backend::{Backend, authorize},
    error::Result,
    findings::{canonical, list, standpoint},
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
