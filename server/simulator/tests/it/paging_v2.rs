//! Tokens of GetFindingsV2 survive what happens between two pages.

use crate::start::{Bench, uid};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const MODIFIED: &str = "/finding_info/modified_time_dt";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_there_throughout_is_skipped_or_doubled() {
    let bench = Bench::new(200, 5).await;
    let runtime = tokio::runtime::Handle::current();
    let cases = (
        3_usize..60,
        0_u32..4,
        prop_oneof![Just("asc"), Just("desc")],
    );
    tokio::task::block_in_place(|| {
        TestRunner::new(Config {
            cases: 12,
            failure_persistence: None,
            ..Config::default()
        })
        .run(&cases, |(size, ticks, order)| {
            runtime.block_on(check(&bench, size, ticks, order))
        })
        .expect("every way to page");
    });
}

/// Reads all pages while the story moves and one finding is taken away after the first page.
async fn check(bench: &Bench, size: usize, ticks: u32, order: &str) -> Result<(), TestCaseError> {
    let open = json!({"CompositeFilters": [{"NumberFilters": [
        {"FieldName": "activity_id", "Filter": {"Lt": 3}},
    ]}]});
    let before = present(bench, &open).await;
    let mut body = json!({
        "Filters": open,
        "MaxResults": size,
        "SortCriteria": [{"Field": "finding_info.modified_time_dt", "SortOrder": order}],
    });
    let (mut seen, mut first, mut pages) = (BTreeMap::<String, u32>::new(), None, 0);
    loop {
        let page = bench.findings_v2(&body).await.expect("a page");
        let found = page["Findings"].as_array().expect("a list");
        prop_assert!(found.len() <= size);
        first.get_or_insert_with(|| sorted(found, order));
        for one in found {
            *seen.entry(uid(one)).or_default() += 1;
        }
        match page.get("NextToken") {
            None => break,
            Some(token) => body["NextToken"] = token.clone(),
        }
        if pages == 0 {
            take_away(bench, found.last()).await;
        }
        pages += 1;
        prop_assert!(pages < 2_000, "no end");
        bench.advance(ticks).await;
    }
    let after = present(bench, &open).await;
    prop_assert_eq!(first, Some(true), "the first page is in order");
    prop_assert!(seen.values().all(|times| *times == 1), "nothing is doubled");
    let missed: Vec<&String> = before
        .intersection(&after)
        .filter(|uid| !seen.contains_key(*uid))
        .collect();
    prop_assert!(missed.is_empty(), "skipped: {:?}", missed);
    Ok(())
}

async fn present(bench: &Bench, filters: &Value) -> BTreeSet<String> {
    let found = bench.sweep_v2(filters).await.expect("a sweep");
    found.iter().map(uid).collect()
}

fn sorted(found: &[Value], order: &str) -> bool {
    let dates = found
        .iter()
        .filter_map(|one| one.pointer(MODIFIED)?.as_str());
    let dates: Vec<&str> = dates.collect();
    match order {
        "asc" => dates.is_sorted(),
        _ => dates.iter().rev().is_sorted(),
    }
}

/// Takes a finding away by the names that the older plane has for it; one of the newer alone stays.
async fn take_away(bench: &Bench, finding: Option<&Value>) {
    let text = |at: &str| finding?.pointer(at)?.as_str().map(str::to_owned);
    let (Some(id), Some(product)) = (text("/finding_info/uid"), text("/metadata/product/uid"))
    else {
        return;
    };
    if product.ends_with("/securityhub-risk") {
        return;
    }
    let product = product.replace(":productv2/", ":product/");
    bench
        .control(
            "DELETE",
            "finding",
            &json!({"ProductArn": product, "Id": id}),
        )
        .await;
}
