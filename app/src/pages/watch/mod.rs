//! Watch: one verdict, the lamps, and the first rows of what is behind them.

mod columns;
pub mod freshness;
mod lamps;
mod verdict;

use domain::event::Topic;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    api::{WatchView, get_watch, wire::asked},
    live::Live,
    pages::lasting::answered,
};

pub use freshness::{FreshnessTable, one_by_one};

/// The first page.
#[component]
pub fn WatchPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let changed = move || {
        let topics = [
            Topic::Findings,
            Topic::Health,
            Topic::Endpoints,
            Topic::Sources,
        ];
        topics.map(|topic| live.version(topic))
    };
    let watch = asked(changed, |_| get_watch());
    view! {
        <Title text="Watch"/>
        <h1 class="visually-hidden">"Watch"</h1>
        {answered(watch, |watch| view! { <Floor watch/> }.into_any())}
    }
    .into_any()
}

#[component]
fn Floor(watch: WatchView) -> impl IntoView {
    let (sources, now) = (freshness::by_kind(&watch.sources), watch.now);
    view! {
        <verdict::VerdictLine verdict=watch.verdict reasons=watch.reasons.clone()/>
        <lamps::LampRow watch=watch.clone()/>
        <div class="columns">
            <columns::FindingsColumn watch=watch.clone()/>
            <columns::HealthColumn watch=watch.clone()/>
            <columns::EndpointsColumn watch/>
        </div>
        <section class="panel" aria-labelledby="freshness">
            <header class="panel-head">
                <h2 id="freshness">"Freshness"</h2>
                <p class="aside">"age of the data, not of this page"</p>
            </header>
            <FreshnessTable sources now/>
        </section>
    }
}
