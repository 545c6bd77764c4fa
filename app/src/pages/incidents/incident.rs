//! One incident: its headline, its story beside the raw log, and what it is linked to.

use domain::{
    event::Topic,
    incident::{Impact, IncidentStatus},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::{
    acts::{acts, short_acts},
    timeline::{log, story},
    words::{commander, entry_icon, lasting},
};
use crate::{
    api::{IncidentView, get_incident, wire::asked},
    components::{Lamp, Shape, Since, icon, impact_sign, incident_sign, shape},
    pages::{answer::typed, changes::state_sign, lasting::answered, served::served},
    query::Query,
};

/// The incident of the route.
#[component]
pub fn IncidentPage() -> impl IntoView {
    let (params, search) = (use_params_map(), use_location().search);
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    served("Incident", &[Topic::Incidents, Topic::Changes], move || {
        let incident = asked(id, get_incident);
        view! {
            <nav class="crumbs" aria-label="Where">
                <a href="/incidents">{icon("i-chevron-left", "icon s12")}"Incidents"</a>
            </nav>
            {answered(incident, move |incident| whole(&incident, &typed(&search.get_untracked())))}
        }
        .into_any()
    })
}

fn whole(incident: &IncidentView, query: &Query) -> AnyView {
    view! {
        {headline(incident)}
        <div class="incident-bar">{acts(incident, query)}{short_acts(incident)}</div>
        {body(incident)}
    }
    .into_any()
}

fn headline(incident: &IncidentView) -> AnyView {
    let line = &incident.line;
    let impact = impact_sign(line.impact);
    let (status, form) = incident_sign(line.status);
    let open = line.status == IncidentStatus::Open;
    let lamp = match open {
        // One that is minor is seen, and does not call.
        true if line.impact <= Impact::Major => format!("lamp lit {}", impact.tone),
        true => format!("lamp soft {}", impact.tone),
        false => "lamp off".to_owned(),
    };
    let commander = commander(line.commander.clone());
    let until = line
        .resolved_at
        .map(|at| view! { <dd class="under">"until "<Since at/></dd> });
    view! {
        <header class="head incident-head">
            <div>
                <div class="lamps">
                    <span class=lamp>{shape(impact)}{impact.word}</span>
                    <Lamp sign=status form/>
                    <span class="aside id">{line.name.clone()}</span>
                </div>
                <h1>{line.title.clone()}</h1>
                {(!incident.summary.is_empty()).then(|| view! { <p class="second lines">{incident.summary.clone()}</p> })}
            </div>
            <dl class="facts">
                <div>
                    <dt>"Duration"</dt>
                    <dd>{lasting(line, incident.now)}</dd>
                    <dd class="under">"since "<Since at=line.opened_at/></dd>
                    {until}
                </div>
                <div>
                    <dt>"Commander"</dt>
                    <dd class="with-shape">{commander}</dd>
                </div>
            </dl>
        </header>
    }
    .into_any()
}

fn body(incident: &IncidentView) -> AnyView {
    view! {
        <div class="panel incident-body">
            {story(incident)}
            {log(incident)}
            {side(incident)}
        </div>
    }
    .into_any()
}

/// The changes that name the incident.
fn changes(incident: &IncidentView) -> Option<AnyView> {
    let changes = incident.changes.iter().map(|(label, state, href)| {
        let (sign, _) = state_sign(*state);
        view! {
            <li>
                <Shape sign/>
                <a class="name clip" href=href.clone()>{label.clone()}</a>
                <span class="end aside">{sign.word}</span>
            </li>
        }
    });
    (!incident.changes.is_empty()).then(|| {
        view! {
            <section aria-labelledby="changes">
                <h2 id="changes">"Changes"</h2>
                <ul class="rows plain">{changes.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn side(incident: &IncidentView) -> impl IntoView + use<> {
    let links = incident.links.iter().map(|(kind, href, label)| {
        let kind = super::words::of_link(*kind);
        view! {
            <li>
                {icon(entry_icon(kind), "icon s16")}
                <a class="name clip" href=href.clone()>{label.clone()}</a>
            </li>
        }
    });
    let links: Vec<_> = links.collect();
    let scopes = incident.line.places.iter();
    let scopes: Vec<_> = scopes
        .map(|line| view! { <li class="id">{line.clone()}</li> })
        .collect();
    view! {
        <aside class="incident-side" aria-label="Related">
            <section aria-labelledby="related">
                <h2 id="related">"Related"</h2>
                {match links.is_empty() {
                    true => view! { <p class="second">"Declared by hand: nothing is linked."</p> }.into_any(),
                    false => view! { <ul class="rows plain">{links}</ul> }.into_any(),
                }}
            </section>
            {changes(incident)}
            <section aria-labelledby="scope">
                <h2 id="scope">"What it touches"</h2>
                {match scopes.is_empty() {
                    true => view! { <p class="second">"No place was named, so nothing is attached by itself."</p> }.into_any(),
                    false => view! { <ul class="scope-lines">{scopes}</ul> }.into_any(),
                }}
            </section>
        </aside>
    }
}
