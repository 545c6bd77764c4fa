//! What came of an act on findings, in one line where it was done: how many were changed and left out, and the way back.

use domain::{event::Topic, time::Timestamp};
use leptos::prelude::*;

use super::Place;
use crate::{
    api::{OutcomeView, get_outcome, wire::asked},
    format,
    live::Live,
    pages::lasting::answered,
    query::Query,
};

/// The key under which the page of an act knows the list that it was done in, and the form that takes it back.
pub(super) const LIST: &str = "list";

/// The line.
#[component]
pub(super) fn Outcome(
    /// The act's id.
    id: String,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let list = expect_context::<Place>().list;
    let asked_id = id.clone();
    let outcome = asked(
        move || (asked_id.clone(), live.version(Topic::Findings)),
        |(id, _)| get_outcome(id),
    );
    answered(outcome, move |outcome: OutcomeView| {
        let list = list.get_untracked();
        let href = Query::default().with(LIST, &list);
        let href = href.href(&format!("/findings/acts/{id}"));
        view! {
            <span class="outcome" role="status">
                {outcome.words}" "<a class="act" href=href>"Details"</a>
            </span>
            {outcome.undoable_until.map(|until| undo(id.clone(), until, list))}
        }
        .into_any()
    })
}

/// Takes the act back, while the asker may.
pub(super) fn undo(id: String, until: Timestamp, list: String) -> impl IntoView {
    let words = format!("Possible until {} UTC", format::clock(until));
    view! {
        <form method="post" action="/api/findings/undo">
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name=LIST value=list/>
            <button class="button" title=words>"Undo"</button>
        </form>
    }
}
