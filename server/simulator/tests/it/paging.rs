//! Tokens survive what happens between two pages.

use crate::start::{Bench, id};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_there_throughout_is_skipped_or_doubled() {
    let bench = Bench::new(200, 5).await;
    let runtime = tokio::runtime::Handle::current();
    let cases = (
        3_usize..60,
        0_u32..4,
        prop_oneof![Just("asc"), Just("desc")],
        any::<prop::sample::Index>(),
    );
    tokio::task::block_in_place(|| {
        TestRunner::new(Config {
            cases: 20,
            failure_persistence: None,
            ..Config::default()
        })
        .run(&cases, |(size, ticks, order, removed)| {
            runtime.block_on(check(&bench, size, ticks, order, removed.index(150)))
        })
        .expect("every way to page");
    });
}

/// Reads all pages while the story moves and one finding is taken away after the first page.
async fn check(
    bench: &Bench,
    size: usize,
    ticks: u32,
    order: &str,
    removed: usize,
) -> Result<(), TestCaseError> {
    let filters = json!({"RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}]});
    let before: BTreeSet<String> = present(bench, &filters).await;
    let mut body = json!({
        "Filters": filters,
        "MaxResults": size,
        "SortCriteria": [{"Field": "UpdatedAt", "SortOrder": order}],
    });
    let (mut seen, mut first) = (BTreeMap::<String, u32>::new(), None);
    for _ in 0..2_000 {
        let page = bench.findings(&body).await.expect("a page");
        let found = page["Findings"].as_array().expect("a list");
        prop_assert!(found.len() <= size);
        first.get_or_insert_with(|| sorted(found, order));
        found
            .iter()
            .for_each(|one| *seen.entry(id(one)).or_default() += 1);
        match page.get("NextToken") {
            None => break,
            Some(token) => body["NextToken"] = token.clone(),
        }
        if seen.len() == size {
            take_away(bench, before.iter().nth(removed)).await;
        }
        bench.advance(ticks).await;
    }
    let after: BTreeSet<String> = present(bench, &filters).await;
    prop_assert_eq!(first, Some(true), "the first page is in order");
    prop_assert!(seen.values().all(|times| *times == 1), "nothing is doubled");
    let missed: Vec<&String> = before
        .intersection(&after)
        .filter(|id| !seen.contains_key(*id))
        .collect();
    prop_assert!(missed.is_empty(), "skipped: {:?}", missed);
    Ok(())
}

async fn present(bench: &Bench, filters: &Value) -> BTreeSet<String> {
    bench
        .sweep(filters)
        .await
        .expect("a sweep")
        .iter()
        .map(id)
        .collect()
}

fn sorted(found: &[Value], order: &str) -> bool {
    let dates: Vec<&str> = found
        .iter()
        .filter_map(|one| one["UpdatedAt"].as_str())
        .collect();
    if order == "asc" {
        dates.is_sorted()
    } else {
        dates.iter().rev().is_sorted()
    }
}

async fn take_away(bench: &Bench, id: Option<&String>) {
    let Some((product, id)) = id.and_then(|id| id.split_once(' ')) else {
        return;
    };
    let text = |quoted: &str| serde_json::from_str::<Value>(quoted).expect("a quoted text");
    bench
        .control(
            "DELETE",
            "finding",
            &json!({"ProductArn": text(product), "Id": text(id)}),
        )
        .await;
}
