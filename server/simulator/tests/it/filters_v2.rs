//! GetFindingsV2 against a plain filter over the same documents, written here a second time.

use crate::filters::{bounds, compare, inside};
use crate::start::{Bench, start, uid};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;

const TEXTS: [&str; 17] = [
    "metadata.uid",
    "metadata.product.name",
    "cloud.account.uid",
    "cloud.account.name",
    "cloud.region",
    "class_name",
    "activity_name",
    "severity",
    "status",
    "compliance.status",
    "compliance.control",
    "compliance.standards",
    "finding_info.title",
    "finding_info.types",
    "resources.type",
    "resources.uid",
    "vulnerabilities.cve.uid",
];

const NUMBERS: [&str; 5] = [
    "severity_id",
    "status_id",
    "activity_id",
    "compliance.status_id",
    "vulnerabilities.cve.cvss.base_score",
];

const DATES: [&str; 3] = [
    "finding_info.modified_time_dt",
    "finding_info.created_time_dt",
    "finding_info.first_seen_time_dt",
];

const FLAGS: [&str; 2] = [
    "vulnerabilities.is_exploit_available",
    "vulnerabilities.is_fix_available",
];

const COMPARISONS: [&str; 7] = [
    "EQUALS",
    "PREFIX",
    "CONTAINS",
    "CONTAINS_WORD",
    "NOT_EQUALS",
    "PREFIX_NOT_EQUALS",
    "NOT_CONTAINS",
];

/// The list that a filter goes into, and the filter.
type Filter = (&'static str, Value);

fn text(documents: &[Value]) -> impl Strategy<Value = Filter> + use<> {
    let words: Vec<(&str, String)> = TEXTS
        .iter()
        .flat_map(|field| {
            let seen: BTreeSet<String> = documents
                .iter()
                .flat_map(|one| read(one, field))
                .filter_map(|value| Some(value.as_str()?.to_owned()))
                .collect();
            seen.into_iter()
                .step_by(3)
                .take(12)
                .map(|word| (*field, word))
        })
        .collect();
    (
        select(words),
        select(COMPARISONS.to_vec()),
        0..100_usize,
        1..100_usize,
    )
        .prop_map(|((field, word), comparison, from, count)| {
            let letters = word.chars().count();
            let part: String = match comparison {
                "EQUALS" | "NOT_EQUALS" => word.clone(),
                "PREFIX" | "PREFIX_NOT_EQUALS" => word.chars().take(count).collect(),
                _ => word.chars().skip(from % letters).take(count).collect(),
            };
            let value = if part.trim().is_empty() {
                &word // what is blank is no value
            } else {
                &part
            };
            let filter = json!({"Value": value, "Comparison": comparison});
            (
                "StringFilters",
                json!({"FieldName": field, "Filter": filter}),
            )
        })
}

fn number() -> impl Strategy<Value = Filter> {
    let bound = select(vec!["Gte", "Lte", "Eq", "Gt", "Lt"]);
    (select(NUMBERS.to_vec()), bound, 0..10).prop_map(|(field, bound, edge)| {
        (
            "NumberFilters",
            json!({"FieldName": field, "Filter": {bound: edge}}),
        )
    })
}

fn date() -> impl Strategy<Value = Filter> {
    (select(DATES.to_vec()), 0_i64..90, 0_i64..90, 0..3).prop_map(|(field, days, more, form)| {
        let back = |days: i64| (start() - chrono::Duration::days(days)).to_rfc3339();
        let range = |comparison| json!({"Value": days, "Unit": "DAYS", "Comparison": comparison});
        let filter = match form {
            0 => json!({"Start": back(days + more), "End": back(days)}),
            1 => json!({"DateRange": range("WITHIN")}),
            _ => json!({"DateRange": range("OLDER_THAN")}),
        };
        ("DateFilters", json!({"FieldName": field, "Filter": filter}))
    })
}

fn flag() -> impl Strategy<Value = Filter> {
    (select(FLAGS.to_vec()), any::<bool>()).prop_map(|(field, value)| {
        (
            "BooleanFilters",
            json!({"FieldName": field, "Filter": {"Value": value}}),
        )
    })
}

fn tag() -> impl Strategy<Value = Filter> {
    let values = select(vec!["payments", "platform", "prod", "web"]);
    let comparisons = select(vec!["EQUALS", "NOT_EQUALS", "CONTAINS", "NOT_CONTAINS"]);
    (select(vec!["owner", "stage"]), values, comparisons).prop_map(|(key, value, comparison)| {
        let filter = json!({"Key": key, "Value": value, "Comparison": comparison});
        (
            "MapFilters",
            json!({"FieldName": "resources.tags", "Filter": filter}),
        )
    })
}

fn operator() -> impl Strategy<Value = &'static str> {
    select(vec!["AND", "OR"])
}

fn composite(
    documents: &[Value],
    nested: BoxedStrategy<Vec<Value>>,
) -> impl Strategy<Value = Value> + use<> {
    let filter =
        prop_oneof![5 => text(documents), 2 => number(), 2 => date(), 1 => flag(), 1 => tag()];
    (vec(filter, 1..4), operator(), nested).prop_map(|(filters, operator, nested)| {
        let mut made = json!({"Operator": operator});
        for (list, filter) in filters {
            match &mut made[list] {
                Value::Array(filters) => filters.push(filter),
                none => *none = json!([filter]),
            }
        }
        if !nested.is_empty() {
            made["NestedCompositeFilters"] = Value::from(nested);
        }
        made
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn composites_find_what_a_plain_filter_finds() {
    let bench = Bench::new(220, 3).await;
    let documents = bench.sweep_v2(&json!({})).await.expect("no filter");
    assert!(documents.len() > 150, "{}", documents.len());
    let inner = composite(&documents, Just(Vec::new()).boxed());
    let outer = composite(&documents, vec(inner, 0..3).boxed());
    let filters = (vec(outer, 1..4), operator()).prop_map(|(composites, operator)| {
        json!({"CompositeFilters": composites, "CompositeOperator": operator})
    });
    let (some, refused) = (Cell::new(0), Cell::new(0));
    let runtime = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| {
        TestRunner::new(Config {
            cases: 120,
            failure_persistence: None,
            ..Config::default()
        })
        .run(&filters, |filters| {
            let found = runtime.block_on(bench.sweep_v2(&filters));
            match (found, conflict(&filters["CompositeFilters"])) {
                (Err(code), true) => {
                    prop_assert_eq!(code, "ValidationException");
                    refused.set(refused.get() + 1);
                }
                (Ok(found), false) => {
                    let plain = documents.iter().filter(|one| matches(one, &filters));
                    let plain: BTreeSet<String> = plain.map(uid).collect();
                    let found: BTreeSet<String> = found.iter().map(uid).collect();
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
        some > 50,
        "the filters must mean something: {some} found, {refused} refused"
    );
}

fn matches(document: &Value, filters: &Value) -> bool {
    let composites = filters["CompositeFilters"].as_array().expect("a list");
    let mut met = composites.iter().map(|one| composite_met(document, one));
    match filters["CompositeOperator"] == "AND" {
        true => met.all(|met| met),
        false => met.any(|met| met),
    }
}

fn composite_met(document: &Value, composite: &Value) -> bool {
    let mut met = Vec::new();
    for (name, filters) in composite.as_object().expect("a map") {
        for filter in filters.as_array().into_iter().flatten() {
            met.push(match name.as_str() {
                "NestedCompositeFilters" => composite_met(document, filter),
                list => filter_met(document, list, filter),
            });
        }
    }
    match composite["Operator"] == "AND" {
        true => met.iter().all(|met| *met),
        false => met.iter().any(|met| *met),
    }
}

fn filter_met(document: &Value, list: &str, filter: &Value) -> bool {
    let (field, filter) = (
        filter["FieldName"].as_str().expect("a text"),
        &filter["Filter"],
    );
    let values = read(document, field);
    let texts = values.iter().filter_map(|value| value.as_str());
    match list {
        "StringFilters" => {
            let negative = filter["Comparison"]
                .as_str()
                .expect("a text")
                .contains("NOT");
            let mut met = texts.map(|text| compare(text, filter));
            if negative {
                met.all(|met| met)
            } else {
                met.any(|met| met)
            }
        }
        "DateFilters" => {
            let mut moments = texts.map(|text| text.parse().expect("a date"));
            moments.any(|at| inside(&at, filter))
        }
        "NumberFilters" => values
            .iter()
            .any(|value| number_met(value.as_f64().expect("a number"), filter)),
        "BooleanFilters" => values.contains(&&filter["Value"]),
        _ => {
            let mut tags = values.iter().filter(|tag| tag["name"] == filter["Key"]);
            // A later resource's tag of the same name stands in the place of an earlier one's.
            let text = tags.next_back().and_then(|tag| tag["value"].as_str());
            let wanted = filter["Value"].as_str().expect("a text");
            match filter["Comparison"].as_str().expect("a text") {
                "EQUALS" => text == Some(wanted),
                "NOT_EQUALS" => text != Some(wanted),
                "CONTAINS" => text.is_some_and(|text| text.contains(wanted)),
                _ => !text.is_some_and(|text| text.contains(wanted)),
            }
        }
    }
}

/// Scores have a fraction; in hundredths all numbers are whole.
fn number_met(number: f64, filter: &Value) -> bool {
    let edges = filter.as_object().expect("a map").iter();
    let hundredths = edges.map(|(bound, edge)| {
        let edge = edge.as_i64().expect("a number") * 100;
        (bound.clone(), Value::from(edge))
    });
    bounds((number * 100.0).round() as i64, &hundredths.collect())
}

/// The values at a path; lists on the way are walked through.
fn read<'a>(document: &'a Value, path: &str) -> Vec<&'a Value> {
    match (document, path.split_once('.')) {
        (Value::Array(items), _) => items.iter().flat_map(|item| read(item, path)).collect(),
        (value, Some((step, rest))) => value.get(step).map_or(Vec::new(), |next| read(next, rest)),
        (value, None) => match value.get(path) {
            Some(Value::Array(items)) => items.iter().collect(),
            found => found.into_iter().collect(),
        },
    }
}

/// Whether AWS refuses the comparisons of one field together, in any of the composites.
fn conflict(composites: &Value) -> bool {
    composites
        .as_array()
        .into_iter()
        .flatten()
        .any(|composite| {
            let clash = ["StringFilters", "MapFilters"].iter().any(|list| {
                let filters = composite[list].as_array().into_iter().flatten();
                let used: BTreeSet<(&str, &str)> = filters
                    .filter_map(|one| {
                        Some((
                            one["FieldName"].as_str()?,
                            one["Filter"]["Comparison"].as_str()?,
                        ))
                    })
                    .collect();
                used.iter().any(|(field, comparison)| match *comparison {
                    "EQUALS" => {
                        used.contains(&(*field, "NOT_EQUALS"))
                            || used.contains(&(*field, "PREFIX_NOT_EQUALS"))
                    }
                    "CONTAINS" => used.contains(&(*field, "NOT_CONTAINS")),
                    _ => false,
                })
            });
            clash || conflict(&composite["NestedCompositeFilters"])
        })
}
