//! What people do with a finding: take it, let go of it, move its workflow status.

use domain::finding::WorkflowStatus;
use leptos::prelude::*;

use super::{super::Place, Acts, history::who};
use crate::{
    api::{ApiError, FindingView},
    components::{FaultNote, Note, Sign},
    format,
    pages::refused::Refused,
};

/// What came of the last act belongs to the finding it was done to.
pub(super) fn forget_with(id: Memo<String>, acts: Acts) {
    let forget = move |_: &String, _: Option<&String>, _: Option<()>| {
        acts.workflow.value().set(None);
        acts.assign.value().set(None);
        #[cfg(feature = "hydrate")]
        crate::live::reset(".drawer-foot form");
    };
    Effect::watch(move || id.get(), forget, false);
}

/// One's own act is shown in the list at once.
pub(super) fn renew_list(acts: Acts, place: Place) {
    let (moved, given) = (acts.workflow.version(), acts.assign.version());
    let renew = move |_: &(usize, usize), _: Option<&(usize, usize)>, _: Option<()>| {
        place.refresh.update(|n| *n += 1);
    };
    Effect::watch(move || (moved.get(), given.get()), renew, false);
}

/// The foot of the drawer: the acts and what came of the last one.
#[component]
pub(super) fn Foot(finding: FindingView, acts: Acts, place: Place) -> impl IntoView {
    let (moved, given) = (acts.workflow.value(), acts.assign.value());
    let last = finding
        .history
        .first()
        .map(|last| (last.actor.clone(), last.at));
    let fault = move || {
        let fault = moved.get().or_else(|| given.get()).and_then(Result::err)?;
        Some(act_fault(fault, last.clone()))
    };
    view! {
        <div class="drawer-said">{fault}</div>
        <footer class="drawer-foot buttons">
            <AssignForm finding=finding.clone() acts/>
            <WorkflowForm finding acts place/>
        </footer>
    }
}

/// Who was faster stands in the history, never in the address.
fn act_fault(fault: ApiError, last: Option<(String, domain::time::Timestamp)>) -> impl IntoView {
    match (fault, last) {
        (ApiError::SignedOut, _) => view! { <Refused fault=ApiError::SignedOut/> }.into_any(),
        (ApiError::Conflict, Some((actor, at))) => {
            let sign = Sign {
                symbol: "st-partial",
                tone: "t-warn",
                word: "",
            };
            let text = format!(
                "Changed by {} at {} UTC. Yours was not applied; what you chose is still selected.",
                who(&actor),
                format::clock(at)
            );
            view! { <Note sign text/> }.into_any()
        }
        (fault, _) => view! { <FaultNote fault/> }.into_any(),
    }
}

#[component]
fn AssignForm(finding: FindingView, acts: Acts) -> impl IntoView {
    let mine = finding.summary.assignee.as_deref() == Some(finding.me.as_str());
    let (to, words) = if mine {
        (String::new(), "Unassign")
    } else {
        (finding.me, "Assign to me")
    };
    view! {
        <ActionForm action=acts.assign>
            <input type="hidden" name="id" value=finding.summary.id.to_string()/>
            <input type="hidden" name="expected_version" value=finding.summary.version.0.to_string()/>
            <input type="hidden" name="to" value=to/>
            <button class="button primary">{words}<kbd class="needs-js">"a"</kbd></button>
        </ActionForm>
    }
}

#[component]
fn WorkflowForm(finding: FindingView, acts: Acts, place: Place) -> impl IntoView {
    let chosen = place
        .query
        .with_untracked(|query| query.get("chosen")?.parse().ok());
    let chosen = chosen.unwrap_or(finding.summary.workflow);
    let options = WorkflowStatus::ALL.iter().map(move |status| {
        let selected = *status == chosen;
        view! { <option value=status.as_str() selected=selected>{status.label()}</option> }
    });
    view! {
        <ActionForm action=acts.workflow attr:class="buttons">
            <input type="hidden" name="id" value=finding.summary.id.to_string()/>
            <input type="hidden" name="expected_version" value=finding.summary.version.0.to_string()/>
            <select class="input" name="to" aria-label="Workflow status">{options.collect_view()}</select>
            <button class="button">"Set"<span class="visually-hidden">" workflow status"</span></button>
        </ActionForm>
    }
}
