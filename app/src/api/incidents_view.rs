//! Between incidents as `backend` knows them and as they cross the wire; and what forms say, read.

use backend::{
    Backend, changes,
    incidents::{self, IncidentDetail, IncidentSummary, Origin},
};
use domain::{
    action::Action,
    actor::Actor,
    id::IncidentId,
    incident::{Impact, IncidentStatus, LinkKind, TimelineEntry, TimelineKind},
    person::PersonName,
    scope::Scope,
    time::Timestamp,
};

use super::{
    context::{Asker, read_id},
    error::{ApiError, Field},
    health::account_names,
    incidents::{
        IncidentEntryView, IncidentLine, IncidentView, IncidentsView, LinkedView, NewIncidentView,
    },
    local_time,
    narrow::narrowed,
    places::{self, Names},
};
use crate::query::Query;

/// Open incidents that the list shows.
const OPEN: u16 = 200;

pub(super) async fn read_list(
    backend: &Backend,
    actor: &Actor,
    after: &str,
) -> backend::Result<IncidentsView> {
    let after = Some(after).filter(|after| !after.is_empty());
    let scope = narrowed();
    let mut open = incidents::open(backend, actor, OPEN).await?;
    let everywhere = open.len();
    open.retain(|one| scope.shows_any(&one.scopes));
    let elsewhere = (everywhere - open.len()) as u64;
    let ask = (IncidentStatus::Resolved, &scope);
    let resolved = incidents::list_within(backend, actor, ask, after).await?;
    let names = account_names(backend, actor).await?;
    Ok(IncidentsView {
        open: open.into_iter().map(|one| line(one, &names)).collect(),
        resolved: resolved
            .rows
            .into_iter()
            .map(|one| line(one, &names))
            .collect(),
        next: resolved.next,
        elsewhere: (scope != Scope::default()).then_some(elsewhere),
        may_work: actor.may(Action::WorkIncidents),
        now: backend.now(),
    })
}

pub(super) async fn read_one(
    backend: &Backend,
    actor: &Actor,
    id: IncidentId,
) -> backend::Result<IncidentView> {
    let found = incidents::get(backend, actor, id).await?;
    let links = links(&found);
    let changes = changes::naming(backend, actor, &format!("/incidents/{id}")).await?;
    let changes = changes.into_iter().map(|one| {
        let label = format!("CHG-{} {}", one.number, one.title);
        (label, one.state, format!("/changes/{}", one.id))
    });
    let names = account_names(backend, actor).await?;
    Ok(IncidentView {
        version: found.summary.version.0,
        line: line(found.summary, &names),
        summary: found.text,
        links,
        changes: changes.collect(),
        timeline: found.timeline.into_iter().map(entry).collect(),
        entries: found.entries,
        changed_by: found.changed_by,
        changed_at: found.changed_at,
        me: actor.label().to_owned(),
        may_work: actor.may(Action::WorkIncidents),
        may_request: actor.may(Action::RequestChanges),
        now: backend.now(),
    })
}

pub(super) async fn read_new(
    backend: &Backend,
    actor: &Actor,
    origin: Option<&Origin>,
) -> backend::Result<NewIncidentView> {
    if !actor.may(Action::WorkIncidents) {
        return Err(backend::Error::Forbidden);
    }
    let Some(origin) = origin else {
        return Ok(NewIncidentView {
            title: String::new(),
            impact: Impact::Moderate,
            from: String::new(),
            scopes: Vec::new(),
        });
    };
    let found = incidents::prefill(backend, actor, origin).await?;
    Ok(NewIncidentView {
        from: format!("{}: {}", kind_word(origin.kind()), found.title),
        title: found.title,
        impact: found.impact,
        scopes: found.scopes.iter().map(ToString::to_string).collect(),
    })
}

/// The incidents of one thing, and where one is declared from it.
pub(super) async fn linked(
    backend: &Backend,
    actor: &Actor,
    origin: &Origin,
) -> backend::Result<LinkedView> {
    let linked = incidents::linked_to(backend, actor, origin).await?;
    let declare = Query::default()
        .with(origin.kind().as_str(), &origin.target())
        .href("/incidents/new");
    let incidents = linked.into_iter().map(|one| {
        let href = format!("/incidents/{}", one.id);
        let words = format!("INC-{} {}", one.number, one.title);
        (href, words, one.status == IncidentStatus::Open)
    });
    Ok(LinkedView {
        incidents: incidents.collect(),
        declare: actor.may(Action::WorkIncidents).then_some(declare),
    })
}

fn kind_word(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Finding => "Finding",
        LinkKind::Health => "AWS Health event",
        LinkKind::Endpoint => "Endpoint",
    }
}

pub(super) fn line(one: IncidentSummary, names: &Names) -> IncidentLine {
    IncidentLine {
        id: one.id,
        name: format!("INC-{}", one.number),
        title: one.title,
        impact: one.impact,
        status: one.status,
        commander: one.commander,
        opened_at: one.opened_at,
        resolved_at: one.resolved_at,
        places: one
            .scopes
            .iter()
            .map(|scope| places::plain(scope, names))
            .collect(),
        scopes: one.scopes.iter().map(ToString::to_string).collect(),
    }
}

fn links(found: &IncidentDetail) -> Vec<(LinkKind, String, String)> {
    let links = found.links.iter();
    links
        .map(|link| {
            let place = match link.kind {
                LinkKind::Finding => "findings",
                LinkKind::Health => "health",
                LinkKind::Endpoint => "endpoints",
            };
            (link.kind, href(place, &link.target), link.label.clone())
        })
        .collect()
}

fn href(place: &str, target: &str) -> String {
    format!("/{place}/{}", crate::query::encode(target))
}

fn entry(entry: TimelineEntry) -> IncidentEntryView {
    let place = match entry.kind {
        TimelineKind::Finding | TimelineKind::Linked | TimelineKind::Unlinked => Some("findings"),
        TimelineKind::Health => Some("health"),
        TimelineKind::Endpoint => Some("endpoints"),
        TimelineKind::Change => Some("changes"),
        _ => None,
    };
    IncidentEntryView {
        occurred_at: entry.occurred_at,
        recorded_at: entry.recorded_at,
        kind: entry.kind,
        actor: entry.actor,
        text: entry.text,
        href: place
            .zip(entry.subject)
            .map(|(place, target)| href(place, &target)),
    }
}

/// What an incident is declared from, as the address or a form says it.
pub(super) fn origin(asker: &Asker, kind: &str, target: &str) -> Result<Option<Origin>, ApiError> {
    let action = Action::WorkIncidents;
    match kind {
        "" => Ok(None),
        "finding" => read_id(asker, action, target).map(|id| Some(Origin::Finding(id))),
        "health" => read_id(asker, action, target).map(|id| Some(Origin::Health(id))),
        "endpoint" => Ok(Some(Origin::Endpoint(target.to_owned()))),
        _ => Err(ApiError::Invalid(Field::Choice)),
    }
}

/// Places, a line each; blank lines are none.
pub(super) fn scopes(text: &str) -> Result<Vec<Scope>, ApiError> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| Scope::typed(line).map_err(|_| ApiError::Invalid(Field::Scope)))
        .collect()
}

/// Who is to lead: nothing said, nobody, or somebody.
pub(super) fn commander(said: Option<&str>) -> Result<Option<Option<PersonName>>, ApiError> {
    match said.map(str::trim) {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(name) => PersonName::parse(name)
            .map(|name| Some(Some(name)))
            .map_err(|_| ApiError::Invalid(Field::Name)),
    }
}

/// The instant that a browser writes as `2026-11-24T11:52`; nothing is none.
pub(super) fn asked_at(text: &str) -> Result<Option<Timestamp>, ApiError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read = local_time::read(text);
    read.map(|at| Some(at.and_utc()))
        .ok_or(ApiError::Invalid(Field::Time))
}
