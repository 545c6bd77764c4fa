//! What is kept in memory between questions is never older than the question, whoever wrote in between.

use backend::{
    calendar, changes,
    endpoints::{self, configure},
    health, incidents,
    testing::{Engine, TestBackend, source},
};
use chrono::TimeDelta;
use domain::{calendar::CalendarState, endpoint::EndpointStatus, incident::Impact};
use rstest::rstest;

use crate::{
    asks::{admin, viewer, worker},
    calendar_asks::calendar as plan_of,
    change_asks::{asked, crew, plan},
    endpoints::{check, reading, status_source},
    incidents::{by_hand, declare},
    strip::{issue, report},
};

/// How many there are of each: open incidents, events under way, endpoints, changes ahead, calendars.
async fn counts(backend: &TestBackend) -> [usize; 5] {
    let by = viewer();
    let span = (backend.now(), backend.now() + TimeDelta::hours(1));
    [
        incidents::open(backend, &by, 200)
            .await
            .expect("incidents")
            .len(),
        health::under_way(backend, &by).await.expect("events").len(),
        endpoints::list(backend, &by)
            .await
            .expect("endpoints")
            .len(),
        changes::upcoming(backend, &by, span, 200)
            .await
            .expect("changes")
            .len(),
        calendar::list(backend, &by).await.expect("calendars").len(),
    ]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_another_process_wrote_is_told_at_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let other = backend.second().await;
    let crew = crew(&other).await;
    assert_eq!(counts(&backend).await, [0, 0, 0, 0, 0]);
    declare(&other, by_hand("Payments are slow", Impact::Major)).await;
    assert_eq!(counts(&backend).await, [1, 0, 0, 0, 0]);
    report(&other, issue(&other, "111122223333")).await;
    assert_eq!(counts(&backend).await, [1, 1, 0, 0, 0]);
    let listed = configure(&other, &worker(), &source(), &[check("a"), check("b")]).await;
    listed.expect("listed");
    assert_eq!(counts(&backend).await, [1, 1, 2, 0, 0]);
    asked(&other, &crew.ana, plan(other.now())).await;
    assert_eq!(counts(&backend).await, [1, 1, 2, 1, 0]);
    let year_end = plan_of("Year end", CalendarState::Open, "Europe/Berlin");
    let made = calendar::add(&other, &admin(), year_end, None).await;
    made.expect("made");
    assert_eq!(counts(&backend).await, [1, 1, 2, 1, 1]);
    other.end().await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_status_that_another_process_read_is_told_at_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let other = backend.second().await;
    let listed = configure(&other, &worker(), &source(), &[check("a")]).await;
    listed.expect("listed");
    for status in [EndpointStatus::Healthy, EndpointStatus::Unhealthy] {
        let now = Some(other.now());
        let heard = [reading("a", status, now)];
        let read = endpoints::read(&other, &worker(), &status_source(), &heard).await;
        read.expect("read");
        let seen = endpoints::list(&backend, &viewer())
            .await
            .expect("endpoints");
        let alone = endpoints::list(&*other.second().await, &viewer()).await;
        assert_eq!(seen, alone.expect("endpoints"), "{status:?}");
        other.clock.advance(TimeDelta::minutes(1));
    }
    other.end().await;
}
