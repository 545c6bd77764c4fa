//! The audit: who did what, and whether it was allowed.

use domain::page::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::place;
use crate::{
    api::{AuditView, list_audit, wire::asked},
    components::{Form, Lamp, Sign, Since},
    format,
    pages::lasting::answered,
    query::Query,
};

/// The page of the audit.
#[component]
pub fn AuditPage() -> impl IntoView {
    let search = use_location().search;
    let after = Memo::new(move |_| {
        let query = Query::parse(&search.get());
        query.get("after").unwrap_or_default().to_owned()
    });
    place("Audit", &[], move || {
        let entries = asked(move || after.get(), list_audit);
        answered(entries, move |page| {
            let first = after.get_untracked().is_empty();
            view! { <Entries page first/> }.into_any()
        })
    })
}

#[component]
fn Entries(page: Page<AuditView>, first: bool) -> impl IntoView {
    let next = page.next.map(|next| {
        Query::default()
            .with("after", &next)
            .href("/settings/audit")
    });
    let rows = page.rows.into_iter().map(row).collect_view();
    view! {
        <section class="panel" aria-labelledby="audit">
            <header class="panel-head">
                <h2 id="audit">"Audit"</h2>
                <p class="aside">"newest first; entries are added, never changed"</p>
            </header>
            <table class="table two-line fixed stack">
                <thead>
                    <tr>
                        <th scope="col" class="c-when">"When"</th>
                        <th scope="col" class="c-id">"Who"</th>
                        <th scope="col">"What"</th>
                        <th scope="col" class="c-id phone-off">"From"</th>
                        <th scope="col" class="c-lamp">"Outcome"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {(next.is_some() || !first)
                .then(|| view! {
                    <footer class="panel-foot buttons">
                        {(!first).then(|| view! { <a class="button" href="/settings/audit">"Newest"</a> })}
                        {next.map(|href| view! { <a class="button" rel="next" href=href>"Older"</a> })}
                    </footer>
                })}
        </section>
    }
}

/// The page of what an entry is about and has no name for, with the words of the way to it.
fn page_of(entry: &AuditView) -> Option<(String, &'static str)> {
    let number = &entry.number;
    match entry.action.as_str() {
        "decide_changes" | "request_changes" => Some((format!("/changes/{number}"), "the change")),
        "triage_findings" => Some((format!("/findings/{number}"), "the finding")),
        _ => None,
    }
}

fn row(entry: AuditView) -> impl IntoView {
    let refused = entry.outcome == "refused";
    let (sign, form) = if refused {
        let sign = Sign {
            symbol: "st-blocked",
            tone: "t-warn",
            word: "Refused",
        };
        (sign, Form::Soft)
    } else {
        (
            Sign {
                symbol: "st-ok",
                tone: "t-plain",
                word: "Done",
            },
            Form::Neutral,
        )
    };
    let action = format::plain_word(&entry.action);
    let about = match (entry.subject.is_empty(), page_of(&entry)) {
        (true, Some((href, words))) => {
            view! { {action}" · "<a class="act" href=href>{words}</a> }.into_any()
        }
        (true, None) => action.into_any(),
        (false, _) => format!("{action} · {}", entry.subject).into_any(),
    };
    view! {
        <tr>
            <td class="nowrap"><Since at=entry.at/></td>
            <th scope="row">{entry.actor}</th>
            <td class="wide">{entry.detail}<span class="under">{about}</span></td>
            <td class="phone-off">{entry.address}</td>
            <td><Lamp sign form/></td>
        </tr>
    }
}
