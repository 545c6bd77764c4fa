//! What else there is: other findings of the same resource, and what else goes on around it.

use domain::finding::FindingSummary;
use leptos::prelude::*;

use super::super::address::ListAddress;
use crate::{
    api::{SameResourceView, StripView},
    components::{
        Age, Lamp, Shape, Sign, State, grade_sign, icon, severity_sign, workflow_form,
        workflow_sign,
    },
    format,
};

const QUIET: Sign = Sign {
    symbol: "st-none",
    tone: "t-quiet s16",
    word: "",
};

/// The other findings that name the same resource first, worst first.
pub(super) fn same(same: SameResourceView, address: &ListAddress) -> AnyView {
    if same.findings.is_empty() {
        return view! {
            <State
                sign=QUIET
                what="Nothing else is found on this resource"
                next="Findings of other resources of the same account are under Around."
            />
        }
        .into_any();
    }
    let more = same.total.saturating_sub(same.findings.len() as u64);
    let now = same.now;
    let rows = same.findings.into_iter().map(|finding: FindingSummary| {
        let href = address.finding_href(finding.id);
        view! {
            <li>
                <Shape sign=severity_sign(finding.severity)/>
                <a class="cover name" href=href>{finding.title}</a>
                <span class="end aside"><Age at=finding.open_since now/></span>
                <span class="under">
                    <Lamp sign=workflow_sign(finding.workflow) form=workflow_form(finding.workflow)/>
                    " "{finding.product}
                </span>
            </li>
        }
    });
    view! {
        <ul class="rows two-line">{rows.collect_view()}</ul>
        {(more > 0).then(|| view! {
            <p class="aside">{format!("{} more on this resource.", format::count(more))}</p>
        })}
    }
    .into_any()
}

/// What goes on around the resource now and did in the last day: incidents, changes, AWS Health, endpoints, freezes and
/// other findings, the nearest and worst first.
pub(super) fn around(strip: StripView) -> AnyView {
    let rows = strip.reasons.into_iter().map(|reason| {
        view! {
            <li>
                <Shape sign=grade_sign(reason.grade)/>
                <a class="cover name" href=reason.href>{reason.title}{icon("i-chevron-right", "icon s12")}</a>
                <span class="under">{reason.beneath}</span>
            </li>
        }
    });
    let rows: Vec<_> = rows.collect();
    let none = rows.is_empty().then(|| view! {
        <State
            sign=QUIET
            what="Nothing else goes on around this"
            next="Incidents, changes, AWS Health, endpoints, freezes and other findings were looked at."
        />
    });
    let blind = strip.blind.into_iter();
    let blind = blind.map(|one| view! { <p class="second">{one.text}</p> });
    view! {
        <ul class="rows two-line">{rows}</ul>
        {none}
        {strip.unlisted.map(|text| view! { <p class="aside">{text}</p> })}
        {blind.collect_view()}
    }
    .into_any()
}
