//! The list one by one.

use domain::{
    finding::{Column, FindingSummary, SortKey, SortOrder},
    id::FindingId,
};
use leptos::{html, prelude::*};

use super::{
    Place,
    address::ListAddress,
    cells::{ROOM, cells, width},
    list::Looked,
    selection::{Tick, Ticked},
    waiting::{Newer, WaitingRow},
};
use crate::{
    api::Written,
    components::{Shape, severity_sign},
    format,
    pages::written::written,
};

/// The findings of a page.
#[component]
pub(super) fn FlatRows(
    address: ListAddress,
    rows: Vec<FindingSummary>,
    columns: String,
    heads: Written,
    newer: Newer,
    place: Place,
    looked: Looked,
) -> impl IntoView {
    let first_seen = first_seen(&address, &rows, looked);
    let columns = Column::read(&columns);
    let span = columns.len() + 2;
    let (ticked, shown) = (expect_context::<Ticked>(), ids(&rows));
    show_page(ticked, shown.len());
    let crowded = columns.iter().map(|column| width(*column)).sum::<u16>() > ROOM;
    let rows = rows.into_iter().enumerate().map(|(at, finding)| {
        let divider = (Some(at) == first_seen).then(|| divider(span));
        let cells = cells(&columns, &finding, looked);
        let has_resource = columns.contains(&Column::Resource);
        view! { {divider}<Row address=address.clone() finding cells has_resource place looked/> }
    });
    let rows = rows.collect_view();
    view! {
        <table
            class="table two-line fixed stack flat"
            class:crowded=crowded
            on:change=move |event| tick_page(&event, ticked, &shown)
        >
            <caption class="visually-hidden">"Findings"</caption>
            {written(html::thead(), heads, "")}
            <WaitingRow address newer place columns=span/>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn ids(rows: &[FindingSummary]) -> Vec<FindingId> {
    rows.iter().map(|finding| finding.id).collect()
}

/// The box above the rows shows whether all of them are ticked, or some. The server writes it, and nobody but the list
/// hears of it.
#[cfg(feature = "hydrate")]
fn show_page(ticked: Ticked, of: usize) {
    Effect::new(move |_| {
        let count = ticked.count();
        crate::live::show_part(PAGE_BOX, count > 0, count == of);
    });
}

#[cfg(not(feature = "hydrate"))]
const fn show_page(_: Ticked, _: usize) {}

#[cfg(feature = "hydrate")]
const PAGE_BOX: &str = ".list .page-all";

#[cfg(feature = "hydrate")]
fn tick_page(event: &leptos::ev::Event, ticked: Ticked, shown: &[FindingId]) {
    if let Some(on) = crate::live::turned(event, PAGE_BOX) {
        ticked.all(on, shown, super::selection::Meant::These);
    }
}

#[cfg(not(feature = "hydrate"))]
const fn tick_page(_: &leptos::ev::Event, _: Ticked, _: &[FindingId]) {}

/// Where in a list in the order of coming those begin that the reader has seen, if some before them are new.
fn first_seen(address: &ListAddress, rows: &[FindingSummary], looked: Looked) -> Option<usize> {
    let newest_first = address.sort == SortKey::Came && address.order == SortOrder::Descending;
    let first = rows
        .iter()
        .position(|finding| finding.n <= looked.seen_up_to)?;
    (newest_first && first > 0).then_some(first)
}

fn divider(span: usize) -> impl IntoView {
    view! {
        <tr class="divider">
            <td colspan=span.to_string()>"You marked what follows as seen"</td>
        </tr>
    }
}

/// Says that a finding is new to the reader.
pub(super) fn new_mark() -> impl IntoView {
    view! { <span class="new-mark">"new"</span> }
}

#[component]
fn Row(
    address: ListAddress,
    finding: FindingSummary,
    cells: Vec<AnyView>,
    has_resource: bool,
    place: Place,
    looked: Looked,
) -> impl IntoView {
    let is_new = looked.is_new(finding.n);
    let (id, tick_name) = (finding.id, finding.title.clone());
    let clock = looked.clock(&finding);
    let current = place.is_open(finding.id);
    let name = format::resource_name(&finding.resource_id).to_owned();
    let href = address.finding_href(finding.id);
    view! {
        <tr class:cursor=current aria-current=move || current.get().then_some("true")>
            <td class="c-icon">
                {looked.may_triage.then(|| view! { <Tick id name=tick_name/> })}
                <Shape sign=severity_sign(finding.severity)/>
            </td>
            <th scope="row" class="clip">
                <a class="cover" data-id=id.to_string() href=href title=finding.title.clone()>{finding.title.clone()}</a>
                <span class="under id">{clock}{(!has_resource).then_some(name)}{is_new.then(new_mark)}</span>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}
