//! GetFindings against a plain filter over the same documents, written here a second time.

use crate::start::{Bench, id, start};
use chrono::{DateTime, Utc};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;

/// Attributes with the JSON pointers of their texts; `*` stands for each of a list.
const TEXTS: [(&str, &str); 13] = [
    ("AwsAccountId", "/AwsAccountId"),
    ("Region", "/Region"),
    ("ProductName", "/ProductName"),
    ("SeverityLabel", "/Severity/Label"),
    ("WorkflowStatus", "/Workflow/Status"),
    ("RecordState", "/RecordState"),
    ("ComplianceStatus", "/Compliance/Status"),
    (
        "ComplianceSecurityControlId",
        "/Compliance/SecurityControlId",
    ),
    ("Title", "/Title"),
    ("GeneratorId", "/GeneratorId"),
    ("Id", "/Id"),
    ("ResourceType", "/Resources/*/Type"),
    ("ResourceId", "/Resources/*/Id"),
];

const NUMBERS: [(&str, &str); 2] = [
    ("SeverityNormalized", "/Severity/Normalized"),
    ("Criticality", "/Criticality"),
];

const DATES: [(&str, &str); 2] = [("UpdatedAt", "/UpdatedAt"), ("CreatedAt", "/CreatedAt")];

/// What a filter asks of one attribute, as it is sent.
fn clause(documents: &[Value]) -> impl Strategy<Value = (String, Value)> + use<> {
    let words: Vec<(String, String)> = TEXTS
        .iter()
        .flat_map(|(name, at)| {
            let mut seen: BTreeSet<String> = BTreeSet::new();
            documents.iter().for_each(|one| {
                seen.extend(
                    read(one, at)
                        .iter()
                        .filter_map(|v| Some(v.as_str()?.to_owned())),
                )
            });
            seen.into_iter()
                .step_by(7)
                .take(12)
                .map(|word| ((*name).to_owned(), word))
        })
        .collect();
    prop_oneof![4 => text(words), 1 => number(), 2 => date()]
}

fn text(words: Vec<(String, String)>) -> impl Strategy<Value = (String, Value)> {
    let comparison = select(vec![
        "EQUALS",
        "PREFIX",
        "CONTAINS",
        "CONTAINS_WORD",
        "NOT_EQUALS",
        "PREFIX_NOT_EQUALS",
        "NOT_CONTAINS",
    ]);
    select(words).prop_flat_map(move |(name, word)| {
        let (letters, name) = (word.chars().count(), name);
        vec((comparison.clone(), 0..letters, 1..=letters), 1..3).prop_map(move |tests| {
            let values: Vec<Value> = tests
                .into_iter()
                .map(|(comparison, from, count)| {
                    let part: String = match comparison {
                        "EQUALS" | "NOT_EQUALS" => word.clone(),
                        "PREFIX" | "PREFIX_NOT_EQUALS" => word.chars().take(count).collect(),
                        _ => word.chars().skip(from).take(count).collect(),
                    };
                    json!({"Value": part, "Comparison": comparison})
                })
                .collect();
            (name.clone(), Value::from(values))
        })
    })
}

fn number() -> impl Strategy<Value = (String, Value)> {
    (
        select(NUMBERS.to_vec()),
        select(vec!["Gte", "Lte", "Eq", "Gt", "Lt"]),
        select(vec![0, 1, 40, 55, 70, 90]),
    )
        .prop_map(|((name, _), bound, edge)| (name.to_owned(), json!([{bound: edge}])))
}

fn date() -> impl Strategy<Value = (String, Value)> {
    (select(DATES.to_vec()), 0_i64..90, 0_i64..90, 0..4).prop_map(|((name, _), days, more, form)| {
        let back = |days: i64| (start() - chrono::Duration::days(days)).to_rfc3339();
        let value = match form {
            0 => json!({"Start": back(days + more), "End": back(days)}),
            1 => json!({"Start": back(days)}),
            2 => json!({"DateRange": {"Value": days, "Unit": "DAYS", "Comparison": "WITHIN"}}),
            _ => json!({"DateRange": {"Value": days, "Unit": "DAYS", "Comparison": "OLDER_THAN"}}),
        };
        (name.to_owned(), json!([value]))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_finds_what_a_plain_filter_finds() {
    let bench = Bench::new(250, 3).await;
    let documents = bench.sweep(&json!({})).await.expect("no filter");
    assert_eq!(documents.len(), 250);
    let filters = btree_map("[a-c]", clause(&documents), 1..4)
        .prop_map(|clauses| Value::Object(clauses.into_values().collect()));
    let (some, refused) = (Cell::new(0), Cell::new(0));
    let runtime = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| {
        TestRunner::new(Config {
            cases: 200,
            failure_persistence: None,
            ..Config::default()
        })
        .run(&filters, |filters| {
            let found = runtime.block_on(bench.sweep(&filters));
            match (found, conflict(&filters)) {
                (Err(code), true) => {
                    prop_assert_eq!(code, "InvalidInputException");
                    refused.set(refused.get() + 1);
                }
                (Ok(found), false) => {
                    let found: BTreeSet<String> = found.iter().map(id).collect();
                    let plain: BTreeSet<String> = documents
                        .iter()
                        .filter(|one| matches(one, &filters))
                        .map(id)
                        .collect();
                    some.set(some.get() + usize::from(!plain.is_empty()));
                    prop_assert_eq!(found, plain);
                }
                (found, conflict) => {
                    prop_assert!(false, "conflict {}: {:?}", conflict, found.map(|f| f.len()))
                }
            }
            Ok(())
        })
        .expect("every filter");
    });
    let (some, refused) = (some.get(), refused.get());
    assert!(
        some > 50 && refused > 2,
        "the filters must mean something: {some} found, {refused} refused"
    );
}

fn matches(document: &Value, filters: &Value) -> bool {
    filters
        .as_object()
        .expect("a map")
        .iter()
        .all(|(name, tests)| {
            let tests = tests.as_array().expect("a list");
            let at = |table: &[(&str, &str)]| {
                table
                    .iter()
                    .find(|(one, _)| one == name)
                    .map(|(_, at)| read(document, at))
            };
            if let Some(values) = at(&TEXTS) {
                let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
                let (negative, positive): (Vec<&Value>, Vec<&Value>) =
                    tests.iter().partition(|test| {
                        test["Comparison"]
                            .as_str()
                            .is_some_and(|name| name.contains("NOT"))
                    });
                let some = positive.is_empty()
                    || positive
                        .iter()
                        .any(|test| texts.iter().any(|text| compare(text, test)));
                some && negative
                    .iter()
                    .all(|test| texts.iter().all(|text| compare(text, test)))
            } else if let Some(values) = at(&NUMBERS) {
                values.iter().any(|value| {
                    tests
                        .iter()
                        .any(|test| bounds(value.as_i64().expect("a number"), test))
                })
            } else {
                let values = at(&DATES).expect("a known attribute");
                values
                    .iter()
                    .any(|value| tests.iter().any(|test| inside(&moment(value), test)))
            }
        })
}

/// Whether a text meets one StringFilter.
pub(crate) fn compare(text: &str, test: &Value) -> bool {
    let value = test["Value"].as_str().expect("a text");
    match test["Comparison"].as_str().expect("a text") {
        "EQUALS" => text == value,
        "NOT_EQUALS" => text != value,
        "PREFIX" => text.starts_with(value),
        "PREFIX_NOT_EQUALS" => !text.starts_with(value),
        "CONTAINS" => text.contains(value),
        "NOT_CONTAINS" => !text.contains(value),
        _ => {
            let (text, value) = (text.to_lowercase(), value.to_lowercase());
            let letter = |at: Option<char>| at.is_some_and(char::is_alphanumeric);
            (0..text.len())
                .filter(|at| text.is_char_boundary(*at) && text[*at..].starts_with(&value))
                .any(|at| {
                    !letter(text[..at].chars().last())
                        && !letter(text[at + value.len()..].chars().next())
                })
        }
    }
}

/// Whether a number meets one NumberFilter.
pub(crate) fn bounds(number: i64, test: &Value) -> bool {
    test.as_object()
        .expect("a map")
        .iter()
        .all(|(bound, edge)| {
            let edge = edge.as_i64().expect("a number");
            match bound.as_str() {
                "Gte" => number >= edge,
                "Lte" => number <= edge,
                "Eq" => number == edge,
                "Gt" => number > edge,
                _ => number < edge,
            }
        })
}

/// Whether a moment meets one DateFilter.
pub(crate) fn inside(at: &DateTime<Utc>, test: &Value) -> bool {
    if let Some(range) = test.get("DateRange") {
        let edge = start() - chrono::Duration::days(range["Value"].as_i64().expect("days"));
        return if range["Comparison"] == "WITHIN" {
            *at >= edge
        } else {
            *at < edge
        };
    }
    let end = |name: &str| test.get(name).map(moment);
    end("Start").is_none_or(|from| *at >= from) && end("End").is_none_or(|to| *at <= to)
}

fn moment(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("a text").parse().expect("a date")
}

fn read<'a>(document: &'a Value, at: &str) -> Vec<&'a Value> {
    match at.split_once("/*") {
        Some((list, rest)) => document
            .pointer(list)
            .and_then(Value::as_array)
            .map(|items| items.iter().filter_map(|item| item.pointer(rest)).collect())
            .unwrap_or_default(),
        None => document.pointer(at).into_iter().collect(),
    }
}

/// Whether AWS refuses the comparisons of one attribute together.
fn conflict(filters: &Value) -> bool {
    filters.as_object().expect("a map").values().any(|tests| {
        let has = |name: &str| {
            tests
                .as_array()
                .is_some_and(|tests| tests.iter().any(|test| test["Comparison"] == name))
        };
        has("EQUALS") && (has("NOT_EQUALS") || has("PREFIX_NOT_EQUALS"))
            || has("CONTAINS") && has("NOT_CONTAINS")
    })
}
