//! How long findings may stay open, by their severity: everybody reads it, an administrator changes it.

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::place;
use crate::{
    api::{DeadlinesView, SetDeadlines, list_deadlines, wire::asked},
    components::{severity_sign, shape},
    format,
    pages::{
        answer::form_fault,
        filled::{Filled, filled},
        lasting::answered,
    },
    query::Query,
};

/// The page of deadlines.
#[component]
pub fn DeadlinesPage() -> impl IntoView {
    let typed = Query::parse(&use_location().search.get_untracked());
    let form = filled("deadline", &form_fault::<SetDeadlines>(), &typed, "");
    place("Deadlines", &[Topic::Findings], move || {
        let deadlines = asked(|| (), |()| list_deadlines());
        answered(deadlines, move |deadlines| page(deadlines, &form))
    })
}

fn page(view: DeadlinesView, form: &Filled) -> AnyView {
    let limits = match view.may_change {
        true => fields(&view, form),
        false => rows(&view),
    };
    view! {
        <section class="panel" aria-labelledby="deadlines">
            <header class="panel-head">
                <h2 id="deadlines">"Deadlines of findings"</h2>
                <p class="aside">"By severity, in days after the day since which it is open."</p>
            </header>
            <div class="panel-body">
                <p>"The last day counts whole: the time of a finding is over at midnight UTC. It is due soon in the last quarter of its days, and at most in the last seven."</p>
                <p class="second">"Only what is active and new or notified has a clock. One that is suppressed rests."</p>
                {limits}
            </div>
        </section>
    }
    .into_any()
}

fn fields(view: &DeadlinesView, form: &Filled) -> AnyView {
    let fields = view.limits.iter().map(|(name, word, days)| {
        let kept = days.map(|days| days.to_string()).unwrap_or_default();
        form.field((name.clone(), word.clone(), "text"), &kept, "")
    });
    view! {
        <form class="form" method="post" action="/api/findings/set_deadlines">
            {form.note()}
            <input type="hidden" name="expected_version" value=view.version.to_string()/>
            <div class="pair even">{fields.collect_view()}</div>
            <p class="second">"1 to 3650 days; blank is without limit. Every clock follows at once."</p>
            <div class="buttons"><button class="button">"Save deadlines"</button></div>
        </form>
    }
    .into_any()
}

fn rows(view: &DeadlinesView) -> AnyView {
    let rows = view.limits.iter().map(|(_, word, days)| {
        let severity = word.to_uppercase().parse().ok().map(severity_sign);
        let says = days.map_or_else(
            || "no limit".to_owned(),
            |days| format::counted(days.into(), "day", "days"),
        );
        view! {
            <div>
                <dt><span class="with-shape">{severity.map(shape)}{word.clone()}</span></dt>
                <dd>{says}</dd>
            </div>
        }
    });
    view! {
        <dl class="terms">{rows.collect_view()}</dl>
        <p class="second">"An administrator can change this."</p>
    }
    .into_any()
}
