//! What an answer shows lives until the next one takes its place.

use leptos::{prelude::*, tachys::reactive_graph::OwnedView};

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
