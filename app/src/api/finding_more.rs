//! What a finding's document says beside what every finding has, and where its provider and Security Hub differ: written
//! by the server, out of the document.

use domain::finding::{IncomingFinding, Severity};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::findings_view::Written;

/// Related findings, vulnerabilities and tags of a resource that are named.
const NAMED: usize = 20;

/// The terms, and the table of what differs.
pub(super) fn more(finding: &IncomingFinding) -> Written {
    let document = serde_json::from_str(&finding.document).unwrap_or(Value::Null);
    let terms = terms(finding, &document);
    let differs = differences(finding, &document);
    let some = !terms.is_empty();
    let terms: Vec<_> = terms.into_iter().map(term).collect();
    Written::by_server(view! {
        {some.then(|| view! { <dl class="terms">{terms}</dl> })}
        {(!differs.is_empty()).then(|| table(differs))}
    })
}

/// A term with what stands beside it: lines, and an address that they lead to.
struct Term {
    name: String,
    lines: Vec<String>,
    href: Option<String>,
}

fn term(term: Term) -> AnyView {
    let lines = term.lines.into_iter();
    let lines: Vec<_> = match term.href {
        Some(href) => lines
            .map(|line| {
                view! {
                    <a class="act" href=href.clone() target="_blank" rel="noopener noreferrer external">{line}</a>
                }
                .into_any()
            })
            .collect(),
        None => lines
            .map(|line| view! { <div class="id">{line}</div> }.into_any())
            .collect(),
    };
    view! { <div><dt>{term.name}</dt><dd>{lines}</dd></div> }.into_any()
}

fn terms(finding: &IncomingFinding, document: &Value) -> Vec<Term> {
    let text = |key: &str| scalar(&document[key]).into_iter().collect::<Vec<_>>();
    let mut all = vec![
        ("Types".to_owned(), finding.types.clone()),
        ("Confidence".to_owned(), number(finding.confidence)),
        ("Criticality".to_owned(), number(finding.criticality)),
        ("Generator".to_owned(), vec![finding.generator.clone()]),
        (
            "Company".to_owned(),
            finding.company_name.clone().into_iter().collect(),
        ),
        ("Vulnerabilities".to_owned(), vulnerabilities(document)),
        ("Network".to_owned(), object(&document["Network"])),
        ("Action".to_owned(), action(&document["Action"])),
        (
            "Related findings".to_owned(),
            related(&document["RelatedFindings"]),
        ),
    ];
    let resources = document["Resources"].as_array().into_iter().flatten();
    for (at, resource) in (1..).zip(resources) {
        let name = match at {
            1 => "Resource tags".to_owned(),
            at => format!("Tags of resource {at}"),
        };
        all.push((name, tags(&resource["Tags"])));
    }
    let mut terms: Vec<Term> = all
        .into_iter()
        .map(|(name, mut lines)| {
            lines.retain(|line| !line.is_empty());
            Term {
                name,
                lines,
                href: None,
            }
        })
        .filter(|term| !term.lines.is_empty())
        .collect();
    let source = text("SourceUrl");
    if let Some(url) = source.first() {
        terms.push(Term {
            name: "Source".to_owned(),
            href: is_safe(url).then(|| url.clone()),
            lines: source,
        });
    }
    terms
}

fn number(value: Option<i16>) -> Vec<String> {
    value
        .map(|value| format!("{value} of 100"))
        .into_iter()
        .collect()
}

/// Only where a browser is safe from it.
fn is_safe(url: &str) -> bool {
    url.starts_with("https://") && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(word) => Some(word.to_string()),
        _ => None,
    }
}

/// The plain members of an object, `name: value` each.
fn object(value: &Value) -> Vec<String> {
    let members = value.as_object().into_iter().flat_map(Map::iter);
    let lines = members.filter_map(|(key, value)| Some(format!("{key}: {}", scalar(value)?)));
    lines.collect()
}

/// What was done, and by what: the members of the one kind of action that a finding has.
fn action(value: &Value) -> Vec<String> {
    let mut lines: Vec<String> = scalar(&value["ActionType"]).into_iter().collect();
    let kinds = value.as_object().into_iter().flat_map(Map::iter);
    for (_, kind) in kinds.filter(|(_, kind)| kind.is_object()) {
        lines.extend(object(kind));
        let parts = kind.as_object().into_iter().flat_map(Map::iter);
        for (name, part) in parts.filter(|(_, part)| part.is_object()) {
            let members = object(part).into_iter();
            lines.extend(members.map(|line| format!("{name} {line}")));
        }
    }
    lines
}

/// The first of many, and how many more there are.
fn some(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(NAMED);
    lines.truncate(NAMED);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

fn vulnerabilities(document: &Value) -> Vec<String> {
    let all = document["Vulnerabilities"].as_array();
    let ours = all
        .into_iter()
        .flatten()
        .filter_map(|one| scalar(&one["Id"]));
    // OCSF calls them so.
    let theirs = document["vulnerabilities"].as_array();
    let theirs = theirs.into_iter().flatten();
    let theirs = theirs.filter_map(|one| scalar(&one["cve"]["uid"]));
    some(ours.chain(theirs).collect())
}

fn related(value: &Value) -> Vec<String> {
    let all = value.as_array().into_iter().flatten();
    some(all.filter_map(|one| scalar(&one["Id"])).collect())
}

fn tags(value: &Value) -> Vec<String> {
    some(object(value))
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
            related(&provider["RelatedFindings"]),
            related(&document["RelatedFindings"]),
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
