//! What people do with an incident.

use domain::incident::{IncidentRule, IncidentStatus, MAX_NOTE, MAX_REASON, MAX_SUMMARY};
use leptos::prelude::*;

use super::declare::{at_scopes, impact_field, scopes_field, title_field};
use crate::{
    api::{
        ApiError, ChangeIncident, Field, IncidentView, NoteIncident, ReopenIncident,
        ResolveIncident, touched,
    },
    components::{
        FaultNote, Icon, Need, TextArea, TextField, faster_note, fault_sentence, kept_words,
    },
    pages::answer::form_fault,
    query::Query,
};

/// Note, change, resolve; a resolved one takes notes and is opened again. What was refused is told with what was written,
/// even where its form is not to be had any more.
pub(super) fn acts(incident: &IncidentView, query: &Query) -> AnyView {
    if !incident.may_work {
        return without_acts(query);
    }
    let by = (incident.changed_by.clone(), incident.changed_at);
    let open = incident.line.status == IncidentStatus::Open;
    let resolve = form_fault::<ResolveIncident>().map(|fault| said(fault, &by));
    let edits = open || form_fault::<ChangeIncident>().is_some();
    let reopened = form_fault::<ReopenIncident>().filter(|_| open);
    view! {
        <div class="incident-acts">
            {resolve}
            {reopened.map(|fault| said(fault, &by))}
            {open.then(|| kept_words(vec![("You wrote", typed(query, "reason").unwrap_or_default())]))}
            {note_form(incident, query)}
            {edits.then(|| change_form(incident, query, &by))}
            {(!open).then(|| reopen_form(incident, query, &by))}
        </div>
    }
    .into_any()
}

/// What somebody is told whose roles were taken while they wrote.
fn without_acts(query: &Query) -> AnyView {
    let fault = form_fault::<NoteIncident>()
        .or_else(form_fault::<ChangeIncident>)
        .or_else(form_fault::<ReopenIncident>)
        .or_else(form_fault::<ResolveIncident>);
    let Some(fault) = fault else {
        return ().into_any();
    };
    let texts = [
        ("Your note", "text"),
        ("Your title", "title"),
        ("Your summary", "summary"),
        ("Your reason", "reason"),
    ];
    let texts = texts.map(|(what, key)| (what, typed(query, key).unwrap_or_default()));
    view! {
        <div class="incident-acts">
            <FaultNote fault/>
            {kept_words(texts.to_vec())}
        </div>
    }
    .into_any()
}

/// Who was faster stands in the answer of the server, never in the address.
fn said(fault: ApiError, (by, at): &(String, domain::time::Timestamp)) -> AnyView {
    match fault {
        ApiError::Conflict => faster_note(&format!("Changed by {by}"), *at),
        fault => view! { <FaultNote fault/> }.into_any(),
    }
}

fn hidden(incident: &IncidentView) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="id" value=incident.line.id.to_string()/>
        <input type="hidden" name="expected_version" value=incident.version.to_string()/>
    }
}

fn typed(query: &Query, key: &str) -> Option<String> {
    query.get(key).map(str::to_owned)
}

fn note_form(incident: &IncidentView, query: &Query) -> impl IntoView + use<> {
    let fault = form_fault::<NoteIncident>();
    let failed = fault.is_some();
    let text = typed(query, "text").unwrap_or_default();
    let at = typed(query, "occurred_at").unwrap_or_default();
    view! {
        <details name="act" open=failed>
            <summary class="button"><Icon name="i-note"/>"Note"</summary>
            <form class="form" method="post" action="/api/incidents/note">
                {fault.map(|fault| view! { <FaultNote fault/> })}
                <input type="hidden" name="id" value=incident.line.id.to_string()/>
                <TextArea name="text" label="What happened" most=MAX_NOTE text/>
                <TextField name="occurred_at" label="When, in UTC" kind="datetime-local" value=at need=Need::Optional
                    hint="Left empty, it is now."/>
                <div class="buttons"><button class="button primary">"Write it down"</button></div>
            </form>
        </details>
    }
}

/// The fields of the form as the incident has them.
fn fields(incident: &IncidentView) -> [(&'static str, String); 5] {
    let line = &incident.line;
    [
        ("title", line.title.clone()),
        ("summary", incident.summary.clone()),
        ("impact", line.impact.as_str().to_owned()),
        ("commander", line.commander.clone().unwrap_or_default()),
        ("scopes", line.scopes.join("\n")),
    ]
}

fn change_form(
    incident: &IncidentView,
    query: &Query,
    by: &(String, domain::time::Timestamp),
) -> impl IntoView + use<> {
    let fault = form_fault::<ChangeIncident>();
    let line = &incident.line;
    let failed = fault.is_some();
    let kept = fields(incident);
    // What was left alone is what somebody else may have made of it by now.
    let shown = |key: &str| {
        let typed = touched::typed(query, key).filter(|_| failed);
        let kept = || kept.iter().find(|(name, _)| *name == key);
        typed
            .or_else(|| kept().map(|(_, text)| text.as_str()))
            .unwrap_or_default()
            .to_owned()
    };
    let impact = shown("impact").parse().unwrap_or(line.impact);
    let unknown = ApiError::Incident(IncidentRule::NoSuchCommander);
    let at_commander = fault
        .as_ref()
        .filter(|fault| **fault == unknown || **fault == ApiError::Invalid(Field::Name))
        .map(fault_sentence);
    let at_scopes = at_scopes(fault.as_ref());
    let above = fault.filter(|_| at_commander.is_none() && at_scopes.is_none());
    view! {
        <details name="act" open=failed>
            <summary class="button"><Icon name="i-settings"/>"Edit"</summary>
            <form class="form" method="post" action="/api/incidents/change">
                {above.map(|fault| said(fault, by))}
                {hidden(incident)}
                <input type="hidden" name="was" value=touched::was(&kept) data-typed=failed.then_some("")/>
                {title_field(shown("title"), false)}
                {impact_field(impact)}
                <TextField name="commander" label="Commander" value=shown("commander") need=Need::Optional
                    hint="A sign-in name; left empty, nobody commands." fault=at_commander/>
                <TextArea name="summary" label="Summary" most=MAX_SUMMARY text=shown("summary")/>
                {scopes_field("What it touches, a place a line", shown("scopes"), at_scopes)}
                {save(line.status)}
            </form>
        </details>
    }
}

/// What sends the form, or why it cannot be sent.
fn save(status: IncidentStatus) -> AnyView {
    match status {
        IncidentStatus::Open => {
            view! { <div class="buttons"><button class="button primary">"Save"</button></div> }
                .into_any()
        }
        IncidentStatus::Resolved => {
            view! { <p class="hint">"It is resolved meanwhile. Open it again to change it."</p> }
                .into_any()
        }
    }
}

fn reopen_form(
    incident: &IncidentView,
    query: &Query,
    by: &(String, domain::time::Timestamp),
) -> impl IntoView + use<> {
    let fault = form_fault::<ReopenIncident>();
    let failed = fault.is_some();
    let reason = typed(query, "reason").unwrap_or_default();
    view! {
        <details name="act" open=failed>
            <summary class="button"><Icon name="i-undo"/>"Reopen"</summary>
            <form class="form" method="post" action="/api/incidents/reopen">
                {fault.map(|fault| said(fault, by))}
                {hidden(incident)}
                <TextArea name="reason" label="Why it is not over" most=MAX_REASON text=reason/>
                <div class="buttons"><button class="button primary">"Open it again"</button></div>
            </form>
        </details>
    }
}

/// The acts that need no text.
pub(super) fn short_acts(incident: &IncidentView) -> AnyView {
    if incident.line.status == IncidentStatus::Resolved {
        return ().into_any();
    }
    let ask = incident.may_request.then(|| {
        let href = format!("/changes/new?incident={}", incident.line.id);
        view! { <a class="button" href=href><Icon name="i-changes"/>"Request a change"</a> }
    });
    if !incident.may_work {
        return ask.map_or_else(
            || ().into_any(),
            |ask| view! { <div class="buttons">{ask}</div> }.into_any(),
        );
    }
    let mine = incident.line.commander.as_deref() == Some(incident.me.as_str());
    let (to, words) = match mine {
        true => (String::new(), "Give up command"),
        false => (incident.me.clone(), "Take command"),
    };
    view! {
        <div class="buttons">
            {ask}
            <form method="post" action="/api/incidents/change">
                {hidden(incident)}
                <input type="hidden" name="commander" value=to/>
                <button class="button"><Icon name="i-user"/>{words}</button>
            </form>
            <form method="post" action="/api/incidents/resolve">
                {hidden(incident)}
                <button class="button primary"><Icon name="i-check"/>"Resolve"</button>
            </form>
        </div>
    }
    .into_any()
}
