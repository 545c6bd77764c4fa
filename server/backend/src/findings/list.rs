//! Lists and counts of findings: answered by the index, never by the database.

use domain::{
    action::Action,
    actor::Actor,
    finding::{FindingCounts, FindingList, FindingListing, GroupListing},
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

/// How many findings are open, by severity.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn counts(backend: &Backend, actor: &Actor) -> Result<FindingCounts> {
    authorize(actor, Action::ReadFloor)?;
    Ok(backend.board().counts())
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
