//! Other findings of the same resources.

use domain::finding::FindingSummary;
use leptos::prelude::*;

use super::super::address::ListAddress;
use crate::{
    api::SameResourceView,
    components::{Age, Lamp, Shape, Sign, State, severity_sign, workflow_form, workflow_sign},
    format,
};

const QUIET: Sign = Sign {
    symbol: "st-none",
    tone: "t-quiet s16",
    word: "",
};

/// The other findings that name one of its resources, worst first.
pub(crate) fn same(same: SameResourceView, address: &ListAddress) -> AnyView {
    if same.findings.is_empty() {
        return view! {
            <State
                sign=QUIET
                what="Nothing else is found on its resources"
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
            <p class="aside">{format!("{} more on its resources.", format::count(more))}</p>
        })}
    }
    .into_any()
}
