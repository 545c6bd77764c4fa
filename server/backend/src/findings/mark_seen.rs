//! A person says that all findings up to one are seen: what comes later is new to them.

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
};

use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::finding_marks,
};

/// Moves the actor's own mark to the row number `up_to`, never back; the answer is the event's place, or nothing when
/// the mark was there already. It changes no finding and nothing of anybody else, so that no audit is kept of it.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::Database`].
pub async fn mark_seen(backend: &Backend, actor: &Actor, up_to: u32) -> Result<Option<Seq>> {
    authorize(actor, Action::ReadFloor)?;
    let n = up_to.min(backend.board().last());
    let mut write = backend.write().await?;
    let now = write.now;
    if finding_marks::mark(write.conn(), actor.label(), n.into(), now).await? == 0 {
        return Ok(None);
    }
    let seq = write.take_seq().await?;
    let seq = write
        .finish(seq, Topic::Findings, "findings.seen", Vec::new())
        .await?;
    backend.board().wait_for(seq).await;
    Ok(Some(seq))
}
