//! Other changes whose time and place touch the change's.

use domain::{
    actor::Actor,
    calendar::Meets,
    change::ChangeState,
    strip::{Cause, Fact, Grade, Link, LinkKind, Place},
};

use super::About;
use crate::{
    backend::Backend,
    changes::{self, ChangeSummary},
    error::Result,
};

/// Changes that are looked at, the next first.
const LOOKED_AT: u16 = 500;

pub(super) async fn gather(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
) -> Result<Vec<Fact>> {
    let window = (about.from, about.until);
    let all = changes::upcoming(backend, actor, window, LOOKED_AT).await?;
    let others = all.into_iter().filter(|one| Some(one.id) != about.change);
    Ok(others.map(fact).collect())
}

fn fact(change: ChangeSummary) -> Fact {
    let (grade, stands) = match change.state {
        ChangeState::Running => (Grade::Running, "runs"),
        ChangeState::PendingApproval => (Grade::Ahead, "waits for approval"),
        ChangeState::ChangesRequested => (Grade::Ahead, "is being changed"),
        _ => (Grade::Ahead, "is approved"),
    };
    Fact {
        cause: Cause::Change,
        grade,
        place: Place::In(change.targets),
        title: format!("CHG-{} {stands}: {}", change.number, change.title),
        since: Some(change.starts_at),
        until: Some(change.ends_at),
        meets: Meets::AtStart,
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Change, change.id),
    }
}
