//! What else there is beside one finding: others of its resource, and what goes on around it now.

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::Actor,
    finding::{FindingFilter, FindingList, FindingListing, GroupKey, Grouping},
    id::FindingId,
    strip::{Gates, Link, LinkKind, Strip},
};

use super::list::list;
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    incidents,
    store::findings as store,
    strip::{self, About},
};

/// Others that are shown.
const SHOWN: u16 = 30;

/// The findings that name the same resource first, the finding itself among them, worst first and of any state.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`].
pub fn of_same_resource(backend: &Backend, actor: &Actor, id: FindingId) -> Result<FindingListing> {
    authorize(actor, Action::ReadFloor)?;
    let row = backend.board().row(id).ok_or(Error::NotFound)?;
    let group = Some(GroupKey {
        by: Grouping::Resource,
        key: row.resource_key(),
    });
    let ask = FindingList {
        group,
        ..FindingList::first(FindingFilter::default(), SHOWN)
    };
    list(backend, actor, &ask)
}

/// What touches the finding's places now or did in the last day: incidents, changes, AWS Health, endpoints, freezes and
/// other findings, judged as for a change of them. The finding is no reason beside itself.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Database`].
pub async fn around_now(backend: &Backend, actor: &Actor, id: FindingId) -> Result<Strip> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0).await?;
    drop(reader);
    let targets = incidents::places_of(&row.ok_or(Error::NotFound)?);
    let now = backend.now();
    let about = About {
        change: None,
        targets: &targets,
        from: now - TimeDelta::days(1),
        until: now + TimeDelta::hours(1),
        gates: Gates::Bind,
    };
    let mut strip = strip::compute(backend, actor, &about).await?;
    let itself = Link::to(LinkKind::Finding, id);
    strip.reasons.retain(|reason| reason.link != itself);
    Ok(strip)
}
