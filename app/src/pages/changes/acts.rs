//! What may be done with a change besides deciding it: ask, start, end, change, withdraw.

use leptos::prelude::*;

use super::{
    change::Said,
    decision::{comment, fence},
};
use crate::api::ChangeDetailView;

/// The acts that this person has, each a form of its own; nothing where there are none.
pub(super) fn acts(view: &ChangeDetailView, said: &Said) -> AnyView {
    let acts = &view.acts;
    let any = acts.submit || acts.start || acts.finish || acts.edit || acts.withdraw;
    if !any {
        return ().into_any();
    }
    let edit = format!("/changes/{}/edit", view.row.id);
    // While it is held, to start it is to let it begin once nothing holds it.
    let start = acts.start.then(|| match acts.held {
        true => one(view, ("start", "Start as soon as it may"), "button"),
        false => one(view, ("start", "Start"), "button primary"),
    });
    let submit = acts.submit.then(|| {
        view! {
            <form method="post" action="/api/changes/submit">
                {fence(view)}
                <button class="button primary">"Ask for approval"</button>
            </form>
        }
    });
    let withdraw = acts
        .withdraw
        .then(|| one(view, ("withdraw", "Withdraw"), "button"));
    view! {
        <section class="acts" aria-label="Acts">
            {(!acts.decide && !acts.overrides).then(|| said.fault())}
            {acts.finish.then(|| finish(view, said))}
            <div class="buttons">
                {submit}
                {start}
                {acts.edit.then(|| view! { <a class="button" href=edit>"Edit"</a> })}
                {withdraw}
            </div>
        </section>
    }
    .into_any()
}

fn one(
    view: &ChangeDetailView,
    (what, words): (&'static str, &'static str),
    class: &'static str,
) -> AnyView {
    view! {
        <form method="post" action="/api/changes/act">
            {fence(view)}
            <button class=class name="what" value=what>{words}</button>
        </form>
    }
    .into_any()
}

fn finish(view: &ChangeDetailView, said: &Said) -> AnyView {
    view! {
        <form class="stacked" method="post" action="/api/changes/act" data-live>
            {fence(view)}
            {comment(said, "What was done, or what went wrong")}
            <div class="buttons">
                <button class="button primary" name="what" value="done">"Done"</button>
                <button class="button" name="what" value="failed">"Failed"</button>
            </div>
        </form>
    }
    .into_any()
}
