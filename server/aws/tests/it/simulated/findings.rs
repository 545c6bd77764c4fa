//! Security Hub: paging, windows and documents.

use std::collections::HashSet;

use aws::{Accounts, Aggregation, AwsSettings, connect};
use backend::ports::FindingWindow;
use domain::scope::AccountId;
use serde_json::json;

use simulator::{Limits, Options, Pace, serve};

use super::{MANAGEMENT, PAYMENTS, control, now, own, settings, simulator};
use crate::paging::all;

#[tokio::test]
async fn every_finding_is_read_once_oldest_update_first() {
    let simulator = simulator(650).await;
    let sources = own(&simulator).await;
    let [feed] = sources.findings.as_slice() else {
        panic!("one aggregation region is one source");
    };
    assert_eq!(
        feed.source().to_string(),
        format!("security_hub/{MANAGEMENT}/us-east-1")
    );
    let (findings, rejects) = all(&**feed, FindingWindow::Everything).await;
    assert!(rejects.is_empty(), "{:?}", rejects.first());
    let ids: HashSet<_> = findings
        .iter()
        .map(|it| (&it.product_arn, &it.aws_finding_id))
        .collect();
    assert_eq!(ids.len(), findings.len());
    let state = control::send(&simulator, "GET", "state", &json!(null)).await;
    let state: serde_json::Value = serde_json::from_str(&state).expect("JSON");
    assert_eq!(Some(findings.len() as u64), state["findings"].as_u64());
    assert!(findings.is_sorted_by_key(|it| it.updated));
    assert!(
        findings.iter().all(|it| it.unrecognised.is_empty()),
        "only AWS's words"
    );
}

#[tokio::test]
async fn a_window_begins_at_its_instant() {
    let simulator = simulator(300).await;
    let sources = own(&simulator).await;
    let feed = &*sources.findings[0];
    let (everything, _) = all(feed, FindingWindow::Everything).await;
    let since = everything[everything.len() - 40].updated;
    let expected: Vec<_> = everything
        .iter()
        .filter(|it| it.updated >= since)
        .map(|it| &it.aws_finding_id)
        .collect();
    let (recent, _) = all(feed, FindingWindow::UpdatedSince(since)).await;
    let got: HashSet<_> = recent.iter().map(|it| &it.aws_finding_id).collect();
    assert_eq!(got, expected.iter().copied().collect());
    assert_eq!(recent.len(), expected.len());
}

#[tokio::test]
async fn a_strange_record_costs_itself_and_keeps_its_text() {
    let simulator = simulator(150).await;
    let sources = own(&simulator).await;
    let feed = &*sources.findings[0];
    let (before, _) = all(feed, FindingWindow::Everything).await;
    let strange = json!({
        "Id": "strange", "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/x", "AwsAccountId": MANAGEMENT,
        "UpdatedAt": "2020-01-01T00:00:00Z", "Title": {"not": "text"}, "Severity": {"Label": "GRAVE"},
        "Resources": [{"Id": "r"}], "NobodyKnows": [1, {"kept": true}],
    });
    let broken = json!({
        "Id": "broken", "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/x", "AwsAccountId": MANAGEMENT,
        "UpdatedAt": "2020-01-01T00:00:00Z", "Resources": [],
    });
    control::send(&simulator, "PUT", "finding", &strange).await;
    control::send(&simulator, "PUT", "finding", &broken).await;
    let (after, rejects) = all(feed, FindingWindow::Everything).await;
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(rejects.len(), 1);
    assert_eq!(rejects[0].external_id.as_deref(), Some("broken"));
    let read = after
        .iter()
        .find(|it| it.aws_finding_id == "strange")
        .expect("read");
    assert_eq!(
        read.unrecognised,
        [("Severity.Label".to_owned(), "GRAVE".to_owned())]
    );
    let kept: serde_json::Value = serde_json::from_str(&read.document).expect("JSON");
    assert_eq!(kept, strange, "unknown fields are kept");
}

#[tokio::test]
async fn another_account_is_read_through_its_role() {
    let simulator = simulator(400).await;
    control::send(
        &simulator,
        "PUT",
        "external-id",
        &json!({"value": "let-me-in"}),
    )
    .await;
    let settings = AwsSettings {
        accounts: Accounts::Listed(vec![AccountId::from(PAYMENTS)]),
        external_id: Some("let-me-in".to_owned()),
        aggregation: Aggregation::None,
        ..settings(&simulator)
    };
    let sources = connect(&settings)
        .await
        .expect("the simulator says who we are");
    assert_eq!(sources.identity.account.as_str(), MANAGEMENT);
    let [feed] = sources.findings.as_slice() else {
        panic!("one account and one region are one source");
    };
    assert_eq!(feed.source().account.as_str(), PAYMENTS);
    let (findings, _) = all(&**feed, FindingWindow::Everything).await;
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|it| it.account.as_str() == PAYMENTS));
}

#[tokio::test]
async fn a_long_sync_is_never_refused_for_its_speed() {
    let options = Options {
        findings: 1_200,
        pace: Pace::Still,
        limits: Limits::On,
        ..Options::at(now())
    };
    let simulator = serve(options).await.expect("loopback is free");
    let sources = own(&simulator).await;
    let (findings, _) = all(&*sources.findings[0], FindingWindow::Everything).await;
    let counters = control::send(&simulator, "GET", "counters", &json!(null)).await;
    let counters: serde_json::Value = serde_json::from_str(&counters).expect("JSON");
    let pages = findings.len().div_ceil(100) as u64;
    assert_eq!(
        counters["requests"]["securityhub:GetFindings"].as_u64(),
        Some(pages),
        "{counters}"
    );
}
