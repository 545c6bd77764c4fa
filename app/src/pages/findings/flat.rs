//! The list one by one.

use domain::finding::{FindingSummary, SortKey, SortOrder};
use leptos::prelude::*;

use super::{
    Place,
    account_names::AccountNames,
    address::ListAddress,
    list::Looked,
    selection::Tick,
    waiting::{Newer, WaitingRow},
};
use crate::{
    components::{Age, Avatar, Lamp, Shape, icon, severity_sign, workflow_form, workflow_sign},
    format,
};

/// The findings of a page.
#[component]
pub(super) fn FlatRows(
    address: ListAddress,
    rows: Vec<FindingSummary>,
    total: u64,
    newer: Newer,
    place: Place,
    looked: Looked,
) -> impl IntoView {
    let sorted = |sort| column_order(&address, sort);
    let (updated, created) = (sorted(SortKey::Updated), sorted(SortKey::Created));
    let by_update = address.sorted(SortKey::Updated).href();
    let by_age = address.sorted(SortKey::Created).href();
    let first_seen = first_seen(&address, &rows, looked);
    let rows = rows.into_iter().enumerate().map(|(at, finding)| {
        let divider = (Some(at) == first_seen).then(divider);
        view! { {divider}<Row address=address.clone() finding place looked/> }
    });
    let rows = rows.collect_view();
    view! {
        <table class="table two-line fixed stack flat">
            <caption class="visually-hidden">"Findings"</caption>
            <thead>
                <tr>
                    <th scope="col" class="c-icon"><span class="visually-hidden">"Severity"</span></th>
                    <th scope="col">"Finding"</th>
                    <th scope="col" class="c-account">"Account"</th>
                    <th scope="col" class="c-lamp">"Workflow"</th>
                    <th scope="col" class="num c-age opt" aria-sort=updated>
                        <a href=by_update>"Updated"{chevron(updated)}</a>
                    </th>
                    <th scope="col" class="num c-age" aria-sort=created>
                        <a href=by_age>"Age"{chevron(created)}</a>
                    </th>
                    <th scope="col" class="c-who">
                        <span class="visually-hidden">"Assignee"</span>
                    </th>
                </tr>
            </thead>
            <WaitingRow address total newer place columns=7/>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// Where in a list in the order of coming those begin that the reader has seen, if some before them are new.
fn first_seen(address: &ListAddress, rows: &[FindingSummary], looked: Looked) -> Option<usize> {
    let newest_first = address.sort == SortKey::Came && address.order == SortOrder::Descending;
    let first = rows
        .iter()
        .position(|finding| finding.n <= looked.seen_up_to)?;
    (newest_first && first > 0).then_some(first)
}

fn divider() -> impl IntoView {
    view! {
        <tr class="divider">
            <td colspan="7">"You marked what follows as seen"</td>
        </tr>
    }
}

/// Says that a finding is new to the reader.
pub(super) fn new_mark() -> impl IntoView {
    view! { <span class="new-mark">"new"</span> }
}

/// How a column is ordered, if the list is ordered by it. The oldest first are those with the greatest age.
fn column_order(address: &ListAddress, sort: SortKey) -> Option<&'static str> {
    (address.sort == sort).then_some(match address.order {
        SortOrder::Descending => "ascending",
        SortOrder::Ascending => "descending",
    })
}

fn chevron(order: Option<&'static str>) -> impl IntoView {
    order.map(|order| {
        let symbol = if order == "ascending" {
            "i-chevron-up"
        } else {
            "i-chevron-down"
        };
        icon(symbol, "icon s12")
    })
}

#[component]
fn Row(
    address: ListAddress,
    finding: FindingSummary,
    place: Place,
    looked: Looked,
) -> impl IntoView {
    let (now, is_new) = (looked.now, looked.is_new(finding.n));
    let (id, tick_name) = (finding.id, finding.title.clone());
    let current = place.is_open(finding.id);
    let name = format::resource_name(&finding.resource_id).to_owned();
    let href = address.finding_href(finding.id);
    let account = AccountNames::here().of(&finding.account);
    let workflow = finding.workflow;
    view! {
        <tr class:cursor=current aria-current=move || current.get().then_some("true")>
            <td class="c-icon">
                {looked.may_triage.then(|| view! { <Tick id name=tick_name/> })}
                <Shape sign=severity_sign(finding.severity)/>
            </td>
            <th scope="row" class="clip">
                <a class="cover" data-id=id.to_string() href=href title=finding.title.clone()>{finding.title.clone()}</a>
                <span class="under id">{name}{is_new.then(new_mark)}</span>
            </th>
            <td class="clip" title=finding.account.clone()>{account}</td>
            <td><Lamp sign=workflow_sign(workflow) form=workflow_form(workflow)/></td>
            <td class="num opt"><Age at=finding.updated now/></td>
            <td class="num" data-label="Age"><Age at=finding.created now/></td>
            <td class="c-who"><Avatar name=finding.assignee/></td>
        </tr>
    }
    .into_any()
}
