//! The list one by one.

use domain::{
    finding::{FindingSummary, SortKey, SortOrder},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{
    Place,
    account_names::AccountNames,
    address::ListAddress,
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
    now: Timestamp,
) -> impl IntoView {
    let sorted = |sort| column_order(&address, sort);
    let (updated, created) = (sorted(SortKey::Updated), sorted(SortKey::Created));
    let by_update = address.sorted(SortKey::Updated).href();
    let by_age = address.sorted(SortKey::Created).href();
    let rows = rows.into_iter().map(|finding| {
        view! { <Row address=address.clone() finding place now/> }
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
    now: Timestamp,
) -> impl IntoView {
    let current = place.is_open(finding.id);
    let name = format::resource_name(&finding.resource_id).to_owned();
    let href = address.finding_href(finding.id);
    let account = AccountNames::here().of(&finding.account);
    let workflow = finding.workflow;
    view! {
        <tr class:cursor=current aria-current=move || current.get().then_some("true")>
            <td class="c-icon"><Shape sign=severity_sign(finding.severity)/></td>
            <th scope="row" class="clip">
                <a class="cover" href=href title=finding.title.clone()>{finding.title.clone()}</a>
                <span class="under id">{name}</span>
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
