//! What an answer shows lives until the next one takes its place.

use leptos::{prelude::*, tachys::reactive_graph::OwnedView};
use serde::{Serialize, de::DeserializeOwned};

use super::refused::Refused;
use crate::{
    api::{ApiError, wire::WireJson},
    components::Loading,
};

/// Shows what is asked for, or why there is nothing to show, and anew whenever it is asked again.
pub(super) fn answered<T>(
    answer: Resource<Result<T, ApiError>, WireJson>,
    show: impl Fn(T) -> AnyView + Clone + Send + 'static,
) -> AnyView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
{
    let lasting = Lasting::here();
    view! {
        <Transition fallback=|| view! { <Loading/> }>
            {move || {
                let (lasting, show) = (lasting.clone(), show.clone());
                Suspend::new(async move {
                    match answer.await {
                        Ok(value) => lasting.show(|| show(value)),
                        Err(fault) => view! { <Refused fault/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// Where answers are shown.
///
/// What a suspended part makes ends as soon as it is asked anew, while a transition shows it until the answer is
/// there: a clock that ticks in between would read what is gone, and the whole page would stand still.
#[derive(Clone)]
pub(super) struct Lasting(Owner);

impl Lasting {
    /// In the component that is being made.
    pub(super) fn here() -> Self {
        Self(Owner::current().unwrap_or_default())
    }

    /// Makes what shows an answer.
    pub(super) fn show(&self, make: impl FnOnce() -> AnyView) -> AnyView {
        let owner = self.0.child();
        let view = owner.with(make);
        OwnedView::new_with_owner(view, owner).into_any()
    }
}
