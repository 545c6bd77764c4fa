//! A draft, or a change that was sent back, is asked for.

use domain::{action::Action, actor::Actor, change::ChangeVerb, event::Seq};

use super::{
    act::{self, By, Outcome, Target, person},
    levels,
};
use crate::{backend::Backend, error::Result};

/// Asks for it, with the levels that are set now.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`], or [`crate::Error::Change`]:
/// something is missing, or nobody could approve it.
pub async fn submit(backend: &Backend, actor: &Actor, target: Target<'_>) -> Result<Seq> {
    let by = By {
        actor,
        action: Action::RequestChanges,
        address: target.address,
    };
    let mut act = act::begin(backend, by, target).await?;
    let levels = levels::read(act.write.conn()).await?;
    let now = act.write.now;
    let change = act.change.clone();
    let change = change.submit(person(actor)?.id, levels, &act.approvers, now)?;
    let outcome = Outcome {
        change,
        verb: ChangeVerb::Submit,
        comment: "",
        strip: None,
    };
    act.finish(by, outcome).await
}
