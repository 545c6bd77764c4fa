//! What a finding can be linked to, by the number that people call it by.

use domain::{action::Action, actor::Actor, finding::Link};
use uuid::Uuid;

use crate::{
    backend::{Backend, authorize},
    changes,
    error::{Error, Result},
    incidents,
};

/// The id of the incident or change of a number.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`] where nothing has the number.
pub async fn numbered(backend: &Backend, actor: &Actor, link: Link) -> Result<Uuid> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let found = match link {
        Link::Incident(number) => incidents::by_number(reader.conn(), number).await?,
        Link::Change(number) => changes::by_number(reader.conn(), number).await?,
    };
    found.ok_or(Error::NotFound)
}
