//! What an answer shows lives until the next one takes its place.

use chrono::TimeDelta;
use leptos::{prelude::*, tachys::reactive_graph::OwnedView};
use leptos_router::hooks::use_location;
use serde::{Serialize, de::DeserializeOwned};

use super::refused::Refused;
use crate::{
    api::{ApiError, wire::WireJson},
    components::{Loading, Ticker},
    live,
};

/// Shows what is asked for, or why there is nothing to show, and anew whenever it is asked again.
pub(super) fn answered<T>(
    answer: Resource<Result<T, ApiError>, WireJson>,
    show: impl Fn(T) -> AnyView + Clone + Send + 'static,
) -> AnyView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
{
    let (lasting, kept) = (Lasting::here(), Kept::here(move || answer.refetch()));
    view! {
        <Transition fallback=|| view! { <Loading/> }>
            {move || {
                let (lasting, show) = (lasting.clone(), show.clone());
                // As long as what is shown stays, nothing else hears of the next answer.
                answer.track();
                Suspend::new(async move {
                    let answer = answer.await;
                    kept.hear(answer.as_ref().err()).await;
                    match answer {
                        Ok(value) => lasting.show(|| show(value)),
                        Err(fault) => view! { <Refused fault/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// How long after a question that found no answer it is asked again.
pub(super) const AGAIN: TimeDelta = TimeDelta::seconds(5);

/// Whether a page keeps what it shows: the server said nothing, or the session ended while somebody fills in a form, which
/// would be lost. Sent, it comes back filled after signing in.
fn stays(fault: &ApiError) -> bool {
    match fault {
        ApiError::Transport(_) => true,
        ApiError::SignedOut => live::is_filling(),
        _ => false,
    }
}

/// What is shown, which stays as [`stays`] says: the page must not lose it for that. What is owed is asked for again; that it
/// may be old is what the banner says.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    /// The address of what is shown, once something is.
    shown: StoredValue<Option<String>>,
    address: Memo<String>,
    owed: StoredValue<bool>,
}

impl Kept {
    /// In the component that is being made, for the address of its page.
    pub(super) fn here(ask: impl Fn() + Send + Sync + 'static) -> Self {
        let place = use_location();
        let address =
            Memo::new(move |_| format!("{}?{}", place.pathname.get(), place.search.get()));
        Self::at(address, ask)
    }

    /// The same for what depends on `address`.
    pub(super) fn at(address: Memo<String>, ask: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            shown: StoredValue::new(None),
            address,
            owed: owed(Box::new(ask)),
        }
    }

    /// Takes in what came of the question, and ends only where that is to be shown.
    pub(super) async fn hear(self, fault: Option<&ApiError>) {
        let address = self.address.get_untracked();
        let Some(fault) = fault else {
            return self.shown.set_value(Some(address));
        };
        let stays = stays(fault);
        self.owed.set_value(stays);
        if stays && self.shown.get_value() == Some(address) {
            std::future::pending().await
        }
    }
}

/// Says that an answer is owed: set, it is asked for again in a while.
fn owed(ask: Box<dyn Fn() + Send + Sync>) -> StoredValue<bool> {
    let (owed, ticker) = (StoredValue::new(false), use_context::<Ticker>());
    let beat = Memo::new(move |_| {
        let now = ticker.and_then(|ticker| ticker.0.get());
        now.map(|at| at.timestamp() / AGAIN.num_seconds())
    });
    Effect::new(move |_| {
        if beat.get().is_some() && owed.get_value() {
            owed.set_value(false);
            ask();
        }
    });
    owed
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
