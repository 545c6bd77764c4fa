//! An administrator says with which shared view the list of a role begins.

use domain::{
    action::Action,
    actor::{Actor, Role},
    finding::{Sharing, ViewRule},
};

use super::seen::{Reach, ViewTarget, finish, sharing, to_change, update};
use crate::{
    audit::{self, authorize_change},
    backend::Backend,
    error::Result,
    store::finding_views as store,
};

/// Lets the lists of a role begin with a shared view.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`], or [`crate::Error::View`] for one
/// that is not shared or a role that reads no findings.
pub async fn set_role(
    backend: &Backend,
    actor: &Actor,
    target: ViewTarget<'_>,
    role: Role,
) -> Result<()> {
    let (action, address) = (Action::AdministerViews, target.address);
    let subject = target.id.to_string();
    authorize_change(backend, actor, action, (&subject, address)).await?;
    if !role.grants().contains(&Action::ReadFloor) {
        return Err(ViewRule::NoReader.into());
    }
    let mut write = backend.write().await?;
    let mut row = to_change(&mut write, actor, target).await?;
    if sharing(&row)? == Sharing::Private {
        return Err(ViewRule::NotShared.into());
    }
    // A change of the view itself: whoever stops sharing it meanwhile is told.
    update(&mut write, actor, &mut row).await?;
    let by = (actor.label(), write.now);
    store::set_role(write.conn(), (role.as_str(), row.id), by).await?;
    let entry = audit::Entry {
        actor,
        action,
        subject: &row.name,
        detail: &format!("the role {role} begins with this view"),
        address,
    };
    finish(write, Reach::Others, entry).await
}

/// Lets the lists of a role begin with all open findings.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn clear_role(
    backend: &Backend,
    actor: &Actor,
    role: Role,
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerViews;
    authorize_change(backend, actor, action, (role.as_str(), address)).await?;
    let mut write = backend.write().await?;
    if store::clear_role(write.conn(), role.as_str()).await? == 0 {
        return Ok(());
    }
    let entry = audit::Entry {
        actor,
        action,
        subject: role.as_str(),
        detail: "the role begins with all open findings",
        address,
    };
    finish(write, Reach::Others, entry).await
}
