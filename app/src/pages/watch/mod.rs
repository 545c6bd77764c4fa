//! Watch: one verdict, the lamps, and the first rows of what is behind them.

mod ahead;
mod columns;
mod freshness;
mod lamps;
mod verdict;

use domain::{action::Action, event::Topic};
use leptos::prelude::*;

use crate::{
    api::{WatchView, context::asker, get_watch, wire::asked},
    format,
    pages::{lasting::answered, refused::lead_to, served::served},
};

pub use freshness::{FreshnessTable, one_by_one};

/// The first page. Who may see the wall alone is led there: it is all that there is for them.
#[component]
pub fn WatchPage() -> impl IntoView {
    let actor = asker().actor;
    if actor.may(Action::ReadWall) && !actor.may(Action::ReadFloor) {
        lead_to("/wall");
        return ().into_any();
    }
    let topics = [
        Topic::Findings,
        Topic::Health,
        Topic::Endpoints,
        Topic::Sources,
        Topic::Incidents,
        Topic::Changes,
        Topic::Calendar,
    ];
    served("Watch", &topics, || {
        let watch = asked(|| (), |()| get_watch());
        view! {
            <h1 class="visually-hidden">"Watch"</h1>
            {answered(watch, |watch| view! { <Floor watch/> }.into_any())}
        }
        .into_any()
    })
}

#[component]
fn Floor(watch: WatchView) -> impl IntoView {
    let (sources, now) = (freshness::by_kind(&watch.sources), watch.now);
    let ahead = watch.ahead.clone();
    let again = freshness::any_silent(&watch.sources, now).then_some("60");
    let turns = freshness::turns_at(&watch.sources, now).map(format::machine);
    view! {
        <verdict::VerdictLine
            verdict=watch.verdict
            reasons=watch.reasons.clone()
            within=watch.within.clone()
            since=watch.since
            at=now
        />
        <lamps::LampRow watch=watch.clone()/>
        <div class="columns">
            <columns::IncidentsColumn watch=watch.clone()/>
            <columns::FindingsColumn watch=watch.clone()/>
            <columns::HealthColumn watch=watch.clone()/>
            <columns::EndpointsColumn watch/>
        </div>
        <div class="pair">
            <ahead::Ahead ahead at=now/>
            // What time alone makes of a source that is silent: it sends no event.
            <section class="panel" aria-labelledby="freshness" data-again=again data-turns=turns>
                <header class="panel-head">
                    <h2 id="freshness">"Freshness"</h2>
                    <p class="aside">"age of the data, not of this page"</p>
                </header>
                <FreshnessTable sources now/>
            </section>
        </div>
    }
}
