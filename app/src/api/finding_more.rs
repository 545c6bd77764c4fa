//! What a finding's document says beside what every finding has, and where its provider and Security Hub differ: written
//! by the server, out of the document.

mod terms;

use domain::finding::{IncomingFinding, Severity};
use leptos::prelude::*;
use serde_json::Value;

use super::findings_view::Written;
use terms::{Term, related, scalar, some, terms};

/// The terms, and the table of what differs.
pub(super) fn more(finding: &IncomingFinding) -> Written {
    let document = serde_json::from_str(&finding.document).unwrap_or(Value::Null);
    let terms = terms(finding, &document);
    let differs = differences(finding, &document);
    let has_terms = !terms.is_empty();
    let terms: Vec<_> = terms.into_iter().map(term).collect();
    Written::by_server(view! {
        {has_terms.then(|| view! { <dl class="terms">{terms}</dl> })}
        {(!differs.is_empty()).then(|| table(differs))}
    })
}

fn term(term: Term) -> AnyView {
    let line = |line: String| {
        match (&term.href, term.in_words) {
        (Some(href), _) => view! {
            <a class="act" href=href.clone() target="_blank" rel="noopener noreferrer external">{line}</a>
        }
        .into_any(),
        (None, true) => view! { <div>{line}</div> }.into_any(),
        (None, false) => view! { <div class="id">{line}</div> }.into_any(),
    }
    };
    let lines: Vec<_> = term.lines.into_iter().map(line).collect();
    view! { <div><dt>{term.name}</dt><dd>{lines}</dd></div> }.into_any()
}

/// Field, what the provider said and what Security Hub says, where the two do not say the same.
fn differences(finding: &IncomingFinding, document: &Value) -> Vec<[String; 3]> {
    let provider = &document["FindingProviderFields"];
    let mut rows = Vec::new();
    if let Some(said) = finding
        .provider_severity
        .filter(|said| *said != finding.severity)
    {
        rows.push(severity(said, finding.severity));
    }
    for key in ["Confidence", "Criticality"] {
        let (theirs, ours) = (scalar(&provider[key]), scalar(&document[key]));
        if let Some(theirs) = theirs
            && Some(&theirs) != ours.as_ref()
        {
            let ours = ours.unwrap_or_else(|| "nothing".to_owned());
            rows.push([key.to_owned(), theirs, ours]);
        }
    }
    let types = |value: &Value| -> Vec<String> {
        let all = value.as_array().into_iter().flatten();
        all.filter_map(scalar).collect()
    };
    let lists = [
        (
            "Types",
            types(&provider["Types"]),
            types(&document["Types"]),
        ),
        (
            "Related findings",
            some(related(provider)),
            some(related(document)),
        ),
    ];
    for (name, mut theirs, mut ours) in lists {
        theirs.sort_unstable();
        ours.sort_unstable();
        if !theirs.is_empty() && theirs != ours {
            let ours = match ours.is_empty() {
                true => "nothing".to_owned(),
                false => ours.join(", "),
            };
            rows.push([name.to_owned(), theirs.join(", "), ours]);
        }
    }
    rows
}

fn severity(said: Severity, ours: Severity) -> [String; 3] {
    let word = if ours > said { "raised" } else { "lowered" };
    let ours = format!("{}, {word}", ours.label());
    ["Severity".to_owned(), said.label().to_owned(), ours]
}

fn table(rows: Vec<[String; 3]>) -> impl IntoView {
    let rows = rows.into_iter().map(|[field, theirs, ours]| {
        view! {
            <tr class="differs"><th scope="row">{field}</th><td>{theirs}</td><td>{ours}</td></tr>
        }
    });
    view! {
        <table class="compare">
            <caption class="visually-hidden">"Where provider and Security Hub differ"</caption>
            <thead>
                <tr>
                    <th scope="col">"Field"</th>
                    <th scope="col">"Provider said"</th>
                    <th scope="col">"Security Hub says"</th>
                </tr>
            </thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        </table>
    }
}
