//! What every act on one incident shares: load, fence, save, timeline, audit, event.

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    id::IncidentId,
    incident::{Incident, TimelineKind},
    time::Timestamp,
    version::Version,
};
use uuid::Uuid;

use super::rows::{incident, name, save_scopes, scopes_of, set_incident};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::{Error, Result},
    store::{
        incident_timeline::{self, EntryRow},
        incidents::{self as store, IncidentRow},
    },
};

/// Which incident an act is on, and which state of it the actor saw.
#[derive(Debug, Clone, Copy)]
pub struct IncidentTarget<'a> {
    /// Which incident.
    pub id: IncidentId,
    /// Which state of it the actor saw.
    pub expected: Version,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// One thing that the timeline tells of an act.
pub(super) struct Told {
    pub(super) kind: TimelineKind,
    pub(super) text: String,
}

/// Changes one incident: `change` gives the incident as it is from now on and what is told of it; nothing told is no
/// change and no error.
pub(super) async fn act(
    backend: &Backend,
    actor: &Actor,
    target: IncidentTarget<'_>,
    change: impl FnOnce(Incident, Timestamp) -> Result<(Incident, Vec<Told>)>,
) -> Result<Option<Seq>> {
    let (address, action) = (target.address, Action::WorkIncidents);
    authorize_change(
        backend,
        actor,
        action,
        (&target.id.to_string(), target.address),
    )
    .await?;
    let mut write = backend.write().await?;
    let mut row = store::find(write.conn(), target.id.0)
        .await?
        .ok_or(Error::NotFound)?;
    if row.version != target.expected.0 {
        return Err(conflict(&mut write, target.id).await?);
    }
    let touched = scopes_of(write.conn(), std::slice::from_ref(&row)).await?;
    let before = incident(&row, touched.into_values().next().unwrap_or_default())?;
    let (after, told) = change(before.clone(), write.now)?;
    if told.is_empty() {
        return Ok(None);
    }
    set_incident(&mut row, &after);
    row.changed_by = actor.label().to_owned();
    row.changed_at = write.now;
    if store::update(write.conn(), &row).await? == 0 {
        return Err(conflict(&mut write, target.id).await?);
    }
    if after.scopes != before.scopes {
        save_scopes(write.conn(), row.id, &after.scopes).await?;
    }
    record(&mut write, actor, &row, (&told, address)).await?;
    let seq = write.take_seq().await?;
    let subjects = vec![target.id.to_string()];
    let done = write.finish(seq, Topic::Incidents, "incidents.changed", subjects);
    done.await.map(Some)
}

/// Writes what is told of an act into the timeline and the audit.
async fn record(
    write: &mut Write<'_>,
    actor: &Actor,
    row: &IncidentRow,
    (told, address): (&[Told], Option<&str>),
) -> Result<()> {
    let at = write.now;
    for one in told {
        tell(write, actor, row.id, (one.kind, at), &one.text).await?;
    }
    let kinds: Vec<&str> = told.iter().map(|one| one.kind.as_str()).collect();
    write
        .audit(audit::Entry {
            actor,
            action: Action::WorkIncidents,
            subject: &name(row.number),
            detail: &kinds.join(", "),
            address,
        })
        .await
}

/// Adds an entry by somebody to a timeline.
pub(super) async fn tell(
    write: &mut Write<'_>,
    actor: &Actor,
    incident: Uuid,
    (kind, occurred_at): (TimelineKind, Timestamp),
    text: &str,
) -> Result<()> {
    let entry = EntryRow {
        id: write.backend.ids().id(write.now),
        incident_id: incident,
        occurred_at,
        recorded_at: write.now,
        kind: kind.as_str().to_owned(),
        actor: actor.label().to_owned(),
        text: text.to_owned(),
        subject: String::new(),
        cause: None,
    };
    incident_timeline::insert(write.conn(), &entry).await?;
    Ok(())
}

/// Says who made the version that is in force.
async fn conflict(write: &mut Write<'_>, id: IncidentId) -> Result<Error> {
    let row = store::find(write.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Error::Conflict {
        by: row.changed_by,
        at: row.changed_at,
    })
}
