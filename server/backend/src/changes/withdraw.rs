//! Who asked for a change takes it back.

use domain::{action::Action, actor::Actor, change::ChangeVerb, event::Seq};

use super::act::{self, By, Outcome, Target, person};
use crate::{backend::Backend, error::Result};

/// Takes it back, as long as it has not started.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`] or [`crate::Error::Change`].
pub async fn withdraw(
    backend: &Backend,
    actor: &Actor,
    target: Target<'_>,
    comment: &str,
) -> Result<Seq> {
    let by = By {
        actor,
        action: Action::RequestChanges,
        address: target.address,
    };
    let act = act::begin(backend, by, target).await?;
    let change = act.change.clone().withdraw(person(actor)?.id, comment)?;
    let outcome = Outcome {
        change,
        verb: ChangeVerb::Cancel,
        comment,
        strip: None,
    };
    act.finish(by, outcome).await
}
