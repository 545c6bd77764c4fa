//! Incidents: as a list, one whole, and what people do with them.

#![expect(
    clippy::too_many_arguments,
    reason = "a form has as many fields as it has, and each is an argument of its function"
)]

use domain::{
    change::ChangeState,
    id::IncidentId,
    incident::{Impact, IncidentStatus, LinkKind, TimelineKind},
    time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, form_answer, read_id, refuse},
        error::Field,
        incidents_view::{asked_at, commander, origin, read_list, read_new, read_one, scopes},
        touched,
    },
    backend::incidents::{self, Declare, IncidentChange, IncidentTarget, Note},
    domain::{action::Action, scope::Scope, version::Version},
    leptos::server_fn::ServerFn,
};

/// An incident as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentLine {
    /// Which.
    pub id: IncidentId,
    /// Its name, such as `INC-7`.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// How bad it is.
    pub impact: Impact,
    /// Where it stands.
    pub status: IncidentStatus,
    /// Who leads the work.
    pub commander: Option<String>,
    /// When it was declared.
    pub opened_at: Timestamp,
    /// When it ended, if it did.
    pub resolved_at: Option<Timestamp>,
    /// What it touches, a line each, as a form takes it.
    pub scopes: Vec<String>,
    /// The same as people read it: accounts by their names.
    pub places: Vec<String>,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentsView {
    /// Open ones, the worst first.
    pub open: Vec<IncidentLine>,
    /// Resolved ones, the last resolved first.
    pub resolved: Vec<IncidentLine>,
    /// What the next page of resolved ones begins after.
    pub next: Option<String>,
    /// How many more are open beyond what is picked at the top; nothing where all is looked at.
    pub elsewhere: Option<u64>,
    /// Whether the asker may declare one.
    pub may_work: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// An entry of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentEntryView {
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// What it tells.
    pub kind: TimelineKind,
    /// Who made it.
    pub actor: String,
    /// What happened.
    pub text: String,
    /// Where what it is about has its page.
    pub href: Option<String>,
}

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentView {
    /// As lists show it.
    pub line: IncidentLine,
    /// The fence for a change.
    pub version: i64,
    /// What is known of it.
    pub summary: String,
    /// What it is linked to: kind, the page's address, and what it is called.
    pub links: Vec<(LinkKind, String, String)>,
    /// The changes that name it: number, title, where it stands and the page's address, the last first.
    pub changes: Vec<(String, ChangeState, String)>,
    /// Its timeline, oldest first.
    pub timeline: Vec<IncidentEntryView>,
    /// How many entries there are; the timeline may have fewer.
    pub entries: i64,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// The sign-in name of the asker.
    pub me: String,
    /// Whether the asker may change it.
    pub may_work: bool,
    /// Whether the asker may ask for a change because of it.
    pub may_request: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// What the form that declares an incident begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewIncidentView {
    /// A title.
    pub title: String,
    /// An impact.
    pub impact: Impact,
    /// What the incident is declared from, in words; empty by hand.
    pub from: String,
    /// What it touches by that, a line each.
    pub scopes: Vec<String>,
}

/// The incidents of a finding, an AWS Health event or a health check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedView {
    /// Address, name with title, and whether it is open.
    pub incidents: Vec<(String, String, bool)>,
    /// Where the asker declares one from it, if they may.
    pub declare: Option<String>,
}

/// Incidents, open ones first.
#[server(prefix = "/api", endpoint = "incidents/list")]
pub async fn list_incidents(
    /// The `next` of the page before; empty for the first page.
    #[server(default)]
    after: String,
) -> Result<IncidentsView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let list = read_list(&backend, &asker.actor, &after).await;
    list.map_err(|error| refuse(&asker, &error))
}

/// One incident.
#[server(prefix = "/api", endpoint = "incidents/get")]
pub async fn get_incident(
    /// Which, by its id.
    id: String,
) -> Result<IncidentView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: IncidentId = read_id(&asker, Action::ReadFloor, &id)?;
    let found = read_one(&backend, &asker.actor, id).await;
    found.map_err(|error| refuse(&asker, &error))
}

/// What the form begins with; `kind` and `target` are empty by hand.
#[server(prefix = "/api", endpoint = "incidents/new")]
pub async fn new_incident(
    /// `finding`, `health` or `endpoint`.
    #[server(default)]
    kind: String,
    /// Its id.
    #[server(default)]
    target: String,
) -> Result<NewIncidentView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let origin = origin(&asker, &kind, &target)?;
    let found = read_new(&backend, &asker.actor, origin.as_ref()).await;
    found.map_err(|error| refuse(&asker, &error))
}

/// Declares an incident and leads to its page.
#[server(prefix = "/api", endpoint = "incidents/declare")]
pub async fn declare_incident(
    /// What it is called.
    title: String,
    /// What is known of it.
    #[server(default)]
    summary: String,
    /// 1 to 5.
    impact: String,
    /// What it touches, a line each.
    #[server(default)]
    scopes: String,
    /// `finding`, `health` or `endpoint`; empty by hand.
    #[server(default)]
    kind: String,
    /// Its id.
    #[server(default)]
    target: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let typed = [
        ("title", title.as_str()),
        ("summary", &summary),
        ("impact", &impact),
        ("scopes", &scopes),
    ];
    let kept = |code: ApiError| {
        form_answer(DeclareIncident::PATH, &code, &typed);
        code
    };
    let ask = Declare {
        title: &title,
        summary: &summary,
        impact: impact
            .parse()
            .map_err(|_| kept(ApiError::Invalid(Field::Choice)))?,
        scopes: self::scopes(&scopes).map_err(kept)?,
        from: origin(&asker, &kind, &target).map_err(kept)?,
        address: asker.address.as_deref(),
    };
    let declared = incidents::declare(&backend, &asker.actor, ask).await;
    let declared = declared.map_err(|error| kept(refuse(&asker, &error)))?;
    leptos_axum::redirect(&format!("/incidents/{}", declared.id));
    Ok(())
}

/// Changes what is given; an empty commander is nobody.
#[server(prefix = "/api", endpoint = "incidents/change")]
pub async fn change_incident(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
    /// What it is called.
    #[server(default)]
    title: Option<String>,
    /// What is known of it.
    #[server(default)]
    summary: Option<String>,
    /// 1 to 5.
    #[server(default)]
    impact: Option<String>,
    /// Who leads the work.
    #[server(default)]
    commander: Option<String>,
    /// All that it touches, a line each.
    #[server(default)]
    scopes: Option<String>,
    /// How the fields were as the form was shown.
    #[server(default)]
    was: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let sent = [
        ("title", title.as_deref()),
        ("summary", summary.as_deref()),
        ("impact", impact.as_deref()),
        ("commander", commander.as_deref()),
        ("scopes", scopes.as_deref()),
    ];
    let kept = |code: ApiError| {
        touched::answer(ChangeIncident::PATH, &code, (&was, &sent));
        code
    };
    let name = self::commander(commander.as_deref()).map_err(kept)?;
    let change = IncidentChange {
        title: title.as_deref(),
        summary: summary.as_deref(),
        impact: rank(impact.as_deref()).map_err(kept)?,
        commander: name.as_ref().map(Option::as_ref),
        scopes: places(scopes.as_deref()).map_err(kept)?,
    };
    let target = target(&id, expected_version, asker.address.as_deref())?;
    let done = incidents::change(&backend, &asker.actor, target, change).await;
    done.map_err(|error| kept(refuse(&asker, &error)))?;
    leptos_axum::redirect(&format!("/incidents/{}", target.id));
    Ok(())
}

/// Writes down what happened; without a time, now.
#[server(prefix = "/api", endpoint = "incidents/note")]
pub async fn note_incident(
    /// Of which incident, by its id.
    id: String,
    /// What happened.
    #[server(default)]
    text: String,
    /// When, as a browser writes a day and a minute; UTC.
    #[server(default)]
    occurred_at: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let kept = |code: ApiError| {
        let typed = [("text", text.as_str()), ("occurred_at", &occurred_at)];
        form_answer(NoteIncident::PATH, &code, &typed);
        code
    };
    let note = Note {
        id: id.parse().map_err(|_| ApiError::Invalid(Field::Id))?,
        text: &text,
        occurred_at: asked_at(&occurred_at).map_err(kept)?,
        address: asker.address.as_deref(),
    };
    let done = incidents::note(&backend, &asker.actor, note).await;
    done.map_err(|error| kept(refuse(&asker, &error)))?;
    leptos_axum::redirect(&format!("/incidents/{}", note.id));
    Ok(())
}

/// Says that an incident is over.
#[server(prefix = "/api", endpoint = "incidents/resolve")]
pub async fn resolve_incident(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let target = target(&id, expected_version, asker.address.as_deref())?;
    let done = incidents::resolve(&backend, &asker.actor, target).await;
    done.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(ResolveIncident::PATH, &code, &[]);
        code
    })?;
    leptos_axum::redirect(&format!("/incidents/{}", target.id));
    Ok(())
}

/// Says why an incident is not over after all.
#[server(prefix = "/api", endpoint = "incidents/reopen")]
pub async fn reopen_incident(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let target = target(&id, expected_version, asker.address.as_deref())?;
    let done = incidents::reopen(&backend, &asker.actor, target, &reason).await;
    done.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(ReopenIncident::PATH, &code, &[("reason", &reason)]);
        code
    })?;
    leptos_axum::redirect(&format!("/incidents/{}", target.id));
    Ok(())
}

#[cfg(feature = "ssr")]
fn rank(impact: Option<&str>) -> Result<Option<Impact>, ApiError> {
    let rank = impact.map(str::parse).transpose();
    rank.map_err(|_| ApiError::Invalid(Field::Choice))
}

#[cfg(feature = "ssr")]
fn places(lines: Option<&str>) -> Result<Option<Vec<Scope>>, ApiError> {
    lines.map(scopes).transpose()
}

#[cfg(feature = "ssr")]
fn target<'a>(
    id: &str,
    version: i64,
    address: Option<&'a str>,
) -> Result<IncidentTarget<'a>, ApiError> {
    Ok(IncidentTarget {
        id: id.parse().map_err(|_| ApiError::Invalid(Field::Id))?,
        expected: Version(version),
        address,
    })
}
