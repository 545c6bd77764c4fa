//! What stands above the parts of a finding: how bad, where it stands, what it is called and what it is linked to.

use domain::{
    finding::{ComplianceStatus, RecordState},
    id::FindingId,
};
use leptos::prelude::*;

use crate::{
    api::{FindingText, FindingView, LinkedChangeView},
    components::{
        Age, Form, Icon, Lamp, Note, Sign, Since, severity_sign, workflow_form, workflow_sign,
    },
    format,
    pages::incidents::linked::linked,
};

/// The top of a finding, whichever part of it is read.
pub(crate) fn top(finding: &FindingView, text: &FindingText) -> AnyView {
    let summary = finding.summary.clone();
    let account = text.account_name.clone();
    let account = account.unwrap_or_else(|| summary.account.clone());
    let place = format!(" in {account}, {}", summary.region);
    let name = format::resource_name(&summary.resource_id).to_owned();
    let open_since = ("", summary.open_since);
    let (verb, (since, at)) = match (summary.record_state, summary.compliance) {
        (RecordState::Archived, _) => ("archived, updated ", (" ago", summary.updated)),
        (_, Some(ComplianceStatus::Passed)) => ("passed, updated ", (" ago", summary.updated)),
        (_, Some(_)) => ("failing for ", open_since),
        (_, None) => ("open for ", open_since),
    };
    let gone = summary.not_reported_since;
    view! {
        <div class="lamps">
            <Lamp sign=severity_sign(summary.severity) form=Form::Soft/>
            <Lamp sign=workflow_sign(summary.workflow) form=workflow_form(summary.workflow)/>
            <span class="aside end small">
                {verb}<Age at now=finding.now/>{since}
            </span>
        </div>
        <h2 id="drawer-title">{summary.title}</h2>
        <p class="second"><span class="id">{name}</span>{place}</p>
        {gone.map(|at| view! {
            <p class="second">
                "AWS no longer reports it, since " <Since at/> "."
            </p>
        })}
        {untold("st-waits", "t-waits", text.untold.clone())}
        {untold("st-partial", "t-warn", text.refused.clone())}
        <div class="buttons">
            {linked(text.incidents.clone())}
            {changes(summary.id, &text.changes, finding.may_triage)}
        </div>
    }
    .into_any()
}

/// AWS does not know what was decided here.
fn untold(symbol: &'static str, tone: &'static str, text: Option<String>) -> Option<AnyView> {
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    text.map(|text| view! { <Note sign text/> }.into_any())
}

/// The changes it is linked to, and the way to ask for another.
fn changes(id: FindingId, linked: &[LinkedChangeView], may_request: bool) -> impl IntoView + use<> {
    let linked = linked.iter().cloned().map(|change| {
        let href = format!("/changes/{}", change.id);
        view! { <a class="button" href=href title=change.title><Icon name="i-changes"/>{change.name}</a> }
    });
    let linked = linked.collect_view();
    let request = may_request.then(|| {
        let href = format!("/changes/new?finding={id}");
        view! { <a class="button request-change" href=href><Icon name="i-changes"/>"Request change"</a> }
    });
    view! { <div class="buttons linked-incidents">{linked}{request}</div> }
}
