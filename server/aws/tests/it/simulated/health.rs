//! AWS Health in both views.

use aws::{Accounts, AwsSettings, connect};
use domain::{
    health::{HealthCategory, HealthStatus},
    scope::AccountId,
    source::SourceFault,
};
use serde_json::json;

use super::{MANAGEMENT, PAYMENTS, control, own, settings, simulator};

#[tokio::test]
async fn the_organization_sees_every_account_and_resource() {
    let simulator = simulator(10).await;
    let sources = connect(&settings(&simulator))
        .await
        .expect("the simulator says who we are");
    let [feed] = sources.health.as_slice() else {
        panic!("the organization's view is one source");
    };
    assert_eq!(
        feed.source().to_string(),
        format!("health/{MANAGEMENT}/organization")
    );
    assert!(feed.source().sees_organization());
    let batch = feed.events(None).await.expect("events");
    assert!(batch.rejects.is_empty(), "{:?}", batch.rejects);
    assert!(!batch.events.is_empty());
    for event in &batch.events {
        assert!(
            event.unrecognised.is_empty(),
            "{}: {:?}",
            event.arn,
            event.unrecognised
        );
        assert!(!event.description.is_empty(), "{} has a text", event.arn);
        let public = event.scope_code == "PUBLIC";
        assert_eq!(event.accounts.is_empty(), public, "{}", event.arn);
        for entity in &event.entities {
            let account = entity.account.as_ref().expect("an entity is in an account");
            assert!(event.accounts.contains(account), "{}", event.arn);
        }
    }
    let touched = batch.events.iter().flat_map(|event| &event.accounts);
    assert!(touched.collect::<std::collections::HashSet<_>>().len() > 1);
    let is = |category, status| {
        batch
            .events
            .iter()
            .any(|event| event.category == category && event.status == status)
    };
    assert!(is(HealthCategory::Issue, HealthStatus::Open));
    assert!(is(HealthCategory::ScheduledChange, HealthStatus::Upcoming));
}

#[tokio::test]
async fn a_permission_that_is_lost_later_is_named() {
    let simulator = simulator(10).await;
    let sources = connect(&settings(&simulator))
        .await
        .expect("the simulator says who we are");
    let denied = json!({"kind": "access_denied"});
    let action = "health:DescribeHealthServiceStatusForOrganization";
    control::fault(&simulator, action, &denied).await;
    let fault = sources.health[0].events(None).await.expect_err("refused");
    assert_eq!(fault, SourceFault::AccessDenied(action.to_owned()));
}

#[tokio::test]
async fn a_window_leaves_older_events_out() {
    let simulator = simulator(10).await;
    let sources = connect(&settings(&simulator))
        .await
        .expect("the simulator says who we are");
    let all = sources.health[0].events(None).await.expect("events").events;
    let mut times: Vec<_> = all.iter().map(|event| event.updated).collect();
    times.sort();
    let since = times[times.len() / 2];
    let recent = sources.health[0]
        .events(Some(since))
        .await
        .expect("events")
        .events;
    assert!(recent.iter().all(|event| event.updated >= since));
    assert_eq!(
        recent.len(),
        times.iter().filter(|at| **at >= since).count()
    );
    assert!(recent.len() < all.len());
}

#[tokio::test]
async fn an_account_sees_its_own() {
    let simulator = simulator(10).await;
    let settings = AwsSettings {
        accounts: Accounts::Listed(vec![AccountId::from(PAYMENTS)]),
        ..settings(&simulator)
    };
    let sources = connect(&settings)
        .await
        .expect("the simulator says who we are");
    let batch = sources.health[0].events(None).await.expect("events");
    assert!(!batch.events.is_empty());
    for event in &batch.events {
        let accounts: Vec<_> = event.accounts.iter().map(|it| it.as_str()).collect();
        let expected: &[&str] = if event.scope_code == "PUBLIC" {
            &[]
        } else {
            &[PAYMENTS]
        };
        assert_eq!(accounts, expected, "{}", event.arn);
        assert!(!event.description.is_empty(), "{}", event.arn);
    }
}

#[tokio::test]
async fn a_missing_plan_is_a_state_of_its_own() {
    let simulator = simulator(10).await;
    let sources = own(&simulator).await;
    control::fault(
        &simulator,
        "health:*",
        &json!({"kind": "subscription_required"}),
    )
    .await;
    assert_eq!(
        sources.health[0].events(None).await,
        Err(SourceFault::NoSupportPlan)
    );
}
