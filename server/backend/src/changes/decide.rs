//! An approver decides the revision they were shown.

use domain::{
    action::Action,
    actor::Actor,
    change::{Approver, ChangeState, ChangeVerb, Decision, Revision},
    event::Seq,
};

use super::act::{self, By, Outcome, Target, person};
use crate::{backend::Backend, error::Result};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Decide<'a> {
    /// On which change.
    pub target: Target<'a>,
    /// The revision that was shown.
    pub revision: Revision,
    /// What the approver says.
    pub decision: Decision,
    /// Why; an approval may be silent.
    pub comment: &'a str,
}

/// Takes the decision in.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`] when somebody was faster, or
/// [`crate::Error::Change`] with the rule that is against it.
pub async fn decide(backend: &Backend, actor: &Actor, ask: Decide<'_>) -> Result<Seq> {
    let by = By {
        actor,
        action: Action::DecideChanges,
        address: ask.target.address,
    };
    let act = act::begin(backend, by, ask.target).await?;
    let person = person(actor)?;
    let approver = Approver {
        id: person.id,
        name: person.name.clone(),
    };
    let said = (ask.revision, ask.decision, ask.comment);
    let change = act.change.clone();
    let change = change.decide(&approver, said, &act.approvers, act.write.now)?;
    let verb = match (ask.decision, change.state) {
        (Decision::Reject, _) => ChangeVerb::Reject,
        (Decision::RequestChanges, _) => ChangeVerb::RequestChanges,
        (Decision::Approve, ChangeState::Scheduled) => ChangeVerb::Schedule,
        (Decision::Approve, ChangeState::Approved) => ChangeVerb::Clear,
        (Decision::Approve, _) => ChangeVerb::Approve,
    };
    let outcome = Outcome {
        change,
        verb,
        comment: ask.comment,
        strip: None,
    };
    act.finish(by, outcome).await
}
