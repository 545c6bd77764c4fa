//! Somebody deletes a view.

use domain::{action::Action, actor::Actor};

use super::{
    change::unused,
    seen::{Reach, ViewTarget, conflict, finish, sharing, to_change},
};
use crate::{
    audit::{self, authorize_change},
    backend::Backend,
    error::{Error, Result},
    store::{finding_desks, finding_views as store},
};

/// Deletes a view of the actor, or a shared one if the actor administers views. Who began with it begins with what their
/// role does, and a role that began with it with none.
///
/// # Errors
/// As [`super::change`].
pub async fn remove(backend: &Backend, actor: &Actor, target: ViewTarget<'_>) -> Result<()> {
    let (action, address) = (Action::KeepViews, target.address);
    let subject = target.id.to_string();
    authorize_change(backend, actor, action, (&subject, address)).await?;
    let mut write = backend.write().await?;
    let row = to_change(&mut write, actor, target).await?;
    let detail = unused(&mut write, &row, "view deleted").await?;
    finding_desks::forget(write.conn(), row.id).await?;
    if store::delete(write.conn(), &row).await? == 0 {
        let now = store::by_id(write.conn(), row.id).await?;
        return Err(now.map_or(Error::NotFound, conflict));
    }
    let reach = Reach::of(sharing(&row)?, &row)?;
    let entry = audit::Entry {
        actor,
        action,
        subject: &row.name,
        detail: &detail,
        address,
    };
    finish(write, reach, entry).await
}
