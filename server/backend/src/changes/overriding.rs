//! What is decided about a change that a calendar or a freeze holds.

use domain::{
    action::Action,
    actor::Actor,
    change::{ChangeVerb, StartGate},
    event::Seq,
};

use super::{
    act::{self, By, Outcome, Target, person},
    decide::strip_again,
    gate::gate_at,
};
use crate::{
    audit::authorize_change,
    backend::Backend,
    error::{Error, Result},
};

/// The act that deciding it is.
const ACTION: Action = Action::DecideChanges;

/// Lets it start all the same, for a reason. The strip is computed again and kept with it; one that got worse than `shown`,
/// as the page's form carries it, refuses it.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`], [`Error::Change`] or [`Error::StripWorse`].
pub async fn override_calendar(
    backend: &Backend,
    actor: &Actor,
    target: Target<'_>,
    (reason, shown): (&str, &str),
) -> Result<Seq> {
    let by = by(actor, target);
    let subject = target.id.to_string();
    authorize_change(backend, actor, ACTION, (&subject, by.address)).await?;
    // Before the transaction: it only reads, and the fence says whether the change is still the same.
    let again = strip_again(backend, actor, (target.id, shown)).await?;
    let mut act = act::begin(backend, by, target).await?;
    let (who, now) = (person(actor)?.id, act.write.now);
    let gate = gate_at(act.write.conn(), &act.change.plan.targets, now).await?;
    let change = act.change.clone();
    let change = change.override_calendar(who, reason, &act.approvers, now)?;
    if !again.worse.is_empty() {
        return Err(Error::StripWorse(again.worse));
    }
    let said = match gate.gate {
        StartGate::Closed => format!("in spite of {}: {}", gate.because, reason.trim()),
        // It has opened since it was asked.
        StartGate::Open => reason.to_owned(),
    };
    let outcome = Outcome {
        change,
        verb: ChangeVerb::Override,
        comment: &said,
        strip: serde_json::to_value(&again.strip).ok(),
    };
    act.finish(by, outcome).await
}

/// Says that it will not start, for a reason.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`] or [`Error::Change`].
pub async fn refuse_override(
    backend: &Backend,
    actor: &Actor,
    target: Target<'_>,
    reason: &str,
) -> Result<Seq> {
    let by = by(actor, target);
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

const fn by<'a>(actor: &'a Actor, target: Target<'a>) -> By<'a> {
    By {
        actor,
        action: ACTION,
        address: target.address,
    }
}
