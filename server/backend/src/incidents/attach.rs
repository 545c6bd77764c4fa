//! Follows the event log and attaches to open incidents what changed on things that are theirs.

use std::{collections::BTreeSet, time::Duration};

use domain::{
    action::Action,
    actor::Actor,
    event::{Event, Seq, Topic},
};

use super::{
    touched::{Touched, touched},
    watched::{Watched, watched},
};
use crate::{
    backend::{Backend, Write, authorize},
    error::Result,
    live::Subscription,
    store::{
        events,
        incident_timeline::{self as timeline, EntryRow},
    },
};

/// Events that are looked through at a time.
const EVENTS: i64 = 200;
/// How long one event is waited with for more.
const GATHER: Duration = Duration::from_millis(100);
/// How long nothing is tried after a failure.
const REST: Duration = Duration::from_secs(1);

/// Follows the log for as long as the process lives. A failure is logged and the events tried again.
pub async fn follow(backend: Backend, actor: Actor) {
    let topics = [
        Topic::Findings,
        Topic::Health,
        Topic::Endpoints,
        Topic::Changes,
    ];
    let mut news = Subscription::new(&backend, &topics, None);
    loop {
        match attach(&backend, &actor).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "incidents could not follow the event log");
                tokio::time::sleep(REST).await;
                continue;
            }
        }
        if let Err(error) = news.next().await {
            tracing::error!(%error, "incidents could not wait for the event log");
            tokio::time::sleep(REST).await;
        }
        tokio::time::sleep(GATHER).await;
    }
}

/// Looks through the next events of the log, and attaches to incidents what is theirs. Entries and the place in the log
/// are committed together, so that each event is told once whatever stops in between. The answer is whether there may
/// be more.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn attach(backend: &Backend, actor: &Actor) -> Result<bool> {
    authorize(actor, Action::Ingest)?;
    let mut reader = backend.reader().await?;
    let before = timeline::position(reader.conn()).await?;
    let events = events::after(reader.conn(), before, EVENTS).await?;
    let more = events.len() as i64 == EVENTS;
    let (Some(first), Some(last)) = (events.first(), events.last()) else {
        return Ok(false);
    };
    let incidents = watched(reader.conn(), first.at).await?;
    if incidents.is_empty() && !more {
        // The place is worth no write: these events are of no incident, and the next that begins does not want them.
        return Ok(false);
    }
    let mut found = Vec::new();
    for event in &events {
        if incidents.iter().any(|incident| incident.was_open_at(event)) {
            let things = touched(&mut reader, event, &incidents).await?;
            found.extend(entries(event, &things, &incidents));
        }
    }
    drop(reader);
    keep(backend, actor, (before, last.seq), found).await?;
    Ok(more)
}

/// One entry that is to be attached.
struct Found<'e> {
    event: &'e Event,
    incident: uuid::Uuid,
    told: super::watched::Attached,
}

fn entries<'e>(event: &'e Event, things: &[Touched], incidents: &[Watched]) -> Vec<Found<'e>> {
    let open = incidents
        .iter()
        .filter(|incident| incident.was_open_at(event));
    open.flat_map(|incident| {
        incident.attached(things).into_iter().map(|told| Found {
            event,
            incident: incident.id,
            told,
        })
    })
    .collect()
}

async fn keep(
    backend: &Backend,
    actor: &Actor,
    (before, now): (Seq, Seq),
    found: Vec<Found<'_>>,
) -> Result<()> {
    let mut write = backend.write().await?;
    if timeline::advance(write.conn(), before, now).await? == 0 {
        // Another process looked through these events.
        return Ok(());
    }
    let mut changed = BTreeSet::new();
    for one in found {
        if insert(&mut write, actor, &one).await? {
            changed.insert(one.incident.to_string());
        }
    }
    if changed.is_empty() {
        return write.commit().await;
    }
    let seq = write.take_seq().await?;
    let subjects = changed.into_iter().collect();
    let written = write.finish(seq, Topic::Incidents, "incidents.attached", subjects);
    written.await.map(drop)
}

async fn insert(write: &mut Write<'_>, actor: &Actor, one: &Found<'_>) -> Result<bool> {
    let row = EntryRow {
        id: write.backend.ids().id(write.now),
        incident_id: one.incident,
        occurred_at: one.event.at,
        recorded_at: write.now,
        kind: one.told.kind.as_str().to_owned(),
        actor: actor.label().to_owned(),
        text: one.told.text.clone(),
        subject: one.told.subject.clone(),
        cause: Some(one.event.seq.0),
    };
    Ok(timeline::insert(write.conn(), &row).await? > 0)
}
