//! Somebody changes a view: its list, its name, or who sees it.

use domain::{
    action::Action,
    actor::Actor,
    finding::{Sharing, ViewName, ViewRule, view_query},
};

use super::{
    save::has_room_to_share,
    seen::{Reach, ViewTarget, finish, sharing, to_change, update},
};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::Result,
    store::finding_views::{self as store, ViewRow},
};

/// What becomes different of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewChange<'a> {
    /// It keeps the list of this address.
    Query(&'a str),
    /// It has this name, as typed.
    Name(&'a str),
    /// These see it. A role that began with one that is not shared any more begins with none.
    Sharing(Sharing),
}

/// Changes a view of the actor, or a shared one if the actor administers views.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`] also for a private one of somebody else,
/// [`crate::Error::Conflict`], or [`crate::Error::View`] with the rule that it misses.
pub async fn change(
    backend: &Backend,
    actor: &Actor,
    target: ViewTarget<'_>,
    change: ViewChange<'_>,
) -> Result<()> {
    let (action, address) = (Action::KeepViews, target.address);
    let subject = target.id.to_string();
    authorize_change(backend, actor, action, (&subject, address)).await?;
    let mut write = backend.write().await?;
    let mut row = to_change(&mut write, actor, target).await?;
    let (before, name) = (sharing(&row)?, row.name.clone());
    let detail = apply(&mut write, actor, &mut row, change).await?;
    let reach = Reach::of(before, &row)?;
    let entry = audit::Entry {
        actor,
        action,
        subject: &name,
        detail: &detail,
        address,
    };
    finish(write, reach, entry).await
}

/// Makes the change, and says it for the audit.
async fn apply(
    write: &mut Write<'_>,
    actor: &Actor,
    row: &mut ViewRow,
    change: ViewChange<'_>,
) -> Result<String> {
    match change {
        ViewChange::Query(query) => {
            let query = view_query(query)?;
            update(write, actor, row).await?;
            store::set_query(write.conn(), row.id, query).await?;
            Ok(format!("view keeps another list: {query}"))
        }
        ViewChange::Name(name) => {
            let name = ViewName::parse(name)?;
            let owned = (row.owner.as_str(), name.as_str());
            let other = store::named(write.conn(), owned).await?;
            if other.is_some_and(|id| id != row.id) {
                return Err(ViewRule::NameTaken.into());
            }
            name.as_str().clone_into(&mut row.name);
            update(write, actor, row).await?;
            Ok(format!("view renamed to {}", row.name))
        }
        ViewChange::Sharing(to) => share(write, actor, row, to).await,
    }
}

async fn share(
    write: &mut Write<'_>,
    actor: &Actor,
    row: &mut ViewRow,
    to: Sharing,
) -> Result<String> {
    if to == Sharing::Shared && sharing(row)? == Sharing::Private {
        has_room_to_share(write, actor).await?;
    }
    row.sharing = to.to_string();
    update(write, actor, row).await?;
    match to {
        Sharing::Shared => Ok("view shared".to_owned()),
        Sharing::Private => Ok(unused(write, row, "view not shared any more").await?),
    }
}

/// No role begins with the view any more; the answer is what happened with that.
pub(super) async fn unused(write: &mut Write<'_>, row: &ViewRow, happened: &str) -> Result<String> {
    match store::clear_roles_of(write.conn(), row.id).await? {
        0 => Ok(happened.to_owned()),
        1 => Ok(format!("{happened}; 1 role began with it")),
        roles => Ok(format!("{happened}; {roles} roles began with it")),
    }
}
