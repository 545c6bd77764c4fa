//! What came of an act on findings, in one line where it was done: how many were changed and left out, and the way back.

use domain::{event::Topic, time::Timestamp};
use leptos::prelude::*;

use crate::{
    api::{OutcomeView, get_outcome, wire::asked},
    format,
    live::Live,
    pages::lasting::answered,
};

/// The line.
#[component]
pub(super) fn Outcome(
    /// The act's id.
    id: String,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let asked_id = id.clone();
    let outcome = asked(
        move || (asked_id.clone(), live.version(Topic::Findings)),
        |(id, _)| get_outcome(id),
    );
    answered(outcome, move |outcome: OutcomeView| {
        let href = format!("/findings/acts/{id}");
        view! {
            <span class="outcome" role="status">
                {outcome.words}" "<a class="act" href=href>"Details"</a>
            </span>
            {outcome.undoable_until.map(|until| undo(id.clone(), until))}
        }
        .into_any()
    })
}

/// Takes the act back, while the asker may.
pub(super) fn undo(id: String, until: Timestamp) -> impl IntoView {
    let words = format!("Possible until {} UTC", format::clock(until));
    view! {
        <form method="post" action="/api/findings/undo">
            <input type="hidden" name="id" value=id/>
            <button class="button" title=words>"Undo"</button>
        </form>
    }
}
