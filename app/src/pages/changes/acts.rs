//! What may be done with a change besides deciding it: ask, start, end, change, withdraw.

use leptos::prelude::*;

use super::{
    change::Said,
    decision::{comment, fence, unsent},
};
use crate::{api::ChangeDetailView, components::no_enter};

/// The acts that this person has, each a form of its own. Where there are none any more it still says why the last one was
/// refused, with what was written about it.
pub(super) fn acts(view: &ChangeDetailView, said: &Said) -> AnyView {
    let acts = &view.acts;
    let done = acts.start || acts.finish || acts.withdraw;
    let fault = match acts.decide || acts.overrides {
        true => None,
        false => said.fault(view),
    };
    let of_acts = said.of_acts(acts);
    let kept = match acts.decide || acts.overrides || (done && of_acts.comment == said.comment) {
        true => None,
        false => said.kept(),
    };
    if !(done || acts.submit || acts.edit || fault.is_some()) {
        return ().into_any();
    }
    let edit = format!("/changes/{}/edit", view.row.id);
    let submit = acts.submit.then(|| {
        view! {
            <form method="post" action="/api/changes/submit">
                {fence(view)}
                <button class="button primary">"Ask for approval"</button>
            </form>
        }
    });
    let edit = acts
        .edit
        .then(|| view! { <a class="button" href=edit>"Edit"</a> });
    let beside = submit.is_some() || edit.is_some();
    view! {
        <section class="acts" aria-label="Acts">
            {fault}
            {kept}
            {beside.then(|| view! { <div class="buttons">{submit}{edit}</div> })}
            {done.then(|| with_comment(view, &of_acts))}
        </section>
    }
    .into_any()
}

/// What may be done with a word about it.
fn with_comment(view: &ChangeDetailView, said: &Said) -> AnyView {
    let acts = &view.acts;
    let help = match acts.finish {
        true => "What was done, or what went wrong",
        false => "Comment, kept in the history",
    };
    // While it is held, to start it is to let it begin once nothing holds it.
    let start = acts.start.then(|| match acts.held {
        true => button(("start", "Start as soon as it may"), "button"),
        false => button(("start", "Start"), "button primary"),
    });
    let finish = acts.finish.then(|| {
        [
            button(("done", "Done"), "button primary"),
            button(("failed", "Failed"), "button"),
        ]
    });
    let withdraw = acts
        .withdraw
        .then(|| button(("withdraw", "Withdraw"), "button"));
    view! {
        <form class="stacked" method="post" action="/api/changes/act" data-live>
            {no_enter()}
            {fence(view)}
            {comment(said, help)}
            {unsent()}
            <div class="buttons">{start}{finish}{withdraw}</div>
        </form>
    }
    .into_any()
}

fn button((what, words): (&'static str, &'static str), class: &'static str) -> AnyView {
    view! { <button class=class name="what" value=what>{words}</button> }.into_any()
}
