//! Reading one view with the address that it keeps.

use domain::{action::Action, actor::Actor, id::ViewId};

use super::{
    desk::defaults,
    seen::{View, seen},
};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::finding_views as store,
};

/// A view, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenView {
    /// The view.
    pub view: View,
    /// The address that it keeps.
    pub query: String,
}

/// One view.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`] where there is none, or a private one of somebody else.
pub async fn get(backend: &Backend, actor: &Actor, id: ViewId) -> Result<OpenView> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = seen(reader.conn(), actor, id.0).await?;
    let query = store::query_of(reader.conn(), id.0).await?;
    let view = View::of(row, actor, &defaults(reader.conn()).await?)?;
    Ok(OpenView {
        view,
        query: query.ok_or(Error::NotFound)?,
    })
}
