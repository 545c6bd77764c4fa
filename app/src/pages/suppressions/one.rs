//! One suppression: what it hides, until when, and the forms that change it.

use domain::{event::Topic, suppression::SuppressionState};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::{form, words};
use crate::{
    api::{
        ApiError, ChangeSuppression, LOOKED, SuppressionLine, SuppressionView, SwitchSuppression,
        get_suppression, wire::asked,
    },
    components::{FaultNote, Since, icon},
    format,
    pages::{
        answer::{self, form_fault},
        filled::{filled, target},
        lasting::answered,
        served::served,
    },
    query::Query,
};

/// The page of one suppression.
#[component]
pub fn SuppressionPage() -> impl IntoView {
    let params = use_params_map();
    let number = move || params.with(|params| params.get("number").unwrap_or_default());
    let typed = answer::typed(&use_location().search.get_untracked());
    let query = typed.get("q").unwrap_or_default().to_owned();
    served(
        "Suppression",
        &[Topic::Suppressions, Topic::Findings],
        move || {
            let found = asked(
                move || (number(), query.clone()),
                |(number, typed)| get_suppression(number, typed),
            );
            view! {
                <nav class="crumbs" aria-label="Where">
                    <a href="/suppressions">{icon("i-chevron-left", "icon s12")}"Suppressions"</a>
                </nav>
                {answered(found, move |found| whole(&found, &typed))}
            }
            .into_any()
        },
    )
}

fn whole(found: &SuppressionView, typed: &Query) -> AnyView {
    let line = &found.line;
    let may_change = found.may_change && line.state != SuppressionState::Ended;
    view! {
        <header class="head">
            <h1>{words::name(line)}</h1>
            {words::lamp(line)}
            {may_change.then(|| switch(line))}
        </header>
        {form_fault::<SwitchSuppression>().map(|fault| view! { <FaultNote fault/> })}
        {gone(typed).map(|fault| view! { <FaultNote fault/> })}
        <section class="panel" aria-labelledby="what">
            <header class="panel-head"><h2 id="what">"What it hides"</h2></header>
            <div class="panel-body">{facts(found)}</div>
        </section>
        {may_change.then(|| change(found, typed))}
    }
    .into_any()
}

/// A refusal whose form is not shown any more.
fn gone(typed: &Query) -> Option<ApiError> {
    let fault = form_fault::<ChangeSuppression>()?;
    typed.get("of").is_none().then_some(fault)
}

fn facts(found: &SuppressionView) -> AnyView {
    let line = &found.line;
    let findings = |n| format::counted(n, "finding", "findings");
    let hidden = match (line.state, line.hidden, found.switched_on) {
        (SuppressionState::Off, _, Some(n)) => {
            format!("Hides nothing now. Switched on, it hides {}", findings(n))
        }
        (_, 0, _) => "Hides nothing now".to_owned(),
        (_, hidden, _) => format!("Hides {} now", findings(hidden)),
    };
    let link = (line.hidden > 0)
        .then(|| view! { <p><a class="act" href=words::hidden_href(line)>"See them"</a></p> });
    let matched = match line.last_matched {
        Some(at) => view! { <Since at/> }.into_any(),
        None => "never".into_any(),
    };
    let off = line
        .off_since
        .filter(|_| line.state == SuppressionState::Off);
    let until = match line.ended_at {
        Some(at) => view! { "ended "<Since at/> }.into_any(),
        None => view! { <Since at=line.until/>" "<span class="aside">{words::left(line, found.now)}</span> }.into_any(),
    };
    view! {
        <p role="status"><b>{hidden}</b></p>
        {link}
        <dl class="terms">
            <div><dt>"Findings"</dt><dd><span class="id">{words::about(line)}</span></dd></div>
            {(!found.accounts.is_empty()).then(|| view! {
                <div><dt>"Accounts"</dt><dd>{found.accounts.clone()}</dd></div>
            })}
            <div><dt>"Why"</dt><dd>{line.reason.clone()}</dd></div>
            <div><dt>"Owner"</dt><dd>{line.owner.clone()}</dd></div>
            <div><dt>"Until"</dt><dd>{until}</dd></div>
            {off.map(|at| view! {
                <div><dt>"Switched off"</dt><dd>{line.off_by.clone()}" "<Since at/></dd></div>
            })}
            <div><dt>"Last matched"</dt><dd>{matched}</dd></div>
            <div><dt>"Made by"</dt><dd>{line.created_by.clone()}" "<Since at=line.created_at/></dd></div>
        </dl>
    }
    .into_any()
}

/// The act that shows what it hides without an end of it.
fn switch(line: &SuppressionLine) -> impl IntoView + use<> {
    let (to, word) = match line.state {
        SuppressionState::Off => ("on", "Switch on"),
        _ => ("off", "Switch off"),
    };
    view! {
        <form class="end" method="post" action="/api/suppressions/switch">
            {target(&line.number.to_string(), line.version.0)}
            <input type="hidden" name="to" value=to/>
            <button class="button">{word}</button>
        </form>
    }
}

fn change(found: &SuppressionView, typed: &Query) -> AnyView {
    let number = found.line.number.to_string();
    let fault = form_fault::<ChangeSuppression>();
    let form = filled("suppression", &fault, typed, &number);
    let query = found.line.query.is_some();
    // What is in the field was looked at: as it is kept, or as it was typed.
    let looked = form.value("q", &found.form.query);
    let is_other = query && looked != found.form.query;
    let hides = found.by_typed.filter(|_| is_other);
    let findings = hides.map(|n| format::counted(n, "finding", "findings"));
    let is_off = found.line.state == SuppressionState::Off;
    let told = findings.as_ref().map(|findings| match is_off {
        true => format!("Switched on, what is typed below hides {findings}."),
        false => format!("What is typed below hides {findings} now."),
    });
    let save = match findings {
        Some(findings) if !is_off && hides > Some(0) => format!("Hide {findings}"),
        _ => "Save".to_owned(),
    };
    view! {
        <section class="panel" aria-labelledby="change">
            <header class="panel-head">
                <h2 id="change">"Change or prolong it"</h2>
                <p class="aside">"What no longer matches is shown again."</p>
            </header>
            <div class="panel-body">
                <form class="form" method="post" action="/api/suppressions/change">
                    {form.note()}
                    {told.map(|told| view! { <p role="status"><b>{told}</b></p> })}
                    {target(&number, found.line.version.0)}
                    {query.then(|| view! { <input type="hidden" name=LOOKED value=looked/> })}
                    {query.then(|| form::query(&form, &found.form))}
                    {form::plan(&form, &found.form)}
                    <div class="buttons"><button class="button">{save}</button></div>
                </form>
            </div>
        </section>
    }
    .into_any()
}
