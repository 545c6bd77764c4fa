//! What somebody chooses for their own lists: with what they begin and which columns they show. It changes nothing of
//! anybody else, so that no audit is kept of it, and of two choices the later one holds.

use domain::{
    action::Action,
    actor::Actor,
    finding::{Column, OwnOpening},
};

use super::seen::seen;
use crate::{audit::authorize_change, backend::Backend, error::Result, store::finding_desks};

/// Lets the actor's lists begin with this.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::NotFound`] for a view that the actor does not see.
pub async fn open_with(backend: &Backend, actor: &Actor, own: OwnOpening) -> Result<()> {
    authorize_change(backend, actor, Action::KeepViews, ("", None)).await?;
    let mut write = backend.write().await?;
    let kept = match own {
        OwnOpening::Role => ("role", None),
        OwnOpening::AllOpen => ("all_open", None),
        OwnOpening::View(id) => {
            seen(write.conn(), actor, id.0).await?;
            ("view", Some(id.0))
        }
    };
    let now = write.now;
    finding_desks::open_with(write.conn(), actor.label(), kept, now).await?;
    write.commit().await
}

/// Shows these columns in the actor's lists whose address names none.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn keep_columns(backend: &Backend, actor: &Actor, columns: &[Column]) -> Result<()> {
    authorize_change(backend, actor, Action::KeepViews, ("", None)).await?;
    let mut write = backend.write().await?;
    let (now, columns) = (write.now, Column::write(columns));
    finding_desks::keep_columns(write.conn(), actor.label(), &columns, now).await?;
    write.commit().await
}
