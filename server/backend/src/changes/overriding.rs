//! What is decided about a change that a calendar or a freeze holds.

use domain::{action::Action, actor::Actor, change::ChangeVerb, event::Seq};

use super::act::{self, By, Outcome, Target, person};
use crate::{backend::Backend, error::Result};

/// The act that deciding it is.
const ACTION: Action = Action::DecideChanges;

/// Lets it start all the same, for a reason.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`] or [`crate::Error::Change`].
pub async fn override_calendar(
    backend: &Backend,
    actor: &Actor,
    target: Target<'_>,
    reason: &str,
) -> Result<Seq> {
    let by = By {
        actor,
        action: ACTION,
        address: target.address,
    };
    let act = act::begin(backend, by, target).await?;
    let (who, now) = (person(actor)?.id, act.write.now);
    let change = act.change.clone();
    let change = change.override_calendar(who, reason, &act.approvers, now)?;
    let outcome = Outcome {
        change,
        verb: ChangeVerb::Override,
        comment: reason,
        strip: None,
    };
    act.finish(by, outcome).await
}

/// Says that it will not start, for a reason.
///
/// # Errors
/// As [`override_calendar`].
pub async fn refuse_override(
    backend: &Backend,
    actor: &Actor,
    target: Target<'_>,
    reason: &str,
) -> Result<Seq> {
    let by = By {
        actor,
        action: ACTION,
        address: target.address,
    };
    let act = act::begin(backend, by, target).await?;
    let change = act.change.clone();
    let change = change.refuse_override(person(actor)?.id, reason, &act.approvers)?;
    let outcome = Outcome {
        change,
        verb: ChangeVerb::RefuseOverride,
        comment: reason,
        strip: None,
    };
    act.finish(by, outcome).await
}
