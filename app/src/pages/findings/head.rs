//! The head of the list: how many there are, in which form, in which order.

use domain::finding::{Due, Facet};
use leptos::{html, prelude::*};

use super::{Place, address::ListAddress};
use crate::{
    api::{Listed, ListingView},
    components::{Icon, due_sign, shape},
    format,
    pages::written::written,
};

/// Title, counts and the menus of the list.
#[component]
pub(super) fn Head(address: ListAddress, listing: ListingView, place: Place) -> impl IntoView {
    let count = match &listing.listed {
        Listed::Groups(listing, _) => format!(
            "{} in {}",
            format::count(listing.total),
            format::counted(listing.groups, "group", "groups")
        ),
        Listed::Flat(listing) => format::count(listing.total),
    };
    let open = move || place.query.with(|query| query.get("facets").is_some());
    let facets = move || {
        let query = place.query.get();
        let query = match open() {
            true => query.without(&["facets"]),
            false => query.with("facets", "open"),
        };
        query.href("/findings")
    };
    let filter = move || if open() { "Show the list" } else { "Filter" };
    view! {
        <header class="head">
            <h1 id="list-title">"Findings"</h1>
            <p class="aside">{count}</p>
            {seen(&address, &listing)}
            {suppressions(listing.ending)}
            {overdue(&address, &listing)}
            <div class="buttons end">
                <a class="button facets-open" href=facets>
                    <Icon name="i-filter"/>
                    {filter}
                </a>
                {written(html::div().class("menus"), listing.menus, listing.list.clone())}
            </div>
        </header>
        {written(html::div().class("view-line"), listing.view, listing.list)}
    }
}

/// How many of these have the first word of a facet, and the way to them alone, or back where only they are listed.
fn alone(
    address: &ListAddress,
    listing: &ListingView,
    facet: Facet,
    word: &'static str,
) -> Option<AnyView> {
    let mut facets = listing.listed.facets().iter();
    let first = facets
        .find(|counts| counts.facet == facet)?
        .values
        .first()?;
    let only = address.filter.chosen(facet) == [first.value.as_str()];
    let all = address.filter.clone().without(facet);
    let chosen = match only {
        true => all,
        false => all.toggled(facet, &first.value),
    };
    let href = address.filtered(chosen).href();
    let words = format!("{} {word}", format::count(first.count));
    let way = view! { <a class="act" href=href aria-current=only.then_some("true")>{words}</a> };
    (first.count > 0 || only).then(|| way.into_any())
}

/// How many of these are new to the reader, and the act that makes none of them so.
fn seen(address: &ListAddress, listing: &ListingView) -> Option<impl IntoView + use<>> {
    let way = alone(address, listing, Facet::Seen, "new to you")?;
    let last = listing.last.to_string();
    Some(view! {
        <p class="seen">{way}</p>
        <form class="seen" method="post" action="/api/findings/mark_seen">
            <input type="hidden" name="up_to" value=last/>
            <button class="button bare">"Mark all as seen"</button>
        </form>
    })
}

/// The way to what is hidden until a time, with a warning before some of it is shown again.
fn suppressions(ending: u64) -> impl IntoView {
    let words = match ending {
        0 => "Suppressions".to_owned(),
        1 => "1 suppression ends soon".to_owned(),
        ending => format!("{} suppressions end soon", format::count(ending)),
    };
    view! {
        <p class="seen" class:warn=ending.gt(&0)><a class="act" href="/suppressions">{words}</a></p>
    }
}

/// How many of these are overdue, which leads to them alone, and back.
fn overdue(address: &ListAddress, listing: &ListingView) -> Option<impl IntoView + use<>> {
    let way = alone(address, listing, Facet::Due, "overdue")?;
    Some(view! { <p class="seen overdue">{shape(due_sign(Due::Overdue))}{way}</p> })
}
