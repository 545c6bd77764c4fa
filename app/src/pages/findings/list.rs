//! The facets and the list beside them, as one answer of the server.

use domain::{
    finding::{Deadlines, Due, FindingSummary},
    time::Timestamp,
};
use leptos::{html, prelude::*};

use super::{
    Place,
    account_names::AccountNames,
    address::ListAddress,
    facets::Facets,
    flat::FlatRows,
    groups::GroupRows,
    head::Head,
    pager::Pager,
    query_box::QueryBox,
    selection::{RefusedBar, SelectionBar, Ticked, Whole},
    waiting::Newer,
};
use crate::{
    api::{ActOnFindings, Listed, ListingView},
    components::due_clock,
    pages::written::written,
};

/// When the list was read, and what its reader knew before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looked {
    /// The server's time.
    pub(super) now: Timestamp,
    /// Up to which row number the reader has seen all findings.
    pub(super) seen_up_to: u32,
    /// Whether the reader may act on findings.
    pub(super) may_triage: bool,
    /// How long findings may stay open.
    pub(super) deadlines: Deadlines,
}

impl Looked {
    /// The clock of a finding, where it is overdue or soon is.
    pub(super) fn clock(&self, finding: &FindingSummary) -> Option<impl IntoView + use<>> {
        let (due, at) = self.deadlines.of(finding, self.now);
        let matters = matches!(due, Due::Overdue | Due::Soon);
        due_clock(due, at.filter(|_| matters), self.now)
    }

    /// Whether a finding is new to the reader; for one who never said that anything is seen, nothing is marked.
    pub(super) const fn is_new(&self, n: u32) -> bool {
        self.seen_up_to > 0 && n > self.seen_up_to
    }
}

/// Facets and rows.
#[component]
pub(super) fn List(
    listing: ListingView,
    newer: Newer,
    place: Place,
    act: ServerAction<ActOnFindings>,
) -> impl IntoView {
    let address = ListAddress {
        filter: ListAddress::parse(&listing.filter).filter,
        ..ListAddress::parse(&listing.list)
    };
    newer.begins(&listing.stamp);
    AccountNames::provide(listing.names.clone());
    let shown = listing.listed.facets().to_vec();
    let counts = Signal::derive(move || {
        let tally = newer.tally.get();
        tally.map_or_else(|| shown.clone(), |tally| tally.facets)
    });
    let total = listing.listed.total();
    let (may_triage, rule) = (listing.may_triage, listing.rule.clone());
    let (chips, kept) = (listing.chips.clone(), listing.kept.clone());
    expect_context::<Ticked>().keep(&listing);
    let whole = Whole::of(&listing, address.grouping);
    #[cfg(feature = "hydrate")]
    Effect::new(|_| crate::live::follow_cursor());
    let next = listing.listed.next().map(str::to_owned);
    view! {
        <Facets address=address.clone() counts kept/>
        <section class="list" aria-labelledby="list-title">
            <Head address=address.clone() listing=listing.clone() place/>
            <QueryBox address=address.clone() place chips rule/>
            {written(html::div().class("source-notes"), listing.notes.clone(), "")}
            <Rows address=address.clone() listing newer place/>
            <Pager address=address.clone() next total/>
            {match may_triage {
                true => view! { <SelectionBar address whole place act/> }.into_any(),
                false => view! { <RefusedBar place act/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Rows(address: ListAddress, listing: ListingView, newer: Newer, place: Place) -> impl IntoView {
    let looked = Looked {
        now: listing.now,
        seen_up_to: listing.seen_up_to,
        may_triage: listing.may_triage,
        deadlines: listing.deadlines,
    };
    if listing.listed.is_empty() {
        return written(html::div(), listing.instead, listing.list);
    }
    match listing.listed {
        Listed::Groups(groups, open) => {
            let rows = groups.page.rows;
            view! { <GroupRows address rows open newer place looked/> }.into_any()
        }
        Listed::Flat(flat) => {
            let (rows, columns, heads) = (flat.page.rows, listing.columns, listing.heads);
            view! { <FlatRows address rows columns heads newer place looked/> }.into_any()
        }
    }
}
