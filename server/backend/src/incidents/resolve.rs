//! An incident ends, and begins again.

use domain::{
    actor::Actor,
    event::Seq,
    incident::{TimelineKind, reason},
};

use super::act::{IncidentTarget, Told, act};
use crate::{backend::Backend, error::Result};

/// Says that an incident is over.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`] when somebody was faster, or
/// [`crate::Error::Incident`] when it is over already.
pub async fn resolve(
    backend: &Backend,
    actor: &Actor,
    target: IncidentTarget<'_>,
) -> Result<Option<Seq>> {
    act(backend, actor, target, |incident, now| {
        let told = Told {
            kind: TimelineKind::Resolved,
            text: "Resolved".to_owned(),
        };
        Ok((incident.resolve(now)?, vec![told]))
    })
    .await
}

/// Says why an incident is not over after all.
///
/// # Errors
/// As [`resolve`]; a reason that is missing is [`crate::Error::Incident`] too.
pub async fn reopen(
    backend: &Backend,
    actor: &Actor,
    target: IncidentTarget<'_>,
    why: &str,
) -> Result<Option<Seq>> {
    act(backend, actor, target, |incident, _| {
        let told = Told {
            kind: TimelineKind::Reopened,
            text: reason(why)?,
        };
        Ok((incident.reopen()?, vec![told]))
    })
    .await
}
