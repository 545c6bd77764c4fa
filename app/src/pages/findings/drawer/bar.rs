//! The bar above a finding: to its neighbours in the list, and away.

use domain::id::FindingId;
use leptos::prelude::*;

use super::{super::address::ListAddress, copy_pressed, tab::Tab};
use crate::{
    api::FindingView,
    components::{Icon, icon},
    format,
};

/// Previous, next, close. A neighbour opens on the same part.
#[component]
pub(super) fn Bar(finding: FindingView, address: ListAddress, tab: Tab) -> impl IntoView {
    let named = finding.summary.control.clone();
    let named = named.unwrap_or_else(|| finding.summary.product.clone());
    view! {
        <header class="drawer-bar" on:click=|event| copy_pressed(&event)>
            <p class="aside clip">{named}</p>
            <div class="buttons end">
                {finding.place.map(|(at, of)| view! {
                    <span class="aside small place">{format::count(at)}" of "{format::count(of)}</span>
                })}
                {neighbour(finding.previous, &address, tab, Side::Previous)}
                {neighbour(finding.next, &address, tab, Side::Next)}
                <button class="button bare square copy needs-js" type="button" aria-label="Copy the link" title="Copy the link"
                    data-copy=tab.href(&address, finding.summary.id)>
                    {icon("i-link", "icon")}
                    {icon("i-check", "icon")}
                </button>
                {close(&address)}
            </div>
        </header>
    }
}

#[derive(Clone, Copy)]
enum Side {
    Previous,
    Next,
}

fn neighbour(
    id: Option<FindingId>,
    address: &ListAddress,
    tab: Tab,
    side: Side,
) -> impl IntoView + use<> {
    let (rel, label, symbol) = match side {
        Side::Previous => ("prev", "Previous finding", "i-chevron-up"),
        Side::Next => ("next", "Next finding", "i-chevron-down"),
    };
    match id.map(|id| tab.href(address, id)) {
        Some(href) => view! {
            <a class="button bare square" rel=rel href=href aria-label=label><Icon name=symbol/></a>
        }
        .into_any(),
        None => view! {
            <span class="button bare square" role="img" aria-disabled="true" aria-label=format!("No {}", format::lower(label))>
                <Icon name=symbol/>
            </span>
        }
        .into_any(),
    }
}

/// Back to the list alone.
pub(super) fn close(address: &ListAddress) -> impl IntoView + use<> {
    view! {
        <a class="button bare square" rel="up" href=address.href() aria-label="Close">
            <Icon name="i-close"/>
        </a>
    }
}
