//! One incident whole: what it touches, what it is linked to, and its timeline.

use domain::{
    action::Action,
    actor::Actor,
    id::{FindingId, IncidentId},
    incident::{LinkKind, TimelineEntry},
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    list::IncidentSummary,
    origin::words,
    place::endpoint_name,
    rows::{corrupt, entry, summaries},
};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{
        db::Reader, endpoints, health, incident_links, incident_timeline as timeline,
        incidents as store,
    },
};

/// Entries that a page shows: the last ones written.
const ENTRIES: i64 = 500;

/// What an incident is linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentLink {
    /// What kind of thing.
    pub kind: LinkKind,
    /// Its id, as its page's address has it.
    pub target: String,
    /// What it is called.
    pub label: String,
}

/// An incident with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentDetail {
    /// As lists show it.
    pub summary: IncidentSummary,
    /// What is known of it, in a few sentences; empty until somebody writes them.
    pub text: String,
    /// What it is linked to.
    pub links: Vec<IncidentLink>,
    /// Its timeline by when things happened, oldest first: the last 500 entries that were written.
    pub timeline: Vec<TimelineEntry>,
    /// How many entries there are.
    pub entries: i64,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

/// One incident.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`].
pub async fn get(backend: &Backend, actor: &Actor, id: IncidentId) -> Result<IncidentDetail> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    let mut summaries = summaries(reader.conn(), std::slice::from_ref(&row)).await?;
    let summary = summaries.pop().ok_or(Error::NotFound)?;
    let rows = timeline::newest(reader.conn(), id.0, ENTRIES).await?;
    let entries = timeline::count(reader.conn(), id.0).await?;
    let links = links(backend, &mut reader, id.0).await?;
    // The rows come the last written first: of what happened at one instant, the first written stands first.
    let mut timeline = rows
        .into_iter()
        .rev()
        .map(entry)
        .collect::<Result<Vec<_>>>()?;
    timeline.sort_by_key(|entry| entry.occurred_at);
    Ok(IncidentDetail {
        summary,
        text: row.summary,
        links,
        timeline,
        entries,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
    })
}

async fn links(
    backend: &Backend,
    reader: &mut Reader,
    incident: Uuid,
) -> Result<Vec<IncidentLink>> {
    let mut links = Vec::new();
    for row in incident_links::of_incidents(reader.conn(), &[incident]).await? {
        let kind: LinkKind = row
            .kind
            .parse()
            .map_err(|error: domain::UnknownWord| corrupt("incident_links", incident, error))?;
        let label = label(backend, reader, kind, &row.target).await?;
        links.push(IncidentLink {
            kind,
            label: label.unwrap_or_else(|| row.target.clone()),
            target: row.target,
        });
    }
    Ok(links)
}

async fn label(
    backend: &Backend,
    reader: &mut Reader,
    kind: LinkKind,
    target: &str,
) -> Result<Option<String>> {
    let uuid = Uuid::try_parse(target).ok();
    Ok(match (kind, uuid) {
        (LinkKind::Finding, Some(id)) => backend.board().row(FindingId(id)).map(|row| row.title),
        (LinkKind::Health, Some(id)) => health::find(reader.conn(), id)
            .await?
            .map(|row| format!("{} in {}", words(&row.type_code), row.region)),
        (LinkKind::Endpoint, _) => endpoints::by_id(reader.conn(), target)
            .await?
            .map(|row| endpoint_name(&row).to_owned()),
        _ => None,
    })
}
