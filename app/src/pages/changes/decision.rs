//! The decision: comment, approve, request changes, reject. Only a form that is posted decides.

use domain::change::MAX_COMMENT;
use leptos::prelude::*;

use super::change::Said;
use crate::{api::ChangeDetailView, components::no_enter};

/// The bar with the three acts, and what is new where an approval was refused for it; on a phone it stands at the foot in
/// place of the navigation.
pub(super) fn decision(
    view: &ChangeDetailView,
    said: &Said,
    difference: Option<AnyView>,
) -> AnyView {
    let approve = format!("Approve revision {}", view.revision);
    view! {
        <form class="decision" method="post" action="/api/changes/decide" aria-label="Decision" data-live>
            {no_enter()}
            {fence(view)}
            <input type="hidden" name="revision" value=view.revision.to_string() data-first/>
            {shown(view)}
            {said.fault(view)}
            {difference}
            {comment(said, "Comment, needed to reject or ask for changes")}
            <button class="button primary" name="decision" value="approve">{approve}</button>
            <div class="two">
                <button class="button" name="decision" value="request_changes">"Request changes"</button>
                <button class="button" name="decision" value="reject">"Reject"</button>
            </div>
        </form>
    }
    .into_any()
}

/// What is decided about a change that a calendar or a freeze holds.
pub(super) fn overriding(
    view: &ChangeDetailView,
    said: &Said,
    difference: Option<AnyView>,
) -> AnyView {
    view! {
        <form class="decision" method="post" action="/api/changes/act" aria-label="Decision" data-live>
            {no_enter()}
            {fence(view)}
            {shown(view)}
            {said.fault(view)}
            {difference}
            {comment(said, "Reason, needed for both")}
            <div class="two">
                <button class="button" name="what" value="override">"Let it start now"</button>
                <button class="button" name="what" value="refuse">"It will not start"</button>
            </div>
        </form>
    }
    .into_any()
}

/// The strip that was shown when the page was opened. It stays while the page goes on, so that what got worse under
/// somebody's eyes is told before their decision counts.
fn shown(view: &ChangeDetailView) -> impl IntoView + use<> {
    view! { <input type="hidden" name="shown" value=view.sealed.clone() data-first/> }
}

/// Which change, and which state of it was seen.
pub(super) fn fence(view: &ChangeDetailView) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="id" value=view.row.id.clone()/>
        <input type="hidden" name="expected_version" value=view.version.to_string()/>
    }
}

/// The comment as it was typed.
pub(super) fn comment(said: &Said, help: &'static str) -> impl IntoView + use<> {
    view! {
        <input
            class="input"
            name="comment"
            aria-label=help
            placeholder=help
            maxlength=MAX_COMMENT.to_string()
            autocomplete="off"
            value=said.comment.clone()
        />
    }
}
