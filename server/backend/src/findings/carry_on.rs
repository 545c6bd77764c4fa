//! Acts on findings that are not finished go on: what was too much for a moment, and what a restart cut off.

use domain::{action::Action, actor::Actor};

use super::carry_out::carry_out;
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::bulk_acts,
};

/// Acts that are looked at a time.
const ACTS: i64 = 100;

/// Carries out one part of every act that is not finished. The answer is whether there may be more.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails; one act that fails does not hold up the others.
pub async fn carry_on(backend: &Backend, actor: &Actor) -> Result<bool> {
    authorize(actor, Action::Ingest)?;
    let acts = bulk_acts::unfinished(backend.reader().await?.conn(), ACTS).await?;
    let (mut more, mut failed) = (false, None);
    for act in acts {
        match carry_out(backend, act).await {
            Ok(done) => more |= done.is_some(),
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(more),
    }
}
