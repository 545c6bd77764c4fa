//! Findings are linked to an incident after it was declared, or no longer.

use domain::{
    event::Topic,
    id::FindingId,
    incident::{LinkKind, TimelineKind},
};
use uuid::Uuid;

use crate::{
    backend::Write,
    error::Result,
    store::{
        db::Conn,
        incident_links,
        incident_timeline::{self, EntryRow},
        incidents as store,
        text::storable,
    },
};

/// Whether findings get a link or lose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Linking {
    /// They get it.
    Linked,
    /// They lose it.
    Unlinked,
}

/// Findings by their ids, and what one of them is called.
pub(crate) struct Ends<'a> {
    pub(crate) ids: &'a [Uuid],
    pub(crate) title: &'a str,
}

/// The incident that people call by this number.
pub(crate) async fn by_number(conn: Conn<'_>, number: i64) -> Result<Option<Uuid>> {
    let row = store::by_number(conn, number).await?;
    Ok(row.map(|row| row.id))
}

/// Those of these findings that are linked to the incident.
pub(crate) async fn linked(conn: Conn<'_>, incident: Uuid, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let found = incident_links::linked(conn, link(incident), &targets(ids)).await?;
    Ok(found
        .iter()
        .filter_map(|id| Uuid::try_parse(id).ok())
        .collect())
}

/// Links findings or takes their links back, and tells it in the timeline. One that is over takes links as it takes
/// notes: what is understood later belongs to it.
pub(crate) async fn relink(
    write: &mut Write<'_>,
    actor: &str,
    incident: Uuid,
    linking: Linking,
    ends: Ends<'_>,
) -> Result<()> {
    let (targets, at) = (targets(ends.ids), write.now);
    let kind = match linking {
        Linking::Linked => {
            incident_links::insert_many(write.conn(), link(incident), &targets, (actor, at))
                .await?;
            TimelineKind::Linked
        }
        Linking::Unlinked => {
            incident_links::delete_many(write.conn(), link(incident), &targets).await?;
            TimelineKind::Unlinked
        }
    };
    let (text, subject) = match targets.as_slice() {
        [one] => (format!("“{}”", ends.title), one.clone()),
        many => (format!("{} findings", many.len()), String::new()),
    };
    let entry = EntryRow {
        id: write.backend.ids().id(at),
        incident_id: incident,
        occurred_at: at,
        recorded_at: at,
        kind: kind.as_str().to_owned(),
        actor: actor.to_owned(),
        text: storable(&text).into_owned(),
        subject,
        cause: None,
    };
    incident_timeline::insert(write.conn(), &entry).await?;
    let seq = write.take_seq().await?;
    let subjects = vec![incident.to_string()];
    write
        .tell(seq, Topic::Incidents, "incidents.linked", subjects)
        .await
}

const fn link(incident: Uuid) -> (Uuid, &'static str) {
    (incident, LinkKind::Finding.as_str())
}

fn targets(ids: &[Uuid]) -> Vec<String> {
    ids.iter().map(|id| FindingId(*id).to_string()).collect()
}
