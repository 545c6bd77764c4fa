//! Somebody takes a finding, or lets go of it.

use domain::{
    action::Action, actor::Actor, event::Seq, id::FindingId, person::PersonName, version::Version,
};

use super::{
    act::{FieldChange, Target, act},
    assignee,
};
use crate::{audit::authorize_change, backend::Backend, error::Result};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Assign<'a> {
    /// Which finding.
    pub id: FindingId,
    /// Which state of it the actor saw.
    pub expected: Version,
    /// Who has it from now on; `None` is nobody.
    pub to: Option<&'a PersonName>,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Gives the finding to somebody; the answer is the event's place, or nothing when it already was so.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Touch`] when nobody is called so, or
/// [`crate::Error::Conflict`] when somebody was faster.
pub async fn assign(backend: &Backend, actor: &Actor, ask: Assign<'_>) -> Result<Option<Seq>> {
    if let Some(to) = ask.to {
        let (subject, action) = (ask.id.to_string(), Action::TriageFindings);
        authorize_change(backend, actor, action, (&subject, ask.address)).await?;
        assignee::known(backend.reader().await?.conn(), actor, to).await?;
    }
    let target = Target {
        id: ask.id,
        expected: ask.expected,
        address: ask.address,
    };
    act(backend, actor, target, |row| {
        let new = ask.to.map(|name| name.as_str().to_owned());
        if row.assignee == new {
            return Ok(None);
        }
        let old = std::mem::replace(&mut row.assignee, new.clone());
        Ok(Some(FieldChange {
            field: "assignee",
            old,
            new,
            reason: None,
        }))
    })
    .await
}
