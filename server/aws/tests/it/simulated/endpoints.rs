//! Health checks, their status and their checkers.

use std::collections::HashMap;

use aws::connect;
use backend::ports::EndpointFeed;
use domain::endpoint::{EndpointStatus, HealthCheck, HealthCheckKind};
use serde_json::json;

use super::{control, settings, simulator};

async fn checks(feeds: &[std::sync::Arc<dyn EndpointFeed>]) -> Vec<(usize, HealthCheck)> {
    let mut checks = Vec::new();
    for (at, feed) in feeds.iter().enumerate() {
        let listed = feed.health_checks().await.expect("listed");
        checks.extend(listed.into_iter().map(|check| (at, check)));
    }
    checks
}

#[tokio::test]
async fn every_check_has_a_name_a_target_and_a_reading() {
    let simulator = simulator(10).await;
    let sources = connect(&settings(&simulator))
        .await
        .expect("the simulator says who we are");
    let listed = checks(&sources.endpoints).await;
    assert_eq!(listed.len(), 24);
    let mut statuses = HashMap::new();
    for (at, feed) in sources.endpoints.iter().enumerate() {
        let of_feed: Vec<_> = listed
            .iter()
            .filter(|it| it.0 == at)
            .map(|it| it.1.clone())
            .collect();
        let readings = feed.readings(&of_feed).await.expect("read");
        assert_eq!(readings.len(), of_feed.len());
        for (check, reading) in of_feed.iter().zip(&readings) {
            assert_eq!(check.id, reading.health_check_id);
            assert!(
                check.name.as_deref().is_some_and(|name| !name.is_empty()),
                "{}",
                check.id
            );
            assert!(check.unrecognised.is_empty() && !check.target.is_empty());
            assert_eq!(&check.account, &feed.list_source().account);
            *statuses.entry(reading.status).or_insert(0) += 1;
        }
    }
    assert!(
        statuses
            .get(&EndpointStatus::Unhealthy)
            .is_some_and(|count| *count >= 1)
    );
    assert!(
        statuses
            .get(&EndpointStatus::Healthy)
            .is_some_and(|count| *count >= 15)
    );
    let calculated = listed
        .iter()
        .find(|it| it.1.kind == Some(HealthCheckKind::Calculated));
    assert!(calculated.is_some_and(|it| !it.1.children.is_empty()));
}

#[tokio::test]
async fn a_failing_check_tells_which_checkers_fail_and_why() {
    let simulator = simulator(10).await;
    let sources = connect(&settings(&simulator))
        .await
        .expect("the simulator says who we are");
    let listed = checks(&sources.endpoints).await;
    let (at, check) = listed
        .iter()
        .find(|(_, check)| check.kind.is_some_and(HealthCheckKind::has_checkers))
        .expect("a check with checkers");
    let name = check.name.clone().expect("named");
    let feed = &sources.endpoints[*at];
    control::send(
        &simulator,
        "PUT",
        "endpoint",
        &json!({"name": name, "passing": 2}),
    )
    .await;
    let seen = feed.observations(&check.id).await.expect("observed");
    let count = |verdict| seen.iter().filter(|one| one.verdict() == verdict).count();
    assert_eq!(count(EndpointStatus::Healthy), 2, "{seen:?}");
    assert_eq!(count(EndpointStatus::Unhealthy), 14);
    assert!(
        seen.iter()
            .all(|one| one.checked_at.is_some() && !one.region.is_empty())
    );
    let why = feed.last_failures(&check.id).await.expect("told");
    assert!(
        why.iter()
            .any(|one| one.verdict() == EndpointStatus::Unhealthy),
        "{why:?}"
    );
}
