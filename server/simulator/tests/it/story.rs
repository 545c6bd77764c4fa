//! The story: repeatable, moving, bounded.

use crate::start::{Bench, id, start};
use serde_json::{Value, json};
use simulator::{Limits, Options, Pace};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

#[tokio::test]
async fn the_same_seed_tells_the_same_story() {
    let (one, other, third) = (
        Bench::new(300, 11).await,
        Bench::new(300, 11).await,
        Bench::new(300, 12).await,
    );
    for bench in [&one, &other, &third] {
        bench.advance(40).await;
    }
    let told = async |bench: &Bench| bench.sweep(&json!({})).await.expect("a sweep");
    assert_eq!(told(&one).await, told(&other).await);
    assert_ne!(told(&one).await, told(&third).await);
}

#[tokio::test]
async fn ticks_bring_findings_change_some_flip_some_and_archive_some() {
    let bench = Bench::new(500, 2).await;
    let before = by_id(bench.sweep(&json!({})).await.expect("a sweep"));
    let state = bench.advance(60).await;
    let after = by_id(bench.sweep(&json!({})).await.expect("a sweep"));
    assert_eq!(state["ticks"], 60);
    let came = after.keys().filter(|id| !before.contains_key(*id)).count();
    assert!(came >= 60, "{came} came");
    let kept = |id: &&String| after.contains_key(*id);
    assert_eq!(
        before.keys().filter(kept).count(),
        before.len(),
        "nothing vanishes that early"
    );
    let changed = |at: &str| {
        before
            .iter()
            .filter(|(id, old)| old.pointer(at) != after[*id].pointer(at))
            .count()
    };
    assert!(changed("/UpdatedAt") >= 60);
    assert!(changed("/Compliance/Status") >= 20);
    assert!(changed("/RecordState") >= 5);
    let newest = after
        .values()
        .filter_map(|one| one["UpdatedAt"].as_str())
        .max()
        .expect("a date");
    assert_eq!(newest, "2025-06-02T10:01:00.000Z");
}

#[tokio::test]
async fn growth_is_bounded() {
    let bench = Bench::new(50, 2).await;
    let state = bench.advance(400).await;
    assert_eq!(state["findings"], 250);
}

#[tokio::test]
async fn documents_are_like_real_ones() {
    let bench = Bench::new(1_500, 1).await;
    let found = bench.sweep(&json!({})).await.expect("a sweep");
    let mut sizes: Vec<usize> = found.iter().map(|one| one.to_string().len()).collect();
    sizes.sort_unstable();
    let (low, middle, high) = (sizes[75], sizes[750], sizes[1_425]);
    assert!(
        low > 1_300 && (1_500..3_000).contains(&middle) && high < 4_500,
        "{low} {middle} {high}"
    );
    let resources = found
        .iter()
        .filter_map(|one| one["Resources"][0]["Id"].as_str());
    assert!(resources.collect::<BTreeSet<_>>().len() > 400);
    let counted = |at: &str, value: &str| {
        found
            .iter()
            .filter(|one| one.pointer(at) == Some(&Value::from(value)))
            .count()
    };
    let (passed, failed) = (
        counted("/Compliance/Status", "PASSED"),
        counted("/Compliance/Status", "FAILED"),
    );
    assert!(
        passed > failed && failed > 150,
        "{passed} passed, {failed} failed"
    );
    assert!(counted("/Workflow/Status", "NEW") > 500);
    assert!((10..250).contains(&counted("/RecordState", "ARCHIVED")));
    for label in ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"] {
        assert!(counted("/Severity/Label", label) > 20, "{label}");
    }
    let oldest = found
        .iter()
        .filter_map(|one| one["CreatedAt"].as_str())
        .min()
        .expect("a date");
    assert!(oldest >= (start() - chrono::Duration::days(90)).to_rfc3339().as_str());
    let controls = found
        .iter()
        .filter_map(|one| one["Compliance"]["SecurityControlId"].as_str());
    assert!(controls.collect::<BTreeSet<_>>().len() > 70);
}

#[tokio::test]
async fn at_a_pace_it_moves_by_itself_and_stands_still_again() {
    let options = Options {
        findings: 20,
        pace: Pace::Every(Duration::from_millis(5)),
        limits: Limits::Off,
        ..Options::at(start())
    };
    let bench = Bench::with(options).await;
    let ticks = async || {
        bench.control("GET", "state", &json!({})).await["ticks"]
            .as_u64()
            .expect("a number")
    };
    let mut waited = 0;
    while ticks().await < 3 {
        waited += 1;
        assert!(waited < 2_000, "it never moved");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bench
        .control("PUT", "pace", &json!({"every_ms": null}))
        .await;
    let then = ticks().await;
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert!(
        ticks().await <= then + 1,
        "at most a tick that was on its way"
    );
    bench.running.shutdown().await.expect("an orderly end");
}

fn by_id(found: Vec<Value>) -> BTreeMap<String, Value> {
    found.into_iter().map(|one| (id(&one), one)).collect()
}
