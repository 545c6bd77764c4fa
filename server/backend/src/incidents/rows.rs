//! Between rows of incidents and what the rules see.

use std::collections::HashMap;

use domain::{
    id::{IncidentId, TimelineEntryId},
    incident::{Impact, Incident, IncidentStatus, TimelineEntry, TimelineKind},
    scope::{AccountId, Region, ResourceArn, Scope, Service},
    version::Version,
};
use uuid::Uuid;

use super::list::IncidentSummary;
use crate::{
    error::{Error, Result},
    store::{
        db::Conn,
        incident_timeline::EntryRow,
        incidents::{self as store, IncidentRow, ScopeRow},
    },
};

/// The error of a row that holds what no version of ours writes.
pub(super) fn corrupt(table: &'static str, row: impl ToString, what: impl ToString) -> Error {
    Error::Corrupt {
        table,
        row: row.to_string(),
        what: what.to_string(),
    }
}

/// How an incident is named wherever a person reads it.
pub(super) fn name(number: i64) -> String {
    format!("INC-{number}")
}

pub(super) fn impact(rank: i16, row: Uuid) -> Result<Impact> {
    Impact::from_rank(rank).ok_or_else(|| corrupt("incidents", row, format!("impact {rank}")))
}

pub(super) fn status(word: &str, row: Uuid) -> Result<IncidentStatus> {
    word.parse()
        .map_err(|error: domain::UnknownWord| corrupt("incidents", row, error))
}

/// The incident of a row and of what it touches.
pub(super) fn incident(row: &IncidentRow, scopes: Vec<Scope>) -> Result<Incident> {
    Ok(Incident {
        title: row.title.clone(),
        summary: row.summary.clone(),
        impact: impact(row.impact, row.id)?,
        status: status(&row.status, row.id)?,
        commander: row.commander.clone(),
        scopes,
        opened_at: row.opened_at,
        resolved_at: row.resolved_at,
    })
}

/// Writes an incident into its row; what it touches has rows of its own.
pub(super) fn set_incident(row: &mut IncidentRow, incident: &Incident) {
    row.title.clone_from(&incident.title);
    row.summary.clone_from(&incident.summary);
    row.impact = incident.impact.rank();
    row.status = incident.status.as_str().to_owned();
    row.commander.clone_from(&incident.commander);
    row.resolved_at = incident.resolved_at;
}

/// The incidents of rows as lists show them.
pub(super) async fn summaries(
    conn: Conn<'_>,
    rows: &[IncidentRow],
) -> Result<Vec<IncidentSummary>> {
    let mut scopes = scopes_of(conn, rows).await?;
    rows.iter()
        .map(|row| {
            Ok(IncidentSummary {
                id: IncidentId(row.id),
                number: row.number,
                title: row.title.clone(),
                impact: impact(row.impact, row.id)?,
                status: status(&row.status, row.id)?,
                commander: row.commander.clone(),
                opened_at: row.opened_at,
                resolved_at: row.resolved_at,
                scopes: scopes.remove(&row.id).unwrap_or_default(),
                version: Version(row.version),
            })
        })
        .collect()
}

/// What each of these incidents touches.
pub(crate) async fn scopes_of(
    conn: Conn<'_>,
    rows: &[IncidentRow],
) -> Result<HashMap<Uuid, Vec<Scope>>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut scopes: HashMap<Uuid, Vec<Scope>> = HashMap::new();
    if ids.is_empty() {
        return Ok(scopes);
    }
    for row in store::scopes(conn, &ids).await? {
        scopes.entry(row.incident_id).or_default().push(Scope {
            account: row.account.map(AccountId),
            region: row.region.map(Region),
            service: row.service.map(Service),
            resource: row.resource.map(ResourceArn),
        });
    }
    Ok(scopes)
}

/// Saves what an incident touches from now on.
pub(super) async fn save_scopes(mut conn: Conn<'_>, id: Uuid, scopes: &[Scope]) -> Result<()> {
    store::delete_scopes(conn.again(), id).await?;
    for (position, scope) in scopes.iter().enumerate() {
        store::insert_scope(conn.again(), &scope_row(id, position, scope)).await?;
    }
    Ok(())
}

/// The row of one place that an incident touches.
fn scope_row(incident_id: Uuid, position: usize, scope: &Scope) -> ScopeRow {
    ScopeRow {
        incident_id,
        position: position as i64,
        account: scope.account.as_ref().map(|one| one.0.clone()),
        region: scope.region.as_ref().map(|one| one.0.clone()),
        service: scope.service.as_ref().map(|one| one.0.clone()),
        resource: scope.resource.as_ref().map(|one| one.0.clone()),
    }
}

/// The timeline entry of a row.
pub(super) fn entry(row: EntryRow) -> Result<TimelineEntry> {
    let kind: TimelineKind = row
        .kind
        .parse()
        .map_err(|error: domain::UnknownWord| corrupt("incident_timeline", row.id, error))?;
    Ok(TimelineEntry {
        id: TimelineEntryId(row.id),
        occurred_at: row.occurred_at,
        recorded_at: row.recorded_at,
        kind,
        actor: row.actor,
        text: row.text,
        subject: (!row.subject.is_empty()).then_some(row.subject),
    })
}
