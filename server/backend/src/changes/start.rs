//! A change starts, or is held by a calendar or a freeze.

use domain::{
    action::Action,
    actor::Actor,
    change::{ChangeState, ChangeVerb, StartGate, check_comment},
    event::Seq,
};

use super::{
    act::{self, By, Outcome, Target},
    gate::gate_at,
};
use crate::{backend::Backend, error::Result};

/// Starts it, with a word about it or none. Where a calendar is closed or a hard freeze holds it waits instead, unless it is an emergency: then the
/// record says what was passed.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`] or [`crate::Error::Change`].
pub async fn start(
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
    let mut act = act::begin(backend, by, target).await?;
    let now = act.write.now;
    let gate = gate_at(act.write.conn(), &act.change.plan.targets, now).await?;
    let change = act.change.clone();
    let change = change.start(gate.gate, &act.approvers, now)?;
    check_comment(comment)?;
    let because = &gate.because;
    let (verb, gated) = match (change.state, gate.gate) {
        (ChangeState::PendingCalendarOverride, _) => {
            (ChangeVerb::Hold, format!("held by {because}"))
        }
        (_, StartGate::Closed) => {
            let said = format!("an emergency, started in spite of {because}");
            (ChangeVerb::Start, said)
        }
        (_, StartGate::Open) => (ChangeVerb::Start, String::new()),
    };
    let said = [gated.as_str(), comment.trim()];
    let said: Vec<&str> = said.into_iter().filter(|said| !said.is_empty()).collect();
    let outcome = Outcome {
        change,
        verb,
        comment: &said.join(". "),
        strip: None,
    };
    act.finish(by, outcome).await
}
