//! An analyst moves a finding's workflow status.

use domain::{actor::Actor, event::Seq, finding::WorkflowStatus, id::FindingId, version::Version};

use super::act::{FieldChange, Target, act};
use crate::{backend::Backend, error::Result};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct ChangeWorkflow<'a> {
    /// Of which finding.
    pub id: FindingId,
    /// Which state of it the actor saw.
    pub expected: Version,
    /// To what.
    pub to: WorkflowStatus,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Moves the status; the answer is the event's place, or nothing when it already was so.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], or [`crate::Error::Conflict`] when somebody was faster.
pub async fn change_workflow(
    backend: &Backend,
    actor: &Actor,
    ask: ChangeWorkflow<'_>,
) -> Result<Option<Seq>> {
    let target = Target {
        id: ask.id,
        expected: ask.expected,
        address: ask.address,
    };
    act(backend, actor, target, |row| {
        let new = ask.to.as_str();
        if row.workflow == new {
            return Ok(None);
        }
        let old = std::mem::replace(&mut row.workflow, new.to_owned());
        // Nothing hides it any more, or it is hidden without an end.
        row.suppression = None;
        Ok(Some(FieldChange {
            field: "workflow",
            old: Some(old),
            new: Some(new.to_owned()),
            reason: None,
        }))
    })
    .await
}
