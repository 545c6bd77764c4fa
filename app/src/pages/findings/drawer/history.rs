//! The part of a finding that says what changed: what was kept here first, and what AWS remembers once it has answered.

use domain::{id::FindingId, version::Version};
use leptos::{html, prelude::*, task::spawn_local};

use super::{super::Place, tab::Tab};
use crate::{
    api::{ApiError, FindingView, get_finding},
    components::FaultNote,
    pages::written::written,
};

/// The finding once more, with what AWS remembers of it.
pub(super) type Told = RwSignal<Option<Result<FindingView, ApiError>>>;

/// Asks AWS whenever somebody looks at the history of the finding that is `shown`, and again when it has changed. Effects
/// never run on the server: a page does not wait for AWS.
pub(super) fn ask_aws(
    shown: Memo<Option<(FindingId, Version)>>,
    tab: Memo<Tab>,
    place: Place,
) -> Told {
    let told = RwSignal::new(None);
    Effect::new(move |_| {
        let shown = shown.get().filter(|_| tab.get() == Tab::History);
        if let Some((id, _)) = shown {
            spawn_local(async move {
                let list = place.list.get_untracked();
                let answer = get_finding(id.to_string(), list, "aws".to_owned()).await;
                // The drawer may be closed by now.
                let _ = told.try_set(Some(answer));
            });
        }
    });
    told
}

/// The changes.
#[component]
pub(super) fn History(finding: FindingView, told: Told, of: String) -> impl IntoView {
    move || {
        let (fault, answer) = told.with(|told| match told {
            Some(Err(fault)) => (Some(fault.clone()), None),
            Some(Ok(told)) if told.state() == finding.state() => (None, Some(told.history.clone())),
            _ => (None, None),
        });
        let history = answer.unwrap_or_else(|| finding.history.clone());
        view! {
            {fault.map(|fault| view! { <FaultNote fault/> })}
            {written(html::div(), history, of.clone())}
        }
    }
}
