//! A page as the server writes it, with what the browser must know of it.

use domain::event::Topic;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page with this title; it is asked for again whenever something of these topics happens.
///
/// Nothing of it wakes up in the browser, so what it was made from is not sent along.
pub(in crate::pages) fn served(
    title: &'static str,
    topics: &[Topic],
    page: impl FnOnce() -> AnyView + 'static,
) -> AnyView {
    let topics: Vec<&str> = topics.iter().map(|topic| topic.as_str()).collect();
    let page = Owner::with_no_hydration(page);
    // The same three parts as in the browser, which would else find another page than it expects.
    view! {
        <Title text=title/>
        <div class="served" data-title=title data-topics=topics.join(" ")>{page}</div>
        {move || ().into_any()}
    }
    .into_any()
}
