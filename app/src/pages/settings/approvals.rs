//! The approval levels: what each is called, how many people it needs, who counts, and whether that can be completed.

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::place;
use crate::{
    api::{ApiError, LevelView, LevelsView, SetLevel, list_levels, wire::asked},
    components::{CAUTION, Note},
    pages::{
        answer::form_fault,
        filled::{filled, target},
        lasting::answered,
    },
    query::Query,
};

/// The page of approval levels.
#[component]
pub fn ApprovalsPage() -> impl IntoView {
    let typed = Query::parse(&use_location().search.get_untracked());
    let sent = (form_fault::<SetLevel>(), typed);
    place("Approvals", &[Topic::People], move || {
        let levels = asked(|| (), |()| list_levels());
        answered(levels, move |levels| page(levels, &sent))
    })
}

fn page(view: LevelsView, sent: &(Option<ApiError>, Query)) -> AnyView {
    let levels = view.levels.iter().map(|one| level(one, sent));
    let levels = levels.collect_view();
    let fault = view.fault.map(|text| view! { <Note sign=CAUTION text/> });
    view! {
        <section class="panel" aria-labelledby="levels">
            <header class="panel-head">
                <h2 id="levels">"Approval levels"</h2>
                <p class="aside">"A standard change needs the first, others both in order."</p>
            </header>
            <div class="panel-body">
                <p>{view.people}</p>
                {fault}
                <p class="second">"Changes that are asked for already keep the levels that they have."</p>
            </div>
            <ul class="kept">{levels}</ul>
        </section>
    }
    .into_any()
}

fn level(level: &LevelView, (fault, typed): &(Option<ApiError>, Query)) -> AnyView {
    let of = level.number.to_string();
    let form = filled(&format!("level-{of}"), fault, typed, &of);
    let save = format!("Save level {of}");
    view! {
        <li>
            <div class="kept-line">
                <h3>{of.clone()}" "{level.name.clone()}</h3>
                <p class="aside">{level.says.clone()}</p>
            </div>
            <form class="form" method="post" action="/api/changes/set_level">
                {form.note()}
                {target(&of, level.version)}
                <div class="pair even">
                    {form.line(("name", "Name", "text"), &level.name, "")}
                    {form.line(("needed", "People who must approve", "number"), &level.needed, "")}
                </div>
                <div class="buttons"><button class="button">{save}</button></div>
            </form>
        </li>
    }
    .into_any()
}
