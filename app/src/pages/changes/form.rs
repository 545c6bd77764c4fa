//! The form for a request: it shows who will approve before anybody is asked.

use domain::{
    change::{ChangeCode, ChangeKind, MAX_LINES, MAX_LINK, MAX_TEXT, MAX_TITLE},
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::ladder::ladder;
use crate::{
    api::{
        ApiError, ChangeDraft, ChangeFormView, Field, SaveChange, change_form, touched, wire::asked,
    },
    components::{FaultNote, TextArea, TextField, faster_note, fault_sentence, icon, no_enter},
    pages::{
        answer::{self, form_fault},
        lasting::answered,
        served::served,
    },
    query::Query,
};

/// A new request.
#[component]
pub fn NewChangePage() -> impl IntoView {
    let search = use_location().search;
    let about = Memo::new(move |_| {
        let query = Query::parse(&search.get());
        let get = |key| query.get(key).unwrap_or_default().to_owned();
        (get("finding"), get("incident"))
    });
    served("Request a change", &[], move || {
        page(asked(
            move || about.get(),
            |(finding, incident)| change_form(String::new(), finding, incident),
        ))
    })
}

/// Editing a request.
#[component]
pub fn EditChangePage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    served("Edit a change", &[], move || {
        page(asked(id, |id| {
            change_form(id, String::new(), String::new())
        }))
    })
}

fn page(form: Resource<Result<ChangeFormView, ApiError>, crate::api::wire::WireJson>) -> AnyView {
    let query = use_location()
        .search
        .with_untracked(|text| answer::typed(text));
    let said = StoredValue::new(Said {
        fault: form_fault::<SaveChange>(),
        kept: query.get("kept").is_some(),
    });
    let query = StoredValue::new(query);
    answered(form, move |mut form| {
        form.draft = query.with_value(|query| typed(query, form.draft));
        whole(form, said.get_value())
    })
}

/// What was typed before a refusal, over what is kept: the address carries it back into the fields.
fn typed(query: &Query, kept: ChangeDraft) -> ChangeDraft {
    let or = |name, kept| touched::typed(query, name).map_or(kept, str::to_owned);
    ChangeDraft {
        title: or("title", kept.title),
        description: or("description", kept.description),
        kind: or("kind", kept.kind),
        targets: or("targets", kept.targets),
        starts_at: or("starts_at", kept.starts_at),
        ends_at: or("ends_at", kept.ends_at),
        rollback: or("rollback", kept.rollback),
        links: or("links", kept.links),
    }
}

/// What came of the last post of the form.
#[derive(Clone)]
struct Said {
    fault: Option<ApiError>,
    /// Whether it was kept as a draft all the same.
    kept: bool,
}

fn whole(form: ChangeFormView, said: Said) -> AnyView {
    let fault = said.fault;
    let (heading, back) = match form.label.as_str() {
        "" => ("Request a change".to_owned(), "/changes".to_owned()),
        label => (format!("Edit {label}"), format!("/changes/{}", form.id)),
    };
    let note = form.asked.then(|| {
        view! {
            <p class="hint">
                "It was asked for already: another description, target, time, kind or undo makes a new revision, and every approval starts anew."
            </p>
        }
    });
    let field = fault.as_ref().and_then(field_of);
    let wrong = field.zip(fault.as_ref().map(fault_sentence));
    let above = fault.filter(|_| wrong.is_none());
    let kept = said.kept.then(|| {
        view! { <p class="hint">"What you wrote is kept as a draft; nobody was asked yet."</p> }
    });
    view! {
        <nav class="crumbs" aria-label="Where">
            <a href=back>{icon("i-chevron-left", "icon s12")}"Back"</a>
        </nav>
        <header class="head"><h1>{heading}</h1></header>
        <div class="pair">
            <form class="panel change-form" method="post" action="/api/changes/save">
                {no_enter()}
                <div class="panel-body">
                    {above.map(|fault| refused(fault, form.last))}
                    {kept}
                    {note}
                    <input type="hidden" name="id" value=form.id/>
                    <input type="hidden" name="expected_version" value=form.version.to_string()/>
                    <input type="hidden" name="was" value=form.was/>
                    {fields(form.draft, wrong)}
                    <div class="buttons">{buttons(form.asked)}</div>
                </div>
            </form>
            <div class="panel"><div class="panel-body">{ladder(form.ladder)}</div></div>
        </div>
    }
    .into_any()
}

/// What may be done with what was written.
fn buttons(asked: bool) -> AnyView {
    match asked {
        true => view! { <button class="button primary">"Save"</button> }.into_any(),
        false => view! {
            <button class="button primary" name="then" value="submit">"Ask for approval"</button>
            <button class="button" name="then" value="draft">"Save as draft"</button>
        }
        .into_any(),
    }
}

/// Why it was not kept. Who was faster stands in the answer of the server, never in the address.
fn refused(fault: ApiError, last: Option<(String, Timestamp)>) -> AnyView {
    match (&fault, last) {
        (ApiError::Conflict, Some((who_did_what, at))) => faster_note(&who_did_what, at),
        _ => view! { <FaultNote fault/> }.into_any(),
    }
}

/// The field that a fault is about, by its name.
const fn field_of(fault: &ApiError) -> Option<&'static str> {
    use ChangeCode as C;
    match fault {
        ApiError::Invalid(Field::Target(_)) | ApiError::Change(C::NoTarget | C::ManyTargets) => {
            Some("targets")
        }
        ApiError::Change(C::NoTitle | C::LongTitle) => Some("title"),
        ApiError::Change(C::NoDescription | C::LongDescription) => Some("description"),
        ApiError::Change(C::NoRollback | C::LongRollback) => Some("rollback"),
        ApiError::Change(C::NoTime) => Some("starts_at"),
        ApiError::Change(C::EndsFirst | C::Passed) => Some("ends_at"),
        ApiError::Change(C::Link | C::ManyLinks | C::LongLink) => Some("links"),
        _ => None,
    }
}

fn fields(draft: ChangeDraft, wrong: Option<(&str, String)>) -> AnyView {
    let at = |name: &str| {
        let here = wrong.as_ref().filter(|(field, _)| *field == name);
        here.map(|(_, text)| text.clone())
    };
    let kinds = [
        (ChangeKind::Standard, "Standard: the first level decides"),
        (ChangeKind::Normal, "Normal: both levels decide"),
        (
            ChangeKind::Emergency,
            "Emergency: both levels; passes calendars and freezes",
        ),
    ];
    let options = kinds.map(|(kind, words)| {
        let selected = kind.as_str() == draft.kind;
        view! { <option value=kind.as_str() selected=selected>{words}</option> }
    });
    let begins = wrong.is_none();
    view! {
        <TextField name="title" label="Title" most=MAX_TITLE fault=at("title") value=draft.title begins/>
        <TextArea name="description" label="What is done" most=MAX_TEXT fault=at("description") text=draft.description/>
        <TextArea
            name="targets"
            label="Targets"
            hint="One a line: an ARN, or an account, a region and a service"
            most=MAX_LINES * MAX_LINK
            fault=at("targets")
            text=draft.targets
        />
        <div class="field">
            <label for="kind">"Kind"</label>
            <select class="input" id="kind" name="kind">{options.collect_view()}</select>
        </div>
        <div class="pair even">
            <TextField name="starts_at" label="Start, UTC" kind="datetime-local" fault=at("starts_at") value=draft.starts_at/>
            <TextField name="ends_at" label="End, UTC" kind="datetime-local" fault=at("ends_at") value=draft.ends_at/>
        </div>
        <TextArea name="rollback" label="How it is undone" most=MAX_TEXT fault=at("rollback") text=draft.rollback/>
        <TextArea name="links" label="Links" hint="One a line" most=MAX_LINES * MAX_LINK fault=at("links") text=draft.links/>
    }
    .into_any()
}
