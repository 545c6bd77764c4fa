//! An incident begins: by hand, or from a finding, an AWS Health event or a health check.

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    id::IncidentId,
    incident::{Impact, IncidentStatus, TimelineKind, scopes, summary, title},
    scope::Scope,
    version::Version,
};

use super::{
    act::tell,
    origin::{Origin, look_up},
    rows::{name, save_scopes},
};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::Result,
    store::{
        counters, incident_links,
        incidents::{self as store, IncidentRow},
        text::storable,
    },
};

/// What is declared.
#[derive(Debug, Clone)]
pub struct Declare<'a> {
    /// What it is called.
    pub title: &'a str,
    /// What is known of it.
    pub summary: &'a str,
    /// How bad it is.
    pub impact: Impact,
    /// What it touches, beside what its origin does.
    pub scopes: Vec<Scope>,
    /// What it is declared from; both are linked then.
    pub from: Option<Origin>,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// An incident that was declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    /// Which.
    pub id: IncidentId,
    /// Its number.
    pub number: i64,
    /// The place of its event.
    pub seq: Seq,
}

/// Declares an incident.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`] when there is nothing to declare it from, or
/// [`crate::Error::Incident`] when a rule is against it.
pub async fn declare(backend: &Backend, actor: &Actor, ask: Declare<'_>) -> Result<Declared> {
    let (address, action) = (ask.address, Action::WorkIncidents);
    authorize_change(backend, actor, action, (ask.title, address)).await?;
    let (title, summary) = (title(ask.title)?, summary(ask.summary)?);
    let mut write = backend.write().await?;
    let (scopes, how) = origin(&mut write, &ask).await?;
    let number = counters::take(write.conn(), "incident", 1).await?;
    let seq = write.take_seq().await?;
    let row = IncidentRow {
        id: write.backend.ids().id(write.now),
        number,
        title,
        summary,
        impact: ask.impact.rank(),
        status: IncidentStatus::Open.as_str().to_owned(),
        commander: None,
        opened_at: write.now,
        opened_seq: seq.0,
        resolved_at: None,
        version: Version::FIRST.0,
        changed_by: actor.label().to_owned(),
        changed_at: write.now,
    };
    save(&mut write, &row, &scopes, ask.from.as_ref()).await?;
    let at = (TimelineKind::Declared, row.opened_at);
    let text = format!("{}. {how}", ask.impact.words());
    tell(&mut write, actor, row.id, at, &text).await?;
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: &name(number),
            detail: "declared",
            address,
        })
        .await?;
    let id = IncidentId(row.id);
    let subjects = vec![id.to_string()];
    let written = write.finish(seq, Topic::Incidents, "incidents.declared", subjects);
    written.await.map(|seq| Declared { id, number, seq })
}

/// What the incident touches, each place once, and how it was declared.
async fn origin(write: &mut Write<'_>, ask: &Declare<'_>) -> Result<(Vec<Scope>, String)> {
    let (found, how) = match &ask.from {
        None => (Vec::new(), "Declared by hand".to_owned()),
        Some(origin) => {
            let found = look_up(write.conn(), origin).await?;
            (found.scopes, format!("Declared from “{}”", found.title))
        }
    };
    let all = found.into_iter().chain(ask.scopes.iter().cloned());
    Ok((scopes(all)?, storable(&how).into_owned()))
}

async fn save(
    write: &mut Write<'_>,
    row: &IncidentRow,
    scopes: &[Scope],
    from: Option<&Origin>,
) -> Result<()> {
    store::insert(write.conn(), row).await?;
    save_scopes(write.conn(), row.id, scopes).await?;
    if let Some(origin) = from {
        let by = (row.changed_by.as_str(), row.changed_at);
        incident_links::insert(write.conn(), &origin.link(row.id), by).await?;
    }
    Ok(())
}
