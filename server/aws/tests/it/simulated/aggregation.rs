//! Where findings are read when the operator does not say.

use aws::{
    Access, Accounts, Action, Aggregation, AwsSettings, connect,
    permissions::{Standing, Writes, probe},
};
use domain::{scope::Region, source::SourceFault};
use serde_json::json;
use simulator::Running;

use super::{MANAGEMENT, PAYMENTS, control, settings, simulator};

const ACTION: &str = "securityhub:ListFindingAggregators";

/// AWS is asked; two regions would be read without an answer.
fn asking(simulator: &Running) -> AwsSettings {
    AwsSettings {
        accounts: Accounts::Own,
        regions: vec![Region::from("eu-west-1"), Region::from("us-east-1")],
        aggregation: Aggregation::Ask,
        ..settings(simulator)
    }
}

/// Account and region of each source of findings.
async fn read(settings: &AwsSettings) -> Vec<(String, String)> {
    let sources = connect(settings).await.expect("AWS answers");
    let place = |source: &domain::source::SourceId| {
        (
            source.account.as_str().to_owned(),
            source.region.as_str().to_owned(),
        )
    };
    sources
        .findings
        .iter()
        .map(|feed| place(feed.source()))
        .collect()
}

fn places(account: &str, regions: &[&str]) -> Vec<(String, String)> {
    let place = |region: &&str| (account.to_owned(), (*region).to_owned());
    regions.iter().map(place).collect()
}

#[tokio::test]
async fn the_region_of_the_aggregator_is_read_alone() {
    let simulator = simulator(10).await;
    let home = places(MANAGEMENT, &["us-east-1"]);
    assert_eq!(read(&asking(&simulator)).await, home);
    let settings = AwsSettings {
        accounts: Accounts::Organization,
        ..asking(&simulator)
    };
    assert_eq!(read(&settings).await, home, "for all accounts");
}

#[tokio::test]
async fn without_an_aggregator_each_region_is_read() {
    let simulator = simulator(10).await;
    let settings = AwsSettings {
        access: Access::Fixed {
            endpoint: simulator.url(),
            access_key_id: format!("ASIA0000{PAYMENTS}"),
            secret_access_key: "secret".to_owned(),
        },
        ..asking(&simulator)
    };
    assert_eq!(
        read(&settings).await,
        places(PAYMENTS, &["eu-west-1", "us-east-1"])
    );
}

#[tokio::test]
async fn without_the_permission_each_region_is_read() {
    let simulator = simulator(10).await;
    control::fault(&simulator, ACTION, &json!({"kind": "access_denied"})).await;
    let both = places(MANAGEMENT, &["eu-west-1", "us-east-1"]);
    assert_eq!(read(&asking(&simulator)).await, both);
}

/// Else a restart at a bad moment would read findings another way than before.
#[tokio::test]
async fn no_answer_is_not_taken_for_no_aggregator() {
    let simulator = simulator(10).await;
    control::fault(&simulator, ACTION, &json!({"kind": "status", "code": 500})).await;
    let fault = connect(&asking(&simulator)).await.err().expect("no answer");
    assert!(matches!(fault, SourceFault::Unreachable(_)), "{fault:?}");
}

#[tokio::test]
async fn nobody_asks_who_was_told() {
    let simulator = simulator(10).await;
    for aggregation in [
        Aggregation::None,
        Aggregation::Region(Region::from("us-east-1")),
    ] {
        let settings = AwsSettings {
            aggregation,
            ..asking(&simulator)
        };
        connect(&settings).await.expect("AWS answers");
        let report = probe(&settings, Writes::Nothing)
            .await
            .expect("AWS answers");
        assert!(
            report
                .iter()
                .all(|one| one.action != Action::ListFindingAggregators)
        );
    }
    let counters = control::send(&simulator, "GET", "counters", &json!(null)).await;
    assert!(!counters.contains(ACTION), "{counters}");
}

#[tokio::test]
async fn the_permission_is_tried_with_what_follows_from_it() {
    let simulator = simulator(10).await;
    let settings = asking(&simulator);
    let standing = |report: &[aws::permissions::Permission], action| {
        let of_action = report.iter().filter(|one| one.action == action);
        of_action
            .map(|one| one.standing.clone())
            .collect::<Vec<_>>()
    };
    let report = probe(&settings, Writes::Nothing)
        .await
        .expect("AWS answers");
    for action in [Action::ListFindingAggregators, Action::GetFindings] {
        assert_eq!(standing(&report, action), [Standing::Granted], "{action}");
    }
    control::fault(&simulator, ACTION, &json!({"kind": "access_denied"})).await;
    let report = probe(&settings, Writes::Nothing)
        .await
        .expect("AWS answers");
    assert_eq!(
        standing(&report, Action::ListFindingAggregators),
        [Standing::Denied]
    );
    assert_eq!(standing(&report, Action::GetFindings), [Standing::Granted]);
}
