//! The organization's accounts, and the sources that follow from them.

use aws::{Aggregation, AwsSettings, connect};
use domain::{scope::Region, source::SourceFault};
use serde_json::json;

use super::{MANAGEMENT, control, settings, simulator};

#[tokio::test]
async fn every_account_of_the_organization_is_a_source() {
    let simulator = simulator(10).await;
    let settings = AwsSettings {
        regions: vec![Region::from("us-east-1"), Region::from("eu-west-1")],
        aggregation: Aggregation::None,
        ..settings(&simulator)
    };
    let sources = connect(&settings)
        .await
        .expect("the simulator says who we are");
    assert_eq!(sources.organization_fault, None);
    assert_eq!(sources.accounts.len(), 12);
    assert_eq!(sources.findings.len(), 24);
    assert_eq!(sources.endpoints.len(), 12);
    let feed = sources.organization.expect("accounts come from it");
    let accounts = feed.accounts().await.expect("listed");
    assert!(
        accounts
            .iter()
            .all(|account| account.name != account.id.as_str())
    );
}

#[tokio::test]
async fn without_the_list_our_own_account_is_read() {
    let simulator = simulator(10).await;
    let denied = json!({"kind": "access_denied"});
    control::fault(&simulator, "organizations:ListAccounts", &denied).await;
    let sources = connect(&settings(&simulator))
        .await
        .expect("the simulator says who we are");
    let fault = SourceFault::AccessDenied("organizations:ListAccounts".to_owned());
    assert_eq!(sources.organization_fault, Some(fault));
    let ids: Vec<_> = sources.accounts.iter().map(|it| it.as_str()).collect();
    assert_eq!(ids, [MANAGEMENT]);
}
