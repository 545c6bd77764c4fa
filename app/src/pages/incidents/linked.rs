//! The incidents of a finding, an AWS Health event or an endpoint, on its page.

use leptos::prelude::*;

use crate::{
    api::LinkedView,
    components::{Icon, icon},
};

/// Names them, and leads to the form that declares one.
pub(crate) fn linked(view: LinkedView) -> AnyView {
    let open = view.incidents.iter().any(|(_, _, open)| *open);
    let incidents = view.incidents.into_iter().map(|(href, words, open)| {
        let over = (!open).then_some(", resolved");
        view! { <a class="button" href=href><Icon name="i-incidents"/>{words}{over}</a> }
    });
    let incidents = incidents.collect_view();
    let declare = view.declare.filter(|_| !open).map(|href| {
        view! { <a class="button declare" href=href>{icon("i-incidents", "icon")}"Declare incident"</a> }
    });
    view! { <div class="buttons linked-incidents">{incidents}{declare}</div> }.into_any()
}
