//! What a finding says: links and texts, which the server writes.

use domain::{
    finding::{Facet, VerificationState},
    standard::{standard_id, standard_name},
    suppression::suppression_name,
};
use leptos::prelude::*;

use super::planes;
use crate::{
    api::{FindingNoteView, FindingText, FindingView, Written},
    components::{Age, Since, due_clock, icon},
    pages::findings::address::ListAddress,
};

/// Terms and values, what provider and Security Hub see differently, and the note.
pub(crate) fn overview(finding: FindingView, text: FindingText, more: Written) -> AnyView {
    view! { <Overview finding text more/> }.into_any()
}

#[component]
fn Overview(finding: FindingView, text: FindingText, more: Written) -> impl IntoView {
    let (summary, reported, now) = (finding.summary, text.reported, finding.now);
    let (notes, tags, held) = (text.notes, text.tags, text.verification);
    let standards: Vec<String> = reported
        .standards
        .iter()
        .map(|one| standard_name(standard_id(one)))
        .collect();
    let control = summary.control.clone().map(|control| {
        view! { <b class="id">{control}</b>" "<span class="second">{standards.join(", ")}</span> }
    });
    let account = text.account_name.clone();
    let assignee = summary.assignee.clone();
    let resources = reported.resources.iter().map(|resource| {
        let kind = resource.kind.clone();
        view! { <div>{copyable(resource.id.to_string())}" "<span class="aside">{kind}</span></div> }
    });
    let resources = resources.collect_view();
    view! {
        <p class="second">{reported.description.clone()}</p>
        <dl class="terms">
            {control.map(|control| term("Control", control))}
            {term("Product", summary.product.clone())}
            {term("Account", view! {
                <span>{account}</span>" "<span class="aside">{summary.account.clone()}</span>
            })}
            {term("Region", summary.region.clone())}
            {term("Resource", resources)}
            {summary.compliance.map(|result| term("Result", result.label()))}
            {term("Record", summary.record_state.label())}
            {reported.first_observed.map(|at| term("First seen", view! { <Since at/> }))}
            {reported.last_observed.map(|at| term("Last seen", view! { <Since at/> }))}
            {term("Created", view! { <Since at=reported.created/> })}
            {(summary.open_since != reported.created).then(|| term("Open since", view! { <Since at=summary.open_since/> }))}
            {term("Updated", view! { <Since at=reported.updated/>" "<span class="aside"><Age at=reported.updated now/>" ago"</span> })}
            {summary.suppression.map(|number| term("Suppressed by", view! {
                <a class="act" href=format!("/suppressions/{number}")>{suppression_name(number.into())}</a>
                {text.hidden.map(|(until, why)| view! {
                    " until "<Since at=until/>
                    <p class="aside">{why}</p>
                })}
            }))}
            {term("Due", view! {
                {text.due_at.map(|at| view! { <Since at/>" " })}
                {due_clock(text.due, text.due_at, now)}
                <p class="aside">{text.due_rule}</p>
            })}
            {term("Assignee", match assignee {
                Some(name) => view! { <b>{name}</b> }.into_any(),
                None => view! { <span class="second">"nobody"</span> }.into_any(),
            })}
            {(held != VerificationState::Unknown).then(|| term("Verification", held.label()))}
            {(!tags.is_empty()).then(|| term("Tags", tags.iter().map(|tag| tagged(tag)).collect_view()))}
            {planes::identities(&text.planes, &reported.aws_finding_id)}
        </dl>
        <div inner_html=more.into_markup()></div>
        <Unrecognised words=reported.unrecognised/>
        <Notes notes/>
        {reported.note.map(|note| view! {
            <h3>"Note in Security Hub"</h3>
            <div class="small">
                <p class="aside"><b>{note.updated_by}</b>" "{note.updated_at.map(|at| view! { <Since at/> })}</p>
                <p class="second">{note.text}</p>
            </div>
        })}
    }
    .into_any()
}

pub(super) fn term(name: &'static str, value: impl IntoView) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
}

/// A tag, with the way to all that have it.
fn tagged(tag: &str) -> impl IntoView + use<> {
    let all = ListAddress::parse("").toggled(Facet::Tag, tag);
    view! { <a class="act" href=all.href()>{tag.to_owned()}</a>" " }
}

/// What is named elsewhere by it, with the button that copies it.
pub(super) fn copyable(id: String) -> impl IntoView {
    view! {
        <span class="id">{id.clone()}</span>
        <button class="copy needs-js" type="button" title="Copy" data-copy=id>
            {icon("i-copy", "icon s12")}
            {icon("i-check", "icon s12")}
            <span class="visually-hidden">"Copy"</span>
        </button>
    }
}

/// What people here noted, newest first.
#[component]
fn Notes(notes: Vec<FindingNoteView>) -> impl IntoView {
    let some = !notes.is_empty();
    let notes = notes.into_iter().map(|note| {
        view! {
            <div class="small">
                <p class="aside"><b>{note.actor}</b>" "<Since at=note.at/></p>
                <p class="second">{note.text}</p>
            </div>
        }
    });
    let notes = notes.collect_view();
    some.then(|| view! { <h3>"Notes"</h3>{notes} })
}

/// Words that are none of ours, as they came.
#[component]
fn Unrecognised(words: Vec<(String, String)>) -> impl IntoView {
    (!words.is_empty()).then(|| {
        let rows = words.into_iter().map(|(field, word)| {
            view! { <div><dt>{field}</dt><dd><code>{word}</code></dd></div> }
        });
        view! {
            <h3>"Words we do not know"</h3>
            <dl class="terms">{rows.collect_view()}</dl>
        }
    })
}
