//! The way through the pages of a list.

use leptos::prelude::*;

use super::address::{ListAddress, PAGE_ROWS};
use crate::format;

/// First and next page.
#[component]
pub(super) fn Pager(address: ListAddress, next: Option<String>, total: u64) -> impl IntoView {
    if next.is_none() && address.after.is_none() {
        return ().into_any();
    }
    let first = address.after.is_some().then(|| address.from(None).href());
    let next = next.map(|next| address.from(Some(&next)).href());
    view! {
        <nav class="pager" aria-label="Pages">
            <p class="aside">{format::counted(total, "finding", "findings")}</p>
            {step(first, "first", "First page".to_owned())}
            {step(next, "next", format!("Next {PAGE_ROWS}"))}
        </nav>
    }
    .into_any()
}

fn step(href: Option<String>, rel: &'static str, words: String) -> impl IntoView {
    match href {
        Some(href) => view! { <a class="button" rel=rel href=href>{words}</a> }.into_any(),
        None => view! { <span class="button" aria-disabled="true">{words}</span> }.into_any(),
    }
}
