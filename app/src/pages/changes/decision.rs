//! The decision: comment, approve, request changes, reject. Only a form that is posted decides.

use domain::{change::MAX_COMMENT, strip::StripVerdict};
use leptos::prelude::*;

use super::change::{FAULT, Said};
use crate::{
    api::{ChangeDetailView, StripView},
    components::{Form, Lamp, no_enter, strip_sign},
};

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
            {view.strip.as_ref().map(verdict)}
            {said.fault(view)}
            {difference}
            {comment(said, "Comment, needed to reject or ask for changes")}
            {unsent()}
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
            {view.strip.as_ref().map(verdict)}
            {said.fault(view)}
            {difference}
            {comment(said, "Reason, needed for both")}
            {unsent()}
            <div class="two">
                <button class="button" name="what" value="override">"Let it start now"</button>
                <button class="button" name="what" value="refuse">"It will not start"</button>
            </div>
        </form>
    }
    .into_any()
}

/// What is said beside a comment whose act is offered no more while it is written; the style shows it then.
pub(super) fn unsent() -> AnyView {
    view! { <p class="unsent">"What you wrote was not sent."</p> }.into_any()
}

/// The verdict of the strip, which a phone shows beside the acts: the strip itself may lie below the fold there.
fn verdict(strip: &StripView) -> impl IntoView + use<> {
    let form = match strip.verdict {
        StripVerdict::Clear => Form::Neutral,
        StripVerdict::Caution | StripVerdict::Blocked => Form::Lit,
    };
    view! {
        <p class="verdict-line">
            <Lamp sign=strip_sign(strip.verdict) form/>
            <a class="act" href="#strip">{strip.heading.clone()}</a>
        </p>
    }
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

/// The comment as it was typed. Where an act was refused, whoever acted goes on here.
pub(super) fn comment(said: &Said, help: &'static str) -> impl IntoView + use<> {
    let refused = said.is_refused();
    view! {
        <input
            class="input"
            name="comment"
            aria-label=help
            placeholder=help
            maxlength=MAX_COMMENT.to_string()
            autocomplete="off"
            autofocus=refused
            aria-describedby=refused.then_some(FAULT)
            value=said.comment.clone()
        />
    }
}
