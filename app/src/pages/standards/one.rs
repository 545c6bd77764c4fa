//! One standard: its score, its accounts and its controls.

use domain::{event::Topic, standard::ControlStatus};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::{accounts, controls, list::head, score::score_panel, words};
use crate::{
    api::{StandardView, get_standard, wire::asked},
    components::icon,
    pages::{lasting::answered, served::served},
    query::Query,
};

/// The page.
#[component]
pub fn StandardPage() -> impl IntoView {
    let (params, search) = (use_params_map(), use_location().search);
    let place = Memo::new(move |_| {
        let slug = params.with(|params| params.get("standard").unwrap_or_default());
        let query = Query::parse(&search.get());
        let get = |key| query.get(key).unwrap_or_default().to_owned();
        (slug, get("account"), get("status"))
    });
    let topics = [Topic::Findings, Topic::Standards];
    served("Standard", &topics, move || {
        let found = asked(
            move || place.get(),
            |(slug, account, _)| get_standard(slug, account),
        );
        view! {
            <nav class="crumbs" aria-label="Where">
                <a href=words::LIST>{icon("i-chevron-left", "icon s12")}"Standards"</a>
            </nav>
            {answered(found, move |found| {
                let (.., status) = place.get_untracked();
                whole(&found, status.parse().ok())
            })}
        }
        .into_any()
    })
}

/// How the score of one standard is made.
const METHOD: &str = "Passed controls of those with a result. A control fails as soon as one of its active findings that is not suppressed failed; what has no data or is disabled does not count.";

fn whole(found: &StandardView, status: Option<ControlStatus>) -> AnyView {
    let line = &found.line;
    let troubled = line.troubled.iter();
    let troubled = troubled.map(|text| view! { <p class="note t-warn">{text.clone()}"."</p> });
    let troubled = troubled.collect_view();
    view! {
        {head(&line.name, &found.within, found.computed_at)}
        {words::notes(&found.sources, found.is_told, found.computed_at)}
        {troubled}
        {score_panel("Score", METHOD, &line.standing, found.chart.clone())}
        {controls::panel(found, status)}
        {accounts::of_one(found)}
    }
    .into_any()
}
