//! A new rule: its query, what it would hide now, and the form that makes it.

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::form;
use crate::{
    api::{LOOKED, MakeSuppression, NewSuppressionView, UNSEEN, preview_suppression, wire::asked},
    components::{Sign, fault_sentence, icon, shape},
    format,
    pages::{
        answer::{form_fault, typed},
        filled::{Filled, filled},
        findings::named_row::named_row,
        lasting::answered,
        served::served,
    },
    query::Query,
};

/// The page of a new rule. The list that it is made from stands in the address, as a list of findings has it.
#[component]
pub fn NewSuppressionPage() -> impl IntoView {
    let search = use_location().search;
    let query = move || search.with(|text| typed(text).to_text());
    served("New suppression", &[Topic::Findings], move || {
        let seen = asked(query, preview_suppression);
        view! {
            <nav class="crumbs" aria-label="Where">
                <a href="/suppressions">{icon("i-chevron-left", "icon s12")}"Suppressions"</a>
            </nav>
            <header class="head"><h1>"New suppression rule"</h1></header>
            {answered(seen, move |seen| {
                let said = typed(&search.get_untracked());
                let form = filled("rule", &form_fault::<MakeSuppression>(), &said, "");
                let form = Filled { is_marked: false, ..form };
                whole(&seen, &form)
            })}
        }
        .into_any()
    })
}

/// What is said where the list was of another workflow status.
const LEAVES_WORKFLOW: &str =
    "A rule hides what is new or notified: the workflow status of the list does not count.";

/// One form: whatever is pressed in it, nothing that was typed is lost.
fn whole(seen: &NewSuppressionView, form: &Filled) -> AnyView {
    let shown = seen.fault.is_none();
    let looked = if shown { &seen.form.query } else { UNSEEN };
    view! {
        <form class="panels" method="post" action="/api/suppressions/make" data-live>
            <section class="panel" aria-labelledby="what">
                <header class="panel-head"><h2 id="what">"What it hides"</h2></header>
                <div class="panel-body">
                    <input type="hidden" name=LOOKED value=looked.to_owned()/>
                    {look(seen, !form.is_refused())}
                    {form.note()}
                    {shown.then(|| preview(seen))}
                </div>
            </section>
            <section class="panel" aria-labelledby="why">
                <header class="panel-head"><h2 id="why">"Why, whose and until when"</h2></header>
                <div class="panel-body">
                    <div class="form">
                        {form::plan(form, &seen.form)}
                        <div class="buttons">
                            <button class="button primary">{act_words(seen.hides)}</button>
                        </div>
                    </div>
                </div>
            </section>
        </form>
    }
    .into_any()
}

/// The query, looked at again before anything is made of it. Its button is the first of the form: Enter looks, and makes no
/// rule. `begins` is whether whoever opens the page goes on here.
fn look(seen: &NewSuppressionView, begins: bool) -> AnyView {
    let wrong = seen.fault.as_ref().map(fault_sentence);
    let sign = Sign {
        symbol: "st-failing",
        tone: "t-critical s12",
        word: "",
    };
    let is_wrong = wrong.is_some();
    view! {
        <div class="form">
            <div class="field" class:wrong=is_wrong>
                <label for="rule-q">"Query"</label>
                <div class="with-button">
                    <input class="input" id="rule-q" name="q" type="text" autocomplete="off" spellcheck="false"
                        value=seen.form.query.clone() autofocus=is_wrong || begins
                        aria-invalid=is_wrong.then_some("true")
                        aria-describedby=is_wrong.then_some("rule-q-fault")/>
                    <button class="button" formmethod="get" formaction="/suppressions/new">"Look"</button>
                </div>
                <p class="hint">"As in the list of findings: severity:low control:EC2.13 account:prod -tag. Every account and region, unless it names some."</p>
                {seen.leaves_workflow.then(|| view! { <p class="hint">{LEAVES_WORKFLOW}</p> })}
                {wrong.map(|text| view! { <p class="fault" role="alert" id="rule-q-fault">{shape(sign)}{text}</p> })}
                {form::unreadable(&seen.form.query)}
            </div>
        </div>
    }
    .into_any()
}

/// What it would hide now.
fn preview(seen: &NewSuppressionView) -> AnyView {
    let by = seen.severities.iter().map(|one| {
        let label = one.value.parse().map_or_else(
            |_| one.value.clone(),
            |severity: domain::finding::Severity| severity.label().to_lowercase(),
        );
        format!("{} {label}", format::count(one.count))
    });
    let by: Vec<String> = by.collect();
    let places = format!(
        "{}, {}",
        format::counted(seen.accounts, "account", "accounts"),
        format::counted(seen.regions, "region", "regions")
    );
    // A rule is of every account and region, whatever the reader looks at.
    let href = Query::default()
        .with("q", &seen.form.query)
        .with("by", "flat")
        .with("scope", "all")
        .href("/findings");
    let rows: Vec<_> = seen.worst.iter().map(named_row).collect();
    match seen.hides {
        0 => view! {
            <p role="status"><b>"Hides no finding now."</b>" Nothing that is open matches; what comes later and matches is hidden."</p>
        }
        .into_any(),
        hides => view! {
            <p role="status">
                <b>{format!("Hides {} now", format::counted(hides, "finding", "findings"))}</b>
                {format!(": {} · {places}", by.join(", "))}
            </p>
            <ul class="rows two-line">{rows}</ul>
            <p><a class="act" href=href>"See all of them"</a></p>
        }
        .into_any(),
    }
}

/// The act says what it does.
fn act_words(hides: u64) -> String {
    match hides {
        0 => "Make the rule".to_owned(),
        hides => format!("Hide {}", format::counted(hides, "finding", "findings")),
    }
}
