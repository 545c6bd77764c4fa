//! The list in groups: a row a group, one of them open in place.

use domain::{
    finding::{ComplianceStatus, FindingGroup, FindingSummary, Grouping},
    id::FindingId,
    time::Timestamp,
};
use leptos::prelude::*;

use super::{
    Place,
    account_names::AccountNames,
    address::ListAddress,
    flat::new_mark,
    group_counts::{counts, in_full},
    list::Looked,
    selection::{Meant, Tick, Ticked},
    trend::Trend,
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
    rows: Vec<FindingGroup>,
    open: Option<OpenGroup>,
    newer: Newer,
    place: Place,
    looked: Looked,
) -> impl IntoView {
    let groups = rows.into_iter().map(|group| {
        let inside = open.as_ref().filter(|open| open.key == group.key);
        let inside = inside.cloned();
        view! { <Group address=address.clone() group inside place looked/> }
    });
    let groups = groups.collect_view();
    let (head, caption) = match address.grouping {
        Grouping::Control | Grouping::Flat => ("Control", "Findings by control"),
        Grouping::Resource => ("Resource", "Findings by resource"),
        Grouping::Account => ("Account", "Findings by account"),
        Grouping::Product => ("Product", "Findings by product"),
        Grouping::Suppression => ("Suppression", "Findings by suppression"),
    };
    let of = match address.grouping {
        Grouping::Control => "Failing",
        _ => "Matching",
    };
    view! {
        <table class="table groups fixed">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{head}</th>
                    <th scope="col" class="num c-of">{of}</th>
                    <th scope="col" class="num c-places opt">"Accounts"</th>
                    <th scope="col" class="num c-age">"Since"</th>
                    <th scope="col" class="num c-spark opt">"14 days"</th>
                </tr>
            </thead>
            <WaitingRow address newer place columns=5/>
            {groups}
        </table>
    }
}

#[component]
fn Group(
    address: ListAddress,
    group: FindingGroup,
    inside: Option<OpenGroup>,
    place: Place,
    looked: Looked,
) -> impl IntoView {
    let is_open = inside.is_some();
    let chevron = if is_open {
        "i-chevron-down"
    } else {
        "i-chevron-right"
    };
    let expanded = if is_open { "true" } else { "false" };
    let (name, title) = named(address.grouping, &group);
    let now = looked.now;
    let unseen = if looked.seen_up_to > 0 {
        group.unseen
    } else {
        0
    };
    let class = if title.is_some() { "control" } else { "title" };
    let href = address.opened(&group.key).href();
    view! {
        <tbody class="group" class:open=is_open>
            <tr class="group-row">
                <th scope="rowgroup">
                    <span class="group-name">
                        <a class="cover" data-id=group.key.clone() href=href aria-expanded=expanded>
                            {icon(chevron, "icon s12")}
                            <Shape sign=severity_sign(group.severity)/>
                            <span class=class title=name.clone()>{name.clone()}</span>
                            {(unseen > 0).then(|| view! {
                                <span class="new-mark">{format!("{} new", format::count(unseen))}</span>
                            })}
                        </a>
                        {title.map(|title| view! { <span class="title" title=title.clone()>{title.clone()}</span> })}
                    </span>
                </th>
                <td class="num of" title=in_full(&group)>{counts(&group)}</td>
                <td class="num opt">
                    {format::count(group.accounts)}
                    <span class="aside">" in "{format::counted(group.regions, "region", "regions")}</span>
                </td>
                <td class="num since"><Age at=group.since now/></td>
                <td class="c-spark opt"><Trend days=group.trend/></td>
            </tr>
            {inside.map(|inside| view! { <Inside address inside place looked/> })}
        </tbody>
    }
    .into_any()
}

/// The name of a group, and a second text where it has one.
fn named(by: Grouping, group: &FindingGroup) -> (String, Option<String>) {
    match by {
        Grouping::Control | Grouping::Flat => match &group.control {
            Some(control) => (control.clone(), Some(group.title.clone())),
            None => (group.title.clone(), None),
        },
        _ => (group_name(by, &group.key), None),
    }
}

/// What a group is called by its key, where accounts are called as in this list.
pub(super) fn group_name(by: Grouping, key: &str) -> String {
    name_among(&AccountNames::here(), by, key)
}

/// The same, where accounts are called so.
pub(super) fn name_among(names: &AccountNames, by: Grouping, key: &str) -> String {
    match by {
        Grouping::Account => names.of(key),
        Grouping::Suppression if key.is_empty() => "Without an end".to_owned(),
        Grouping::Resource => match key.split_once(' ') {
            Some((kind, id)) => format!("{id} ({kind})"),
            None => "No resource is named".to_owned(),
        },
        _ => key.to_owned(),
    }
}

/// The first findings of the open group.
#[component]
fn Inside(address: ListAddress, inside: OpenGroup, place: Place, looked: Looked) -> impl IntoView {
    let more = inside.total.saturating_sub(inside.page.rows.len() as u64);
    let all = address.inside(&inside.key).href();
    let name = group_name(address.grouping, &inside.key);
    let label = format!("Findings of {name}");
    let whole = looked.may_triage.then(|| tick_group(&inside, &name));
    let rows = inside.page.rows.into_iter().map(|finding| {
        view! { <Child address=address.clone() finding place looked/> }
    });
    let rows = rows.collect_view();
    view! {
        <tr class="group-rows">
            <td colspan="5">
                {whole}
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

/// The box that ticks all of the open group, also those that it does not show.
fn tick_group(inside: &OpenGroup, name: &str) -> impl IntoView + use<> {
    let ticked = expect_context::<Ticked>();
    let shown: Vec<FindingId> = inside.page.rows.iter().map(|one| one.id).collect();
    let (count, more) = (shown.len(), inside.total > shown.len() as u64);
    let meant = if more { Meant::Group } else { Meant::These };
    let words = format!("Select all {} in {name}", format::count(inside.total));
    view! {
        <label class="check-line whole needs-js">
            <input
                class="check"
                type="checkbox"
                prop:checked=move || ticked.has_group(count, more)
                on:change=move |event| ticked.all(event_target_checked(&event), &shown, meant)
            />
            {words}
        </label>
    }
}

#[component]
fn Child(
    address: ListAddress,
    finding: FindingSummary,
    place: Place,
    looked: Looked,
) -> impl IntoView {
    let (now, is_new) = (looked.now, looked.is_new(finding.n));
    let current = place.is_open(finding.id);
    // What the group says already is not said again: its control and title, its resource, its account.
    let resource = || format::resource_name(&finding.resource_id).to_owned();
    let of_control = address.grouping == Grouping::Control;
    let (name, under) = match address.grouping {
        Grouping::Control => (resource(), None),
        Grouping::Resource => (finding.title.clone(), None),
        _ => (finding.title.clone(), Some(resource())),
    };
    let severity = (!of_control).then(|| view! { <Shape sign=severity_sign(finding.severity)/> });
    let account = (address.grouping != Grouping::Account)
        .then(|| AccountNames::here().of(&finding.account) + " ");
    let whole = match of_control {
        true => finding.resource_id.clone(),
        false => finding.title.clone(),
    };
    let href = address.finding_href(finding.id);
    let (id, tick_name) = (finding.id, name.clone());
    let mut clock = looked.clock(&finding);
    // Beneath the title it takes nothing from it.
    let under = under.map(|under| view! { <span class="under id">{clock.take()}{under}</span> });
    let (workflow, fails) = (finding.workflow, fails_for(&finding, now));
    view! {
        <tr class:cursor=current aria-current=move || current.get().then_some("true")>
            <td class="c-check">
                {looked.may_triage.then(|| view! { <Tick id name=tick_name/> })}
            </td>
            <th scope="row">
                <span class="named">
                    {severity}
                    <a class="cover" class:id=of_control data-id=id.to_string() href=href title=whole>{name}</a>
                    {is_new.then(new_mark)}
                    {clock}
                </span>
                {under}
            </th>
            <td class="c-account clip" title=finding.account.clone()>{account}<span class="aside">{finding.region}</span></td>
            <td class="c-lamp">
                <Lamp sign=workflow_sign(workflow) form=workflow_form(workflow)/>
            </td>
            <td class="num c-age">{fails}</td>
            <td class="c-who"><Avatar name=finding.assignee/></td>
        </tr>
    }
    .into_any()
}

/// How long it fails; one that passes does not.
fn fails_for(finding: &FindingSummary, now: Timestamp) -> AnyView {
    match finding.compliance {
        Some(ComplianceStatus::Passed) => view! { <span class="aside">"passed"</span> }.into_any(),
        _ => view! { <Age at=finding.open_since now/> }.into_any(),
    }
}
