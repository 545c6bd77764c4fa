//! The two planes of Security Hub: what providers report is in both, what a customer writes in one.

use crate::start::{Bench, id, start, uid};
use serde_json::{Value, json};
use simulator::{Limits, Options, Pace, SecurityHubV2};
use std::collections::{BTreeMap, BTreeSet};

/// The name that the older plane has for a finding of the newer, as `id` writes it.
fn older_name(finding: &Value) -> String {
    let product = finding["metadata"]["product"]["uid"].as_str();
    let product = product.expect("a text").replace(":productv2/", ":product/");
    format!(
        "{} {}",
        Value::from(product),
        finding["finding_info"]["uid"]
    )
}

async fn both(bench: &Bench) -> (BTreeMap<String, Value>, BTreeMap<String, Value>) {
    let older = bench.sweep(&json!({})).await.expect("a sweep");
    let newer = bench.sweep_v2(&json!({})).await.expect("a sweep");
    (
        older.into_iter().map(|one| (id(&one), one)).collect(),
        newer
            .into_iter()
            .map(|one| (older_name(&one), one))
            .collect(),
    )
}

fn products<'a>(findings: impl Iterator<Item = &'a Value>, at: &str) -> BTreeSet<&'a str> {
    findings
        .filter_map(|one| one.pointer(at)?.as_str())
        .collect()
}

#[tokio::test]
async fn most_findings_are_in_both_and_some_in_one_alone() {
    let bench = Bench::new(1_200, 7).await;
    let (older, newer) = both(&bench).await;
    let state = bench.control("GET", "state", &json!({})).await;
    assert_eq!(state["findings"], 1_200);
    assert_eq!(state["findings_v2"], newer.len());
    let only_older = older.iter().filter(|(name, _)| !newer.contains_key(*name));
    let only_older: Vec<&Value> = only_older.map(|(_, one)| one).collect();
    let only_newer = newer.iter().filter(|(name, _)| !older.contains_key(*name));
    let only_newer: Vec<&Value> = only_newer.map(|(_, one)| one).collect();
    assert_eq!(
        products(only_older.iter().copied(), "/ProductName"),
        BTreeSet::from(["Config", "IAM Access Analyzer"])
    );
    assert_eq!(
        products(only_newer.iter().copied(), "/metadata/product/name"),
        BTreeSet::from(["Security Hub Exposure Detection"])
    );
    assert_eq!(only_newer.len(), 6);
    assert!((1..90).contains(&only_older.len()), "{}", only_older.len());
    let shared = products(newer.values(), "/metadata/product/name");
    assert!(
        shared.contains("IAM Access Analyzer"),
        "half of them is shared: {shared:?}"
    );
    // What an exposure was concluded from is a finding of this plane.
    for exposure in only_newer {
        let cause = &exposure["finding_info"]["related_events"][0];
        let known = newer.values().any(|one| {
            one["finding_info"]["uid"] == cause["uid"]
                && one["resources"][0] == exposure["resources"][0]
        });
        assert!(known, "{cause}");
    }
    let classes: BTreeSet<u64> = newer
        .values()
        .filter_map(|one| one["class_uid"].as_u64())
        .collect();
    assert_eq!(classes, BTreeSet::from([2002, 2003, 2004, 2006]));
}

#[tokio::test]
async fn what_providers_report_moves_both_and_the_newer_a_little_later() {
    let bench = Bench::new(300, 11).await;
    bench.advance(120).await;
    let (older, newer) = both(&bench).await;
    let moment = |text: &Value| -> chrono::DateTime<chrono::Utc> {
        text.as_str().expect("a text").parse().expect("a date")
    };
    let (mut later, mut closed, mut moved) = (0, 0, 0);
    for (name, one) in &newer {
        let Some(asff) = older.get(name) else {
            continue;
        };
        let info = &one["finding_info"];
        let (modified, updated) = (
            moment(&info["modified_time_dt"]),
            moment(&asff["UpdatedAt"]),
        );
        let delay = (modified - updated).num_milliseconds();
        assert!((0..=600).contains(&delay), "{delay}");
        assert_eq!(info["modified_time"], modified.timestamp_millis());
        assert_eq!(
            (&one["time"], &one["time_dt"]),
            (&info["modified_time"], &info["modified_time_dt"])
        );
        let archived = asff["RecordState"] == "ARCHIVED";
        assert_eq!(one["activity_name"] == "Close", archived);
        assert_eq!(one["status"] == "Archived", archived);
        later += usize::from(delay > 0);
        closed += usize::from(archived);
        moved += usize::from(updated > start());
    }
    assert!(
        later > 50 && closed > 5 && moved > 50,
        "{later} {closed} {moved}"
    );
    let exposures = newer
        .values()
        .filter(|one| one["metadata"]["product"]["name"] == "Security Hub Exposure Detection");
    assert!(
        exposures
            .into_iter()
            .any(|one| one["activity_name"] != "Create")
    );
}

#[tokio::test]
async fn the_same_seed_tells_the_same_story_in_the_newer_plane() {
    let (one, other, third) = (
        Bench::new(200, 11).await,
        Bench::new(200, 11).await,
        Bench::new(200, 12).await,
    );
    for bench in [&one, &other, &third] {
        bench.advance(30).await;
    }
    let told = async |bench: &Bench| bench.sweep_v2(&json!({})).await.expect("a sweep");
    assert_eq!(told(&one).await, told(&other).await);
    assert_ne!(told(&one).await, told(&third).await);
}

/// Writes on one finding in each of the planes; answers with its older name and how the newer had it before.
async fn written_in_both(bench: &Bench) -> (String, Value) {
    let (older, newer) = both(bench).await;
    let new = |(name, one): &(String, Value)| {
        older.contains_key(name) && one["status"] == "New" && one["class_uid"] == 2002
    };
    let (name, finding) = newer.into_iter().find(new).expect("a flaw");
    let here =
        json!({"MetadataUids": [uid(&finding)], "StatusId": 2, "SeverityId": 1, "Comment": "ours"});
    let answer = bench.ask("PATCH", "/findingsv2/batchupdatev2", &here);
    answer.await.expect("an answer");
    let asff = &older[&name];
    let there = json!({
        "FindingIdentifiers": [{"Id": asff["Id"], "ProductArn": asff["ProductArn"]}],
        "Severity": {"Label": "CRITICAL"},
        "Types": ["Effects/x"],
        "Note": {"Text": "theirs", "UpdatedBy": "x"},
        "Workflow": {"Status": "SUPPRESSED"},
    });
    let answer = bench.ask("PATCH", "/findings/batchupdate", &there);
    answer.await.expect("an answer");
    (name, finding)
}

/// What a customer wrote in the newer plane.
fn written(finding: &Value) -> [&Value; 3] {
    ["status", "severity", "comment"].map(|name| &finding[name])
}

#[tokio::test]
async fn a_customer_writes_in_one_plane_and_providers_leave_it_standing() {
    let bench = Bench::new(60, 3).await;
    let (name, before) = written_in_both(&bench).await;
    let (older, newer) = both(&bench).await;
    let (asff, one) = (&older[&name], &newer[&name]);
    assert_eq!(asff["Workflow"]["Status"], "SUPPRESSED");
    assert_eq!(asff["Note"]["Text"], "theirs");
    assert_eq!(written(one), ["In Progress", "Informational", "ours"]);
    assert_eq!(one["finding_info"], before["finding_info"]);
    // The provider reports it again, as a document that went through the older plane.
    let mut again = asff.clone();
    again["UpdatedAt"] = json!("2025-06-02T10:00:05.000Z");
    again["Title"] = json!("Another title");
    bench.control("PUT", "finding", &again).await;
    let newer = both(&bench).await.1;
    let one = &newer[&name];
    assert_eq!(written(one), ["In Progress", "Informational", "ours"]);
    assert_eq!(one["finding_info"]["title"], "Another title");
    assert_eq!(
        one["finding_info"]["types"],
        before["finding_info"]["types"]
    );
    assert_eq!(one["vendor_attributes"], before["vendor_attributes"]);
}

#[tokio::test]
async fn where_it_is_not_enabled_only_the_older_one_answers() {
    let options = Options {
        findings: 20,
        pace: Pace::Still,
        limits: Limits::Off,
        security_hub_v2: SecurityHubV2::NotEnabled,
        ..Options::at(start())
    };
    let bench = Bench::with(options).await;
    assert_eq!(
        bench.findings_v2(&json!({})).await,
        Err("ConflictException".to_owned())
    );
    let update = json!({"MetadataUids": ["x"], "StatusId": 1});
    let refused = bench
        .ask("PATCH", "/findingsv2/batchupdatev2", &update)
        .await;
    assert_eq!(refused, Err("ConflictException".to_owned()));
    assert_eq!(bench.sweep(&json!({})).await.expect("a sweep").len(), 20);
}
