//! Every suppression is carried out, again and again: rules hide what came meanwhile, and ends show what was hidden.

use domain::{action::Action, actor::Actor};

use super::{turn::Turn, warn::warn};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::suppressions as store,
};

/// Parts of one suppression that are carried out before the next has its turn.
const PARTS: usize = 20;

/// Carries out every suppression as far as one turn goes, and warns owners of ends that are near. The answer is whether
/// there is more to be done at once.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails; one suppression that fails does not hold up the others.
pub async fn keep_up(backend: &Backend, actor: &Actor) -> Result<bool> {
    authorize(actor, Action::Ingest)?;
    let rows = store::unfinished(backend.reader().await?.conn()).await?;
    if rows.is_empty() {
        return Ok(false);
    }
    let turn = Turn::new(backend, &rows, PARTS)?;
    let (mut more, mut failed) = (false, None);
    for row in &rows {
        match turn.take(row).await {
            Ok(left) => more |= left,
            Err(error) => failed = Some(error),
        }
        warn(backend, row).await?;
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(more),
    }
}
