//! What else there is beside one finding: others of its resources, and what goes on around it now.

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::Actor,
    id::FindingId,
    strip::{Gates, Link, LinkKind, Strip},
};

use super::list::standpoint;
use crate::{
    backend::{Backend, authorize},
    board::SameResource,
    error::{Error, Result},
    incidents,
    store::findings as store,
    strip::{self, About},
};

/// Others that are shown.
const SHOWN: usize = 30;

/// The other findings that name one of the finding's resources, in whatever place, worst first and of any state.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`].
pub fn of_same_resource(backend: &Backend, actor: &Actor, id: FindingId) -> Result<SameResource> {
    authorize(actor, Action::ReadFloor)?;
    let from = standpoint(backend, actor);
    let found = backend.board().same_resource(id, from, SHOWN);
    found.ok_or(Error::NotFound)
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
