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
    let (lasting, kept) = (Lasting::here(), Kept::here(answer));
    view! {
        <Transition fallback=|| view! { <Loading/> }>
            {move || {
                let (lasting, show, kept) = (lasting.clone(), show.clone(), kept.clone());
                Suspend::new(async move {
                    match kept.or_last(answer.await) {
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

/// The last answer, which stays as [`stays`] says: the page must not lose what it shows for that. What is owed is asked for
/// again; that it may be old is what the banner says.
#[derive(Clone)]
struct Kept<T: Send + Sync + 'static> {
    /// The address it was for, and the answer.
    last: StoredValue<Option<(String, T)>>,
    owed: StoredValue<bool>,
    address: Memo<String>,
}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Kept<T> {
    /// In the component that is being made.
    fn here(answer: Resource<Result<T, ApiError>, WireJson>) -> Self {
        let (place, ticker) = (use_location(), use_context::<Ticker>());
        let owed = StoredValue::new(false);
        let beat = Memo::new(move |_| {
            let now = ticker.and_then(|ticker| ticker.0.get());
            now.map(|at| at.timestamp() / AGAIN.num_seconds())
        });
        Effect::new(move |_| {
            if beat.get().is_some() && owed.get_value() {
                owed.set_value(false);
                answer.refetch();
            }
        });
        Self {
            last: StoredValue::new(None),
            owed,
            address: Memo::new(move |_| format!("{}?{}", place.pathname.get(), place.search.get())),
        }
    }

    /// The answer, or the last one for the same address where the server said nothing.
    fn or_last(&self, answer: Result<T, ApiError>) -> Result<T, ApiError> {
        let address = self.address.get_untracked();
        match answer {
            Ok(value) => {
                // A page that the server writes is written once.
                if cfg!(feature = "hydrate") {
                    self.last.set_value(Some((address, value.clone())));
                }
                Ok(value)
            }
            Err(fault) if stays(&fault) => {
                self.owed.set_value(true);
                let last = self.last.get_value();
                last.filter(|(of, _)| *of == address)
                    .map(|(_, value)| value)
                    .ok_or(fault)
            }
            Err(fault) => Err(fault),
        }
    }
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
