//! The part of a finding that says what changed: what was kept here first, and what AWS remembers once it has answered.

use leptos::{html, prelude::*, task::spawn_local};

use super::{super::Place, tab::Tab};
use crate::{
    api::{ApiError, FindingView, get_finding},
    components::FaultNote,
    pages::written::written,
};

/// The finding once more, with what AWS remembers of it.
pub(super) type Told = RwSignal<Option<Result<FindingView, ApiError>>>;

/// Asks AWS whenever somebody looks at the history of another finding or has acted on this one. Effects never run on the
/// server: a page does not wait for AWS.
pub(super) fn ask_aws(
    id: Memo<String>,
    tab: Memo<Tab>,
    place: Place,
    acted: impl Fn() + 'static,
) -> Told {
    let told = RwSignal::new(None);
    Effect::new(move |_| {
        acted();
        let id = id.get();
        if tab.get() == Tab::History {
            spawn_local(async move {
                let list = place.list.get_untracked();
                let answer = get_finding(id, list, "aws".to_owned()).await;
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
            Some(Ok(told)) if told.is_of(&finding) => (None, Some(told.history.clone())),
            _ => (None, None),
        });
        let history = answer.unwrap_or_else(|| finding.history.clone());
        view! {
            {fault.map(|fault| view! { <FaultNote fault/> })}
            {written(html::div(), history, of.clone())}
        }
    }
}
