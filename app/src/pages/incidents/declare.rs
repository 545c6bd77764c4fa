//! The form that declares an incident, empty or from something.

use domain::incident::{Impact, MAX_SUMMARY, MAX_TITLE};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::{ApiError, DeclareIncident, Field, NewIncidentView, new_incident, wire::asked},
    components::{FaultNote, TextArea, TextField, fault_sentence, icon},
    pages::{
        answer::{form_fault, typed},
        lasting::answered,
        served::served,
    },
    query::Query,
};

/// The page of the form. What it is declared from stands in the address: `?finding=…`, `?health=…` or `?endpoint=…`.
#[component]
pub fn DeclarePage() -> impl IntoView {
    let search = use_location().search;
    let query = Memo::new(move |_| typed(&search.get()));
    let from = move || query.with(origin);
    served("Declare an incident", &[], move || {
        let form = asked(from, |(kind, target)| new_incident(kind, target));
        view! {
            <nav class="crumbs" aria-label="Where">
                <a href="/incidents">{icon("i-chevron-left", "icon s12")}"Incidents"</a>
            </nav>
            <header class="head"><h1>"Declare an incident"</h1></header>
            {answered(form, move |form| form_view(form, &query.get_untracked()).into_any())}
        }
        .into_any()
    })
}

fn origin(query: &Query) -> (String, String) {
    let said = ["finding", "health", "endpoint"]
        .into_iter()
        .find_map(|kind| Some((kind.to_owned(), query.get(kind)?.to_owned())));
    said.unwrap_or_default()
}

fn form_view(form: NewIncidentView, query: &Query) -> impl IntoView + use<> {
    let (kind, target) = origin(query);
    let typed = |key: &str| query.get(key).map(str::to_owned);
    let impact = typed("impact").and_then(|word| word.parse().ok());
    let fault = form_fault::<DeclareIncident>();
    let at_scopes = at_scopes(fault.as_ref());
    let begins = fault.is_none();
    let above = fault.filter(|_| at_scopes.is_none());
    let scopes = form
        .scopes
        .into_iter()
        .map(|line| view! { <li class="id">{line}</li> });
    let scopes: Vec<_> = scopes.collect();
    view! {
        <section class="panel" aria-labelledby="declare">
            <header class="panel-head"><h2 id="declare">"What is wrong"</h2></header>
            <div class="panel-body">
                {(!form.from.is_empty()).then(|| view! {
                    <div class="incident-origin">
                        <p><span class="aside">"From "</span>{form.from}</p>
                        {(!scopes.is_empty()).then(|| view! { <ul class="scope-lines" aria-label="What it touches">{scopes}</ul> })}
                    </div>
                })}
                <form class="form" method="post" action="/api/incidents/declare">
                    {above.map(|fault| view! { <FaultNote fault/> })}
                    <input type="hidden" name="kind" value=kind/>
                    <input type="hidden" name="target" value=target/>
                    {title_field(typed("title").unwrap_or(form.title), begins)}
                    {impact_field(impact.unwrap_or(form.impact))}
                    <TextArea name="summary" label="Summary, if something is known" most=MAX_SUMMARY text=typed("summary").unwrap_or_default()/>
                    {scopes_field("What else it touches, a place a line", typed("scopes").unwrap_or_default(), at_scopes)}
                    <div class="buttons"><button class="button primary">"Declare"</button></div>
                </form>
            </div>
        </section>
    }
}

/// The field of a title; `begins` is whether whoever opens the form begins there.
pub(super) fn title_field(title: String, begins: bool) -> impl IntoView {
    view! { <TextField name="title" label="Title" most=MAX_TITLE value=title begins/> }
}

/// What is wrong with the places, where that is what was refused.
pub(super) fn at_scopes(fault: Option<&ApiError>) -> Option<String> {
    fault
        .filter(|fault| **fault == ApiError::Invalid(Field::Scope))
        .map(fault_sentence)
}

/// The field of places.
pub(super) fn scopes_field(
    label: &'static str,
    text: String,
    fault: Option<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <TextArea name="scopes" label text fault/>
            <p class="hint">"An ARN, or an account, a region and a service, such as 111122223333 us-east-1 ec2."</p>
        </div>
    }
}

/// The choice of an impact.
pub(super) fn impact_field(chosen: Impact) -> impl IntoView {
    let options = Impact::ALL.iter().map(move |impact| {
        view! { <option value=impact.as_str() selected=*impact == chosen>{impact.words()}</option> }
    });
    view! {
        <div class="field">
            <label for="impact">"Impact"</label>
            <select class="input" id="impact" name="impact">{options.collect_view()}</select>
        </div>
    }
}
