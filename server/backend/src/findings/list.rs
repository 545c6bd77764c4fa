//! Lists and counts of findings: answered by the index, never by the database.

use domain::{
    action::Action,
    actor::Actor,
    finding::{
        Facet, FacetCounts, FindingCounts, FindingFilter, FindingList, FindingListing,
        GroupListing, Grouping, Severity, Standpoint,
    },
    id::FindingId,
};

use crate::{
    backend::{Backend, authorize},
    board::Neighbours,
    error::{Error, Result},
};

/// One page of findings with the counts of every facet.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::BadCursor`].
pub fn list(backend: &Backend, actor: &Actor, ask: &FindingList) -> Result<FindingListing> {
    authorize(actor, Action::ReadFloor)?;
    let from = standpoint(backend, actor);
    backend
        .board()
        .list(ask, from)
        .map_err(|_| Error::BadCursor)
}

/// One page of groups of findings, with the counts of every facet.
///
/// # Errors
/// As [`list`].
pub fn groups(
    backend: &Backend,
    actor: &Actor,
    ask: &FindingList,
    by: Grouping,
) -> Result<GroupListing> {
    authorize(actor, Action::ReadFloor)?;
    let groups = backend.board().groups(ask, by, standpoint(backend, actor));
    groups.map_err(|_| Error::BadCursor)
}

/// The filter with its values as findings have them, and `me` as the assignee as the actor's name.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn canonical(backend: &Backend, actor: &Actor, filter: FindingFilter) -> Result<FindingFilter> {
    authorize(actor, Action::ReadFloor)?;
    let mut filter = backend.board().canonical(filter);
    let excluded = filter.excluded.iter_mut();
    let excluded = excluded.filter(|one| one.facet == Facet::Assignee);
    let names = filter.assignee.iter_mut();
    for name in names.chain(excluded.map(|one| &mut one.value)) {
        if name == ME {
            actor.label().clone_into(name);
        }
    }
    Ok(filter)
}

/// The values of a facet that hold a text, also those that its list of values leaves out, with their counts in a list of
/// findings; none for a facet with fixed words.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn facet_values(
    backend: &Backend,
    actor: &Actor,
    ask: &FindingList,
    sought: (Facet, &str),
) -> Result<Option<FacetCounts>> {
    authorize(actor, Action::ReadFloor)?;
    let from = standpoint(backend, actor);
    Ok(backend.board().found_values(ask, from, sought))
}

/// How many findings of a list came after a row number.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn came_after(backend: &Backend, actor: &Actor, ask: &FindingList, n: u32) -> Result<u64> {
    authorize(actor, Action::ReadFloor)?;
    let from = standpoint(backend, actor);
    Ok(backend.board().came_after(ask, from, n))
}

/// How many open findings came since the actor last said that everything is seen.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn unseen(backend: &Backend, actor: &Actor) -> Result<u64> {
    authorize(actor, Action::ReadFloor)?;
    Ok(backend.board().unseen(standpoint(backend, actor)))
}

/// Up to which row number the actor has seen all findings, and the last one there is.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn seen_up_to(backend: &Backend, actor: &Actor) -> Result<(u32, u32)> {
    authorize(actor, Action::ReadFloor)?;
    let board = backend.board();
    Ok((board.seen_by(actor.label()), board.last()))
}

/// How somebody calls themselves in a query.
const ME: &str = "me";

/// Who looks, and when.
pub(crate) fn standpoint(backend: &Backend, actor: &Actor) -> Standpoint {
    Standpoint {
        now: backend.now(),
        seen: backend.board().seen_by(actor.label()),
        deadlines: backend.board().deadlines(),
    }
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

/// Where one finding stands in a list: those before and after it, and its place.
///
/// # Errors
/// As [`list`].
pub fn neighbours(
    backend: &Backend,
    actor: &Actor,
    id: FindingId,
    ask: &FindingList,
) -> Result<Neighbours> {
    authorize(actor, Action::ReadFloor)?;
    let from = standpoint(backend, actor);
    Ok(backend.board().neighbours(id, ask, from))
}
