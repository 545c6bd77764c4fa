//! The controls of a standard, by how they stand.

use domain::{finding::ComplianceStatus, standard::ControlStatus};
use leptos::prelude::*;

use super::words;
use crate::{
    api::{ApiError, ControlLine, StandardView, context::answer_with},
    components::{Lamp, Shape, Sign, State, icon, severity_sign},
    format,
    query::Query,
};

/// Their panel; all of them, or those of one status.
pub(super) fn panel(found: &StandardView, status: Option<ControlStatus>) -> AnyView {
    let shown = found.controls.iter();
    let shown = shown.filter(|one| status.is_none_or(|status| one.status == status));
    let shown: Vec<&ControlLine> = shown.collect();
    let (tabs, body) = match (found.is_account_known, shown.is_empty()) {
        (false, _) => (None, no_account(found)),
        (true, true) => (Some(tabs(found, status)), nothing(status)),
        (true, false) => (Some(tabs(found, status)), table(found, &shown)),
    };
    view! {
        <section class="panel" aria-labelledby="controls">
            <header class="panel-head">
                <h2 id="controls">"Controls"</h2>
                {of_account(found, status)}
            </header>
            {tabs.map(|tabs| view! { <nav class="tabs" aria-label="Statuses">{tabs}</nav> })}
            {body}
        </section>
    }
    .into_any()
}

/// Whose controls are shown, and the way back to those of all.
fn of_account(found: &StandardView, status: Option<ControlStatus>) -> AnyView {
    match &found.account {
        Some(_) if !found.is_account_known => ().into_any(),
        Some((_, name)) => view! {
            <p class="aside">"as they are in "<strong>{name.clone()}</strong></p>
            <a class="end act" href=href(found, status, false)>"In all accounts"</a>
        }
        .into_any(),
        None => view! { <p class="aside">"over all accounts, what fails first"</p> }.into_any(),
    }
}

/// The same page with the controls of a status, and still of the account where one is looked at.
fn href(found: &StandardView, status: Option<ControlStatus>, of_account: bool) -> String {
    let mut query = Query::default();
    if let (Some((account, _)), true) = (&found.account, of_account) {
        query = query.with("account", account);
    }
    if let Some(status) = status {
        query = query.with("status", status.as_str());
    }
    let page = query.href(&format!("{}/{}", words::LIST, found.line.slug));
    format!("{page}#controls")
}

fn tabs(found: &StandardView, status: Option<ControlStatus>) -> AnyView {
    let all = found.controls.len() as u64;
    let of = |one: ControlStatus| u64::from(found.counts.of(one));
    let each = ControlStatus::ALL.iter();
    let each = each.map(|one| (Some(*one), one.label(), of(*one)));
    let tabs = std::iter::once((None, "All", all)).chain(each);
    let links = tabs.map(|(one, word, count)| {
        let current = (one == status).then_some("page");
        view! {
            <a href=href(found, one, true) aria-current=current>
                {word}<span class="n">{format::count(count)}</span>
            </a>
        }
    });
    links.collect_view().into_any()
}

/// An account that nobody named has none.
fn no_account(found: &StandardView) -> AnyView {
    answer_with(ApiError::NotFound.status());
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    let asked = found.account.as_ref();
    let what = asked.map(|(id, _)| format!("There is no account {id} here"));
    let next = "Neither Organizations nor a finding names it. A digit of the address may be wrong.";
    let way = (href(found, None, false), "In all accounts");
    view! { <State sign what=what.unwrap_or_default() next way=Some(way)/> }.into_any()
}

fn nothing(status: Option<ControlStatus>) -> AnyView {
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    let what = match status {
        Some(status) => format!("No control is {}", status.label().to_lowercase()),
        None => "No control of this standard is known here".to_owned(),
    };
    view! { <State sign what next="Look at the controls of another status, or of all accounts."/> }
        .into_any()
}

fn table(found: &StandardView, shown: &[&ControlLine]) -> AnyView {
    let rows = shown.iter().map(|control| row(found, control));
    let rows = rows.collect_view();
    view! {
        <table class="table fixed stack controls">
            <caption class="visually-hidden">"Controls"</caption>
            <thead>
                <tr>
                    <th scope="col" class="c-icon"><span class="visually-hidden">"Severity"</span></th>
                    <th scope="col">"Control"</th>
                    <th scope="col" class="c-status">"Status"</th>
                    <th scope="col" class="num c-failed">"Failed checks"</th>
                    <th scope="col" class="num c-in">"Accounts"</th>
                    <th scope="col" class="c-fix">"Remedy"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(found: &StandardView, control: &ControlLine) -> AnyView {
    let (sign, form) = words::status_sign(control.status);
    let href = findings_of(found, control);
    let checks = control.checks;
    let of = |part: u64, all: u64| format!("{} of {}", format::count(part), format::count(all));
    let failed = href.clone().map(|href| {
        view! { <a href=href>{of(checks.failed, checks.total())}</a> }
    });
    let accounts = (control.accounts > 0).then(|| of(control.failing_accounts, control.accounts));
    let severity = control.severity;
    let severity = severity.map(|severity| view! { <Shape sign=severity_sign(severity)/> });
    let name = view! { <span class="id">{control.id.clone()}</span>" "{control.title.clone()} };
    let name = match href {
        None => name.into_any(),
        Some(href) => view! { <a class="cover" href=href>{name}</a> }.into_any(),
    };
    let note = control.note.clone();
    let note = note.map(|note| view! { <span class="under">{note}</span> });
    view! {
        <tr class:past=matches!(control.status, ControlStatus::NoData | ControlStatus::Disabled)>
            <td class="c-icon">{severity}</td>
            <th scope="row" class="clip">{name}{note}</th>
            <td class="c-status"><Lamp sign form/></td>
            <td class="num c-failed" data-label="Failed checks">{failed}</td>
            <td class="num c-in" data-label="Accounts">{accounts}</td>
            <td class="c-fix">{remedy(control)}</td>
        </tr>
    }
    .into_any()
}

/// The list of the findings that make a control fail, or of all that count where none does.
fn findings_of(found: &StandardView, control: &ControlLine) -> Option<String> {
    let (region, account) = &found.place;
    let place = (region.as_deref(), account.as_deref());
    let result = (control.checks.failed > 0).then_some(ComplianceStatus::Failed);
    let id = Some(control.id.as_str());
    let href = || words::findings_href(&found.line.id, id, place, result);
    (control.checks.total() > 0).then(href)
}

fn remedy(control: &ControlLine) -> Option<AnyView> {
    let url = control.remediation_url.clone()?;
    let label = format!("AWS's remedy for {}", control.id);
    let link = view! {
        <a class="act with-icon" href=url rel="noreferrer" target="_blank" aria-label=label>
            "AWS"{icon("i-external", "icon s12")}
        </a>
    };
    Some(link.into_any())
}
