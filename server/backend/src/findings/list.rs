//! Lists and counts of findings: answered by the index, never by the database.

use domain::{
    action::Action,
    actor::Actor,
    finding::{
        Facet, FindingCounts, FindingFilter, FindingList, FindingListing, GroupListing, Severity,
    },
    id::FindingId,
};

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
};

/// One page of findings with the counts of every facet.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::BadCursor`].
pub fn list(backend: &Backend, actor: &Actor, ask: &FindingList) -> Result<FindingListing> {
    authorize(actor, Action::ReadFloor)?;
    backend.board().list(ask).map_err(|_| Error::BadCursor)
}

/// One page of findings grouped by control, with the counts of every facet.
///
/// # Errors
/// As [`list`].
pub fn groups(backend: &Backend, actor: &Actor, ask: &FindingList) -> Result<GroupListing> {
    authorize(actor, Action::ReadFloor)?;
    backend.board().groups(ask).map_err(|_| Error::BadCursor)
}

/// How many findings a filter takes, by severity; those that are open are counted already.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn counts(backend: &Backend, actor: &Actor, filter: &FindingFilter) -> Result<FindingCounts> {
    authorize(actor, Action::ReadFloor)?;
    if *filter == FindingFilter::open() {
        return Ok(backend.board().counts());
    }
    let listing = list(backend, actor, &FindingList::first(filter.clone(), 1))?;
    let count = |facet: Facet, value: &str| {
        let facets = listing.facets.iter().filter(|one| one.facet == facet);
        let mut values = facets.flat_map(|one| &one.values);
        values
            .find(|one| one.value == value)
            .map_or(0, |one| one.count)
    };
    let (critical, high) = (
        count(Facet::Severity, Severity::Critical.as_str()),
        count(Facet::Severity, Severity::High.as_str()),
    );
    Ok(FindingCounts {
        critical,
        high,
        other: listing.total.saturating_sub(critical + high),
        unassigned: count(Facet::Assignee, ""),
    })
}

/// The findings before and after one in a list.
///
/// # Errors
/// As [`list`].
pub fn neighbours(
    backend: &Backend,
    actor: &Actor,
    id: FindingId,
    ask: &FindingList,
) -> Result<(Option<FindingId>, Option<FindingId>)> {
    authorize(actor, Action::ReadFloor)?;
    Ok(backend.board().neighbours(id, ask))
}
