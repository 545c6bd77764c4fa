//! The page of one act on findings: how far it has come, what was left out and why, and the way back.

use domain::{event::Topic, finding::SkipKind};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::outcome::undo;
use crate::{
    api::{ApiError, BulkActView, SkippedView, UndoBulkAct, get_bulk_act, wire::asked},
    components::{FaultNote, Shape, Since, severity_sign},
    format,
    pages::{answer::form_fault, lasting::answered, served::served},
};

/// The page of one act.
#[component]
pub fn ActPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    served("An act on findings", &[Topic::Findings], move || {
        let act = asked(id, get_bulk_act);
        let fault = form_fault::<UndoBulkAct>();
        answered(act, move |act| whole(&act, fault.clone()))
    })
}

fn whole(act: &BulkActView, fault: Option<ApiError>) -> AnyView {
    let handled = act.done + act.left_out();
    let going = act.finished_at.is_none();
    let title = match (&act.undoes, going) {
        (Some(_), true) => "Taking it back",
        (Some(_), false) => "Taken back",
        (None, true) => "Changing findings",
        (None, false) => "Findings changed",
    };
    let reasons = act.skipped.iter().map(|(kind, count)| {
        view! { <li><b>{format::count(*count)}</b>" "{skip_words(*kind)}</li> }
    });
    let reasons = reasons.collect_view();
    let first: Vec<_> = act.first_skipped.iter().map(skipped).collect();
    let shown = first.len() as u64;
    view! {
        <div class="page narrow">
            <header class="head"><h1>{title}</h1></header>
            {fault.map(|fault| view! { <FaultNote fault/> })}
            <section class="panel">
                <div class="panel-body">
                    <p role="status">{act.count_words()}</p>
                    {going.then(|| view! {
                        <progress max=act.total.to_string() value=handled.to_string() aria-label="Findings handled"></progress>
                        <p class="second">"It goes on by itself, also when you leave this page or the server starts anew."</p>
                    })}
                    <dl class="terms">
                        <div><dt>"What"</dt><dd>{act.touch.to_string()}</dd></div>
                        {act.reason.clone().map(|reason| view! { <div><dt>"Why"</dt><dd>{reason}</dd></div> })}
                        <div><dt>"Who"</dt><dd>{act.actor.clone()}</dd></div>
                        <div><dt>"When"</dt><dd><Since at=act.asked_at/></dd></div>
                    </dl>
                    {(act.left_out() > 0).then(|| view! {
                        <h2>"Left out"</h2>
                        <ul class="left-out">{reasons}</ul>
                    })}
                    {(shown > 0).then(|| view! { <ul class="rows two-line">{first}</ul> })}
                    {(act.left_out() > shown).then(|| view! {
                        <p class="aside">{format!("The first {shown} are shown.")}</p>
                    })}
                    <div class="buttons">
                        {act.undoable_until.map(|until| undo(act.id.to_string(), until))}
                        <a class="button" href="/findings">"To the findings"</a>
                    </div>
                </div>
            </section>
        </div>
    }
    .into_any()
}

/// Why findings were left out.
fn skip_words(kind: SkipKind) -> &'static str {
    match kind {
        SkipKind::AlreadySo => "had nothing to change",
        SkipKind::Changed => "somebody changed since you looked",
        SkipKind::Taken => "somebody has already",
        SkipKind::ReasonMissing => "would become less severe, which needs a reason",
        SkipKind::TooManyTags => "would have too many tags",
    }
}

fn skipped(one: &SkippedView) -> impl IntoView + use<> {
    let href = format!("/findings/{}", one.finding.id);
    let by = one.by.clone().map(|by| match one.at {
        Some(at) => format!("{by}, {} UTC", format::clock(at)),
        None => by,
    });
    let under = match by {
        Some(by) => format!("{}: {by}", skip_words(one.why)),
        None => skip_words(one.why).to_owned(),
    };
    view! {
        <li>
            <Shape sign=severity_sign(one.finding.severity)/>
            <a class="cover name" href=href>{one.finding.title.clone()}</a>
            <span class="under">{under}</span>
        </li>
    }
}
