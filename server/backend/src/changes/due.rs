//! What time and the world do to changes by themselves.

use domain::{
    action::Action,
    actor::Actor,
    change::{ChangeState, ChangeVerb},
    id::ChangeId,
};
use uuid::Uuid;

use super::{
    act::{self, By, Outcome},
    gate::gate_at,
};
use crate::{
    backend::Backend,
    error::{Error, Result},
    store::changes as store,
};

/// The worker that looks after changes.
pub(super) const WORKER: &str = "changes";
/// Changes looked at in one go.
const AT_ONCE: i64 = 200;

/// Moves every change whose time has come, whose calendar has opened, whose end has passed or whose approvals do not
/// suffice any more. It may be called at any time and as often as one likes; the answer is how many moved.
///
/// # Errors
/// When the database fails.
pub async fn advance_due(backend: &Backend) -> Result<u64> {
    let mut after = Uuid::nil();
    let mut moved = 0;
    loop {
        let ids = store::unsettled(backend.reader().await?.conn(), after, AT_ONCE).await?;
        let Some(last) = ids.last().copied() else {
            return Ok(moved);
        };
        for id in ids {
            // Somebody was faster, which the next look sees.
            match advance(backend, ChangeId(id)).await {
                Ok(true) => moved += 1,
                Ok(false) | Err(Error::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        after = last;
    }
}

async fn advance(backend: &Backend, id: ChangeId) -> Result<bool> {
    let mut act = act::load(backend.write().await?, id).await?;
    let now = act.write.now;
    let gate = gate_at(act.write.conn(), &act.change.plan.targets, now).await?;
    let change = act.change.clone();
    let Some((change, verb)) = change.come_due(gate.gate, &act.approvers, now) else {
        return Ok(false);
    };
    let comment = match (verb, act.change.state) {
        (ChangeVerb::Lapse, _) => "somebody who approved it may not decide changes any more",
        (ChangeVerb::Clear | ChangeVerb::Schedule, _) => {
            "somebody who approved it may decide changes again"
        }
        (ChangeVerb::Open, _) => "nothing holds it any more",
        (ChangeVerb::TimeOut, ChangeState::PendingApproval) => "nobody decided it in time",
        (ChangeVerb::TimeOut, _) => "nobody started it in time",
        _ => "",
    };
    let actor = Actor::Worker(WORKER.to_owned());
    let by = By {
        actor: &actor,
        action: Action::RequestChanges,
        address: None,
    };
    let outcome = Outcome {
        change,
        verb,
        comment,
        strip: None,
    };
    act.finish(by, outcome).await?;
    Ok(true)
}
