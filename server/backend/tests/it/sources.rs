//! What is written down of a source: how fresh it is, and how far a sync has come.

use backend::{
    sources::{self, SourceStatus, answered, cold_done, failed, register, resume_at},
    testing::{Engine, TestBackend, batch, incoming, source},
};
use chrono::TimeDelta;
use domain::{
    event::Topic,
    source::{FreshnessState, SourceFault},
};
use rstest::rstest;

use crate::{
    asks::{viewer, worker},
    own_sql::OwnSql,
};

async fn only(backend: &TestBackend) -> SourceStatus {
    let mut all = sources::list(backend, &viewer()).await.expect("sources");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_source_that_fails_is_told_with_its_last_good_answer(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    register(&backend, &worker(), &source(), 20)
        .await
        .expect("registered");
    let never = only(&backend).await.freshness;
    assert_eq!(never.state(backend.now()), FreshnessState::Blind);
    assert_eq!((never.last_good, never.interval_s), (None, 20));
    answered(&backend, &worker(), &source())
        .await
        .expect("written down");
    let good = backend.now();
    backend.clock.advance(TimeDelta::seconds(90));
    let fault = SourceFault::AccessDenied("securityhub:GetFindings\0 'quoted' ä".to_owned());
    failed(&backend, &worker(), &source(), &fault)
        .await
        .expect("written down");
    let now = only(&backend).await.freshness;
    assert_eq!(
        (now.last_good, now.last_try),
        (Some(good), Some(backend.now()))
    );
    let told = SourceFault::AccessDenied("securityhub:GetFindings\u{fffd} 'quoted' ä".to_owned());
    assert_eq!(now.fault, Some(told));
    assert_eq!(now.state(backend.now()), FreshnessState::Stale);
    backend.ingest(batch(vec![incoming("a", |_| {})])).await;
    let now = only(&backend).await.freshness;
    assert_eq!((now.fault, now.last_good), (None, Some(backend.now())));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn progress_and_the_first_full_read_survive_a_restart(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    assert_eq!(
        resume_at(&backend, &source()).await.expect("it answers"),
        (None, None)
    );
    register(&backend, &worker(), &source(), 20)
        .await
        .expect("registered");
    register(&backend, &worker(), &source(), 30)
        .await
        .expect("registered again");
    let page = batch(vec![incoming("a", |_| {}), incoming("b", |_| {})]);
    let mark = page.read_up_to;
    backend.ingest(page.clone()).await;
    backend.ingest(page).await;
    cold_done(&backend, &worker(), &source())
        .await
        .expect("written down");
    let backend = backend.restart().await;
    let now = only(&backend).await;
    assert_eq!((now.progress.pages, now.progress.records), (2, 4));
    assert_eq!(
        (now.freshness.interval_s, now.cold_done_at),
        (30, Some(backend.now()))
    );
    let resumed = resume_at(&backend, &source()).await.expect("it answers");
    assert_eq!(resumed, (mark, Some(backend.now())));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_record_is_an_event_of_its_topic(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    register(&backend, &worker(), &source(), 20)
        .await
        .expect("registered");
    answered(&backend, &worker(), &source())
        .await
        .expect("written down");
    failed(&backend, &worker(), &source(), &SourceFault::Throttled)
        .await
        .expect("written down");
    cold_done(&backend, &worker(), &source())
        .await
        .expect("written down");
    let mut own = OwnSql::of(&backend).await;
    let kinds = own.column("SELECT kind FROM events ORDER BY seq").await;
    let all = [
        "sources.registered",
        "sources.answered",
        "sources.failed",
        "sources.cold_done",
    ];
    assert_eq!(kinds, all);
    assert_eq!(
        own.column("SELECT DISTINCT topic FROM events").await,
        [Topic::Sources.as_str()]
    );
}
