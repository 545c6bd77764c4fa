//! One suppression by its number.

use domain::{action::Action, actor::Actor};

use super::list::{SuppressionStatus, status};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::suppressions as store,
};

/// The suppression of a number.
///
/// # Errors
/// [`Error::Forbidden`] or [`Error::NotFound`].
pub async fn get(backend: &Backend, actor: &Actor, number: i64) -> Result<SuppressionStatus> {
    authorize(actor, Action::ReadFloor)?;
    let row = store::by_number(backend.reader().await?.conn(), number).await?;
    status(backend, &row.ok_or(Error::NotFound)?)
}
