//! An approver decides the revision they were shown.

use domain::{
    action::Action,
    actor::Actor,
    change::{Approver, ChangeKind, ChangeState, ChangeVerb, Decision, Plan, Revision},
    event::Seq,
    id::ChangeId,
    strip::Gates,
};

use super::{
    act::{self, By, Outcome, Target, person},
    rows,
};
use crate::{
    audit::authorize_change,
    backend::Backend,
    error::{Error, Result},
    store::changes,
    strip::{self, About, Again},
};

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
    /// The strip that was shown, as the page's form carries it.
    pub shown: &'a str,
}

/// Takes the decision in. The strip is computed again and kept with it; one that got worse since it was shown refuses
/// an approval.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`] when somebody was faster, [`Error::Change`] with the
/// rule that is against it, or [`Error::StripWorse`].
pub async fn decide(backend: &Backend, actor: &Actor, ask: Decide<'_>) -> Result<Seq> {
    let by = By {
        actor,
        action: Action::DecideChanges,
        address: ask.target.address,
    };
    let subject = ask.target.id.to_string();
    authorize_change(backend, actor, by.action, (&subject, by.address)).await?;
    let person = person(actor)?;
    // Before the transaction: it only reads, and the fence says whether the change is still the same.
    let again = strip_again(backend, actor, (ask.target.id, ask.shown)).await?;
    let act = act::begin(backend, by, ask.target).await?;
    let approver = Approver {
        id: person.id,
        name: person.name.clone(),
    };
    let said = (ask.revision, ask.decision, ask.comment);
    let change = act.change.clone();
    let change = change.decide(&approver, said, &act.approvers, act.write.now)?;
    if ask.decision == Decision::Approve && !again.worse.is_empty() {
        return Err(Error::StripWorse(again.worse));
    }
    let verb = verb(ask.decision, change.state);
    let strip = serde_json::to_value(&again.strip).ok();
    let outcome = Outcome {
        change,
        verb,
        comment: ask.comment,
        strip,
    };
    act.finish(by, outcome).await
}

/// What a decision with this outcome is called.
const fn verb(decision: Decision, state: ChangeState) -> ChangeVerb {
    match (decision, state) {
        (Decision::Reject, _) => ChangeVerb::Reject,
        (Decision::RequestChanges, _) => ChangeVerb::RequestChanges,
        (Decision::Approve, ChangeState::Scheduled) => ChangeVerb::Schedule,
        (Decision::Approve, ChangeState::Approved) => ChangeVerb::Clear,
        (Decision::Approve, _) => ChangeVerb::Approve,
    }
}

/// The strip of a change as it is now, compared with the one that was shown.
pub(super) async fn strip_again(
    backend: &Backend,
    actor: &Actor,
    (id, shown): (ChangeId, &str),
) -> Result<Again> {
    let mut reader = backend.reader().await?;
    let row = changes::find(reader.conn(), id.0).await?;
    let row = row.ok_or(Error::NotFound)?;
    let (change, _) = rows::whole(reader.conn(), &row).await?;
    // Given back: the strip takes one of its own.
    drop(reader);
    let about = about(id, &change.plan);
    strip::again(backend, actor, &about, (change.revision.0, shown)).await
}

/// What the strip of a change is asked about.
#[must_use]
pub fn about(id: ChangeId, plan: &Plan) -> About<'_> {
    About {
        change: Some(id),
        targets: &plan.targets,
        from: plan.starts_at,
        until: plan.ends_at,
        gates: match plan.kind {
            ChangeKind::Emergency => Gates::Ignored,
            ChangeKind::Standard | ChangeKind::Normal => Gates::Bind,
        },
    }
}
