//! Somebody keeps a list under a name.

use domain::{
    action::Action,
    actor::Actor,
    finding::{MAX_SHARED_VIEWS, MAX_VIEWS, Sharing, ViewName, ViewRule, view_query},
    id::ViewId,
    version::Version,
};

use super::seen::{Reach, finish};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::Result,
    store::finding_views::{self as store, ViewRow},
};

/// A view that is to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewView<'a> {
    /// What it is called, as typed.
    pub name: &'a str,
    /// The address of the list.
    pub query: &'a str,
    /// Who sees it.
    pub sharing: Sharing,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Keeps a view for the actor, or for all.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::View`] with the rule that it misses.
pub async fn save(backend: &Backend, actor: &Actor, new: NewView<'_>) -> Result<ViewId> {
    let (action, address) = (Action::KeepViews, new.address);
    authorize_change(backend, actor, action, (new.name, address)).await?;
    let (name, query) = (ViewName::parse(new.name)?, view_query(new.query)?);
    let mut write = backend.write().await?;
    has_room(&mut write, actor, new.sharing).await?;
    let row = ViewRow {
        id: backend.ids().id(write.now),
        owner: actor.label().to_owned(),
        name: name.as_str().to_owned(),
        sharing: new.sharing.to_string(),
        changed_by: actor.label().to_owned(),
        changed_at: write.now,
        version: Version::FIRST.0,
    };
    if store::insert(write.conn(), &row, query).await? == 0 {
        return Err(ViewRule::NameTaken.into());
    }
    let reach = Reach::of(new.sharing, &row)?;
    let entry = audit::Entry {
        actor,
        action,
        subject: &row.name,
        detail: "view made and shared",
        address,
    };
    finish(write, reach, entry).await?;
    Ok(ViewId(row.id))
}

/// Whether one more fits among the actor's own and, if it is to be shared, among the shared ones.
async fn has_room(write: &mut Write<'_>, actor: &Actor, sharing: Sharing) -> Result<()> {
    let (own, _) = store::counts(write.conn(), actor.label()).await?;
    match own >= MAX_VIEWS as i64 {
        true => Err(ViewRule::Full.into()),
        false if sharing == Sharing::Shared => has_room_to_share(write, actor).await,
        false => Ok(()),
    }
}

/// Whether one more can be shared.
pub(super) async fn has_room_to_share(write: &mut Write<'_>, actor: &Actor) -> Result<()> {
    let (_, shared) = store::counts(write.conn(), actor.label()).await?;
    match shared >= MAX_SHARED_VIEWS as i64 {
        true => Err(ViewRule::SharedFull.into()),
        false => Ok(()),
    }
}
