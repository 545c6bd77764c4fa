//! What an incident is declared from, and which incidents a thing is linked to.

use domain::{
    action::Action,
    actor::Actor,
    id::{FindingId, HealthEventId, IncidentId},
    incident::{Impact, IncidentStatus, LinkKind, MAX_SCOPES, MAX_TITLE},
    scope::Scope,
};

use super::{
    place::{endpoint_name, of_endpoint, of_finding, of_health},
    rows::{impact, status},
};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{
        db::Conn,
        endpoints, finding_kinds, findings, health,
        incident_links::{self, LinkRow},
        text::storable,
    },
};

/// Incidents that a page names beside one thing.
const LINKED: i64 = 20;
/// Entities of an AWS Health event that are looked at for where it is.
const ENTITIES: i64 = 200;

/// What an incident is declared from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A finding.
    Finding(FindingId),
    /// An AWS Health event.
    Health(HealthEventId),
    /// A health check, by Route 53's id.
    Endpoint(String),
}

impl Origin {
    /// What kind of thing it is.
    #[must_use]
    pub const fn kind(&self) -> LinkKind {
        match self {
            Self::Finding(_) => LinkKind::Finding,
            Self::Health(_) => LinkKind::Health,
            Self::Endpoint(_) => LinkKind::Endpoint,
        }
    }

    /// Its id, as its page's address has it.
    #[must_use]
    pub fn target(&self) -> String {
        match self {
            Self::Finding(id) => id.to_string(),
            Self::Health(id) => id.to_string(),
            Self::Endpoint(id) => storable(id).into_owned(),
        }
    }

    pub(super) fn link(&self, incident_id: uuid::Uuid) -> LinkRow {
        LinkRow {
            incident_id,
            kind: self.kind().as_str().to_owned(),
            target: self.target(),
        }
    }
}

/// What a form that declares an incident begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefill {
    /// A title, which may be changed.
    pub title: String,
    /// What the thing touches, and so the incident.
    pub scopes: Vec<Scope>,
    /// An impact, which may be changed.
    pub impact: Impact,
}

/// An incident as the page of a linked thing names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedIncident {
    /// Which.
    pub id: IncidentId,
    /// Its number.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// How bad it is.
    pub impact: Impact,
    /// Where it stands.
    pub status: IncidentStatus,
}

/// What an incident would be called and touch that is declared from something.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`] when there is no such thing.
pub async fn prefill(backend: &Backend, actor: &Actor, origin: &Origin) -> Result<Prefill> {
    authorize(actor, Action::ReadFloor)?;
    look_up(backend.reader().await?.conn(), origin).await
}

/// The incidents that are linked to something, the newest first.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn linked_to(
    backend: &Backend,
    actor: &Actor,
    origin: &Origin,
) -> Result<Vec<LinkedIncident>> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let (kind, target) = (origin.kind().as_str(), origin.target());
    let rows = incident_links::of_target(reader.conn(), kind, &target, LINKED).await?;
    rows.into_iter()
        .map(|row| {
            Ok(LinkedIncident {
                id: IncidentId(row.id),
                number: row.number,
                impact: impact(row.impact, row.id)?,
                status: status(&row.status, row.id)?,
                title: row.title,
            })
        })
        .collect()
}

/// Reads what an incident is declared from.
pub(super) async fn look_up(mut conn: Conn<'_>, origin: &Origin) -> Result<Prefill> {
    let (title, mut scopes, impact) = match origin {
        Origin::Finding(id) => {
            let row = findings::find(conn.again(), id.0)
                .await?
                .ok_or(Error::NotFound)?;
            let kinds = finding_kinds::by_numbers(conn, &[row.kind_n]).await?;
            let title = kinds.into_iter().next().map(|one| one.kind.title);
            (
                title.unwrap_or_default(),
                of_finding(&row),
                of_severity(row.severity),
            )
        }
        Origin::Health(id) => {
            let row = health::find(conn.again(), id.0)
                .await?
                .ok_or(Error::NotFound)?;
            let entities = health::entities(conn, id.0, ENTITIES).await?;
            let title = format!("{} in {}", words(&row.type_code), row.region);
            (title, of_health(&row, &entities), Impact::Moderate)
        }
        Origin::Endpoint(id) => {
            let row = endpoints::by_id(conn, &storable(id))
                .await?
                .ok_or(Error::NotFound)?;
            let title = format!("{} does not answer", endpoint_name(&row));
            (title, of_endpoint(&row), Impact::Major)
        }
    };
    scopes.sort();
    scopes.dedup();
    scopes.truncate(MAX_SCOPES);
    Ok(Prefill {
        title: title.chars().take(MAX_TITLE).collect(),
        scopes,
        impact,
    })
}

/// How bad an incident is to begin with, after the rank of its finding's severity.
const fn of_severity(rank: i16) -> Impact {
    match rank {
        4 => Impact::Major,
        3 => Impact::Moderate,
        _ => Impact::Minor,
    }
}

/// The words of a type code: `AWS_EC2_OPERATIONAL_ISSUE` is `EC2 operational issue`.
pub(crate) fn words(type_code: &str) -> String {
    let code = type_code.strip_prefix("AWS_").unwrap_or(type_code);
    match code.split_once('_') {
        Some((service, rest)) => format!("{service} {}", rest.replace('_', " ").to_lowercase()),
        None => code.to_owned(),
    }
}
