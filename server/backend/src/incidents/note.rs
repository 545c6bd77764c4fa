//! Somebody writes down what happened.

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    id::IncidentId,
    incident::{self, TimelineKind, occurrence},
    time::{Timestamp, to_micros},
};

use super::{act::tell, rows::name};
use crate::{
    audit::{self, authorize_change},
    backend::Backend,
    error::{Error, Result},
    store::incidents as store,
};

/// What somebody writes down.
#[derive(Debug, Clone, Copy)]
pub struct Note<'a> {
    /// Of which incident; one that is over takes notes too.
    pub id: IncidentId,
    /// What happened.
    pub text: &'a str,
    /// When, if not now.
    pub occurred_at: Option<Timestamp>,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Adds a note to an incident's timeline. It changes nothing that another act could have seen, so it never conflicts.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Incident`] when the text is none or lies in the future.
pub async fn note(backend: &Backend, actor: &Actor, note: Note<'_>) -> Result<Seq> {
    let (address, action) = (note.address, Action::WorkIncidents);
    authorize_change(backend, actor, action, (&note.id.to_string(), address)).await?;
    let text = incident::note(note.text)?;
    let mut write = backend.write().await?;
    let at = occurrence(note.occurred_at.map(to_micros), write.now)?;
    let row = store::find(write.conn(), note.id.0)
        .await?
        .ok_or(Error::NotFound)?;
    tell(&mut write, actor, row.id, (TimelineKind::Note, at), &text).await?;
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: &name(row.number),
            detail: TimelineKind::Note.as_str(),
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    let subjects = vec![note.id.to_string()];
    write
        .finish(seq, Topic::Incidents, "incidents.noted", subjects)
        .await
}
