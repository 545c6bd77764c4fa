//! A complete sweep: what the source no longer returns is marked, stays, and may come back.

use backend::{
    findings::{self, Sweep, not_reported},
    sources,
    testing::{Engine, TestBackend, batch, incoming, source},
};
use chrono::TimeDelta;
use domain::{
    event::Seq,
    finding::{Facet, FindingFilter, IncomingFinding, RecordState},
    scope::Region,
    source::SourceId,
};
use rstest::rstest;

use crate::{
    asks::{count_of, detail, history, id_of, listed, viewer, worker},
    eventually::within_limit,
    own_sql::OwnSql,
};

/// Ends the sweep, waits until the index knows it, and answers how many findings were marked.
async fn end(backend: &TestBackend, sweep: &Sweep) -> u64 {
    let marked = not_reported(backend, &worker(), &source(), sweep)
        .await
        .expect("it ends");
    let head = OwnSql::of(backend)
        .await
        .number("SELECT seq FROM event_head")
        .await;
    within_limit("the sweep's event", backend.board().wait_for(Seq(head))).await;
    marked
}

fn open(backend: &TestBackend) -> u64 {
    findings::counts(backend, &viewer(), &FindingFilter::open())
        .expect("counts")
        .total()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_not_returned_is_marked_and_comes_back(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (kept, gone) = (incoming("kept", |_| {}), incoming("gone", |_| {}));
    backend
        .ingest(batch(vec![kept.clone(), gone.clone()]))
        .await;
    let mut sweep = Sweep::begin(&backend).await.expect("it begins");
    sweep.saw(&backend.ingest(batch(vec![kept.clone()])).await.rows);
    assert_eq!(end(&backend, &sweep).await, 1);
    let row = detail(&backend, id_of(&gone)).await.summary;
    assert_eq!(row.record_state, RecordState::NotReported);
    assert_eq!(row.not_reported_since, Some(backend.now()));
    assert_eq!(open(&backend), 1, "it left the open counts");
    let filter = FindingFilter {
        record_state: vec![RecordState::NotReported],
        ..FindingFilter::default()
    };
    assert_eq!(listed(&backend, filter), [row], "and stays to be found");
    assert_eq!(count_of(&backend, Facet::RecordState, "NOT_REPORTED"), 1);
    assert_eq!(
        detail(&backend, id_of(&kept)).await.summary.record_state,
        RecordState::Active
    );
    backend.ingest(batch(vec![gone.clone()])).await;
    let row = detail(&backend, id_of(&gone)).await.summary;
    assert_eq!(
        (row.record_state, row.not_reported_since),
        (RecordState::Active, None)
    );
    assert_eq!(open(&backend), 2);
    let changes = history(&backend, id_of(&gone)).await;
    let change = |old: &str, new: &str| ["record_state", old, new, "findings"].map(str::to_owned);
    assert_eq!(
        changes,
        [
            change("NOT_REPORTED", "ACTIVE"),
            change("ACTIVE", "NOT_REPORTED")
        ]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_came_after_it_began_is_not_its_business(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    backend
        .ingest(batch(vec![incoming("before", |_| {})]))
        .await;
    let sweep = Sweep::begin(&backend).await.expect("it begins");
    let after = incoming("after", |_| {});
    backend.ingest(batch(vec![after.clone()])).await;
    let mut elsewhere = batch(vec![incoming("elsewhere", |_| {})]);
    elsewhere.source = SourceId {
        region: Region::from("eu-west-1"),
        ..source()
    };
    backend.ingest(elsewhere).await;
    assert_eq!(end(&backend, &sweep).await, 1);
    assert_eq!(
        detail(&backend, id_of(&after)).await.summary.record_state,
        RecordState::Active
    );
    assert_eq!(count_of(&backend, Facet::RecordState, "ACTIVE"), 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_second_sweep_marks_nothing_twice_and_another_sources_findings_never(
    #[case] engine: Engine,
) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut elsewhere = batch(vec![incoming("elsewhere", |_| {})]);
    elsewhere.source = SourceId {
        region: Region::from("eu-west-1"),
        ..source()
    };
    backend.ingest(elsewhere).await;
    let many = (0..1_100)
        .map(|n| incoming(&format!("many-{n}"), |_| {}))
        .collect();
    let seen = backend.ingest(batch(many)).await.rows;
    let mut sweep = Sweep::begin(&backend).await.expect("it begins");
    sweep.saw(&seen[..30]);
    assert_eq!(end(&backend, &sweep).await, 1_070);
    assert_eq!(end(&backend, &sweep).await, 0);
    assert_eq!(count_of(&backend, Facet::RecordState, "ACTIVE"), 31);
    let swept = backend::sources::list(&backend, &viewer())
        .await
        .expect("sources");
    let ours = swept
        .into_iter()
        .find(|one| one.id == source())
        .expect("ours");
    assert_eq!(ours.swept_at, Some(backend.now()));
}

/// Another configuration asks elsewhere: what is reported there as it was is looked after there, and of the rest nobody
/// is asked any more.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn findings_of_a_source_that_is_polled_no_more_do_not_stay_for_ever(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let before = SourceId {
        region: Region::from("eu-west-1"),
        ..source()
    };
    let (moved, left) = (incoming("moved", |_| {}), incoming("left", |_| {}));
    let mut elsewhere = batch(vec![moved.clone(), left.clone()]);
    elsewhere.source = before;
    backend.ingest(elsewhere).await;
    let known = sources::register(&backend, &worker(), &source(), 60).await;
    known.expect("a source");
    let only = sources::keep_only(&backend, &worker(), &[source()]).await;
    only.expect("it is the only one");
    backend.clock.advance(TimeDelta::seconds(1));

    let mut sweep = Sweep::begin(&backend).await.expect("it begins");
    let again = backend.ingest(batch(vec![moved.clone()])).await;
    assert_eq!(again.unchanged, 1);
    sweep.saw(&again.rows);
    assert_eq!(end(&backend, &sweep).await, 1);
    let state = async |finding: &IncomingFinding| {
        let found = detail(&backend, id_of(finding)).await;
        found.summary.record_state
    };
    assert_eq!(state(&left).await, RecordState::NotReported);
    assert_eq!(state(&moved).await, RecordState::Active);

    let sweep = Sweep::begin(&backend).await.expect("it begins");
    assert_eq!(end(&backend, &sweep).await, 1, "it was taken over");
    assert_eq!(state(&moved).await, RecordState::NotReported);
}
