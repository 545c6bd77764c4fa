//! The list by control: a row a group, one of them open in place.

use domain::{
    finding::{ControlGroup, FindingSummary},
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
    api::OpenGroup,
    components::{Age, Avatar, Lamp, Shape, icon, severity_sign, workflow_form, workflow_sign},
    format,
};

/// The groups of a page.
#[component]
pub(super) fn GroupRows(
    address: ListAddress,
    rows: Vec<ControlGroup>,
    open: Option<OpenGroup>,
    total: u64,
    newer: Newer,
    place: Place,
    now: Timestamp,
) -> impl IntoView {
    let groups = rows.into_iter().map(|group| {
        let inside = open.as_ref().filter(|open| open.key == group.key);
        let inside = inside.cloned();
        view! { <Group address=address.clone() group inside place now/> }
    });
    let groups = groups.collect_view();
    view! {
        <table class="table groups fixed">
            <caption class="visually-hidden">"Findings by control"</caption>
            <thead>
                <tr>
                    <th scope="col" class="c-control">"Control"</th>
                    <th scope="col"><span class="visually-hidden">"Title"</span></th>
                    <th scope="col" class="num c-of">"Matching"</th>
                    <th scope="col" class="num c-short opt">"Accounts"</th>
                    <th scope="col" class="num c-age">"Since"</th>
                </tr>
            </thead>
            <WaitingRow address total newer place columns=5/>
            {groups}
        </table>
    }
}

#[component]
fn Group(
    address: ListAddress,
    group: ControlGroup,
    inside: Option<OpenGroup>,
    place: Place,
    now: Timestamp,
) -> impl IntoView {
    let is_open = inside.is_some();
    let chevron = if is_open {
        "i-chevron-down"
    } else {
        "i-chevron-right"
    };
    let expanded = if is_open { "true" } else { "false" };
    // Without a control the title is the name, and takes its own place and the control's.
    let (name, title, columns) = match group.control {
        Some(control) => (control, Some(group.title), "1"),
        None => (group.title, None, "2"),
    };
    let class = if title.is_some() { "control" } else { "title" };
    let href = address.opened(&group.key).href();
    view! {
        <tbody class="group" class:open=is_open>
            <tr class="group-row">
                <th scope="rowgroup" colspan=columns>
                    <a class="cover" href=href aria-expanded=expanded>
                        {icon(chevron, "icon s12")}
                        <Shape sign=severity_sign(group.severity)/>
                        <span class=class title=name.clone()>{name.clone()}</span>
                    </a>
                </th>
                {title.map(|title| view! { <td class="title" title=title.clone()>{title.clone()}</td> })}
                <td class="num of">
                    {format::count(group.matching)}
                    <span class="aside">{format!(" of {}", format::count(group.of.max(group.matching)))}</span>
                </td>
                <td class="num opt">{format::count(group.accounts)}</td>
                <td class="num since"><Age at=group.since now/></td>
            </tr>
            {inside.map(|inside| view! { <Inside address inside place now/> })}
        </tbody>
    }
    .into_any()
}

/// The first findings of the open group.
#[component]
fn Inside(address: ListAddress, inside: OpenGroup, place: Place, now: Timestamp) -> impl IntoView {
    let more = inside.total.saturating_sub(inside.page.rows.len() as u64);
    let label = format!("Findings of {}", inside.key);
    let all = address.inside(&inside.key).href();
    let rows = inside.page.rows.into_iter().map(|finding| {
        view! { <Child address=address.clone() finding place now/> }
    });
    let rows = rows.collect_view();
    view! {
        <tr class="group-rows">
            <td colspan="5">
                <table class="table children fixed" aria-label=label>
                    <tbody>{rows}</tbody>
                </table>
                {(more > 0)
                    .then(|| view! {
                        <a class="more act" href=all>
                            {format::counted(more, "more finding", "more findings")}
                        </a>
                    })}
            </td>
        </tr>
    }
}

#[component]
fn Child(
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
            <td class="c-check"></td>
            <th scope="row" class="clip">
                <a class="cover id" href=href title=finding.resource_id>{name}</a>
            </th>
            <td class="c-account clip" title=finding.account.clone()>{account}</td>
            <td class="c-lamp">
                <Lamp sign=workflow_sign(workflow) form=workflow_form(workflow)/>
            </td>
            <td class="num c-age"><Age at=finding.created now/></td>
            <td class="c-who"><Avatar name=finding.assignee/></td>
        </tr>
    }
    .into_any()
}
