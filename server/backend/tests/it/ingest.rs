//! What becomes of a page that a source reports: counts, events, the mark up to which was read.

use backend::{
    findings::{IngestBatch, Ingested, ingest},
    sources::resume_at,
    testing::{Engine, TestBackend, batch, incoming, source},
};
use chrono::TimeDelta;
use domain::finding::{IncomingFinding, Severity};
use rstest::rstest;

use crate::{
    asks::{detail, history, id_of, titles_with, worker},
    own_sql::OwnSql,
};

/// Inserted, updated, unchanged, rejected.
fn counts(done: &Ingested) -> [u64; 4] {
    [done.inserted, done.updated, done.unchanged, done.rejected]
}

fn three() -> Vec<IncomingFinding> {
    ["a", "b", "c"].map(|id| incoming(id, |_| {})).to_vec()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_page_is_one_event_and_none_when_nothing_changed(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let first = backend.ingest(batch(three())).await;
    assert_eq!(counts(&first), [3, 0, 0, 0]);
    let again = backend.ingest(batch(three())).await;
    assert_eq!((counts(&again), again.seq), ([0, 0, 3, 0], None));
    assert_eq!(
        again.rows, first.rows,
        "a sweep must learn of those that did not change too"
    );
    let mut page = three();
    page[1] = incoming("b", |finding| finding.severity = Severity::Low);
    page.push(incoming("d", |_| {}));
    let changed = backend.ingest(batch(page)).await;
    assert_eq!(counts(&changed), [1, 1, 2, 0]);
    let mut own = OwnSql::of(&backend).await;
    let events = own
        .rows("SELECT seq, kind, subjects FROM events ORDER BY seq")
        .await;
    let kinds: Vec<_> = events.iter().map(|row| row[1].as_deref()).collect();
    assert_eq!(kinds, [Some("findings.ingested"); 2]);
    let subjects = events[1][2].clone().expect("subjects");
    let subjects: Vec<String> = serde_json::from_str(&subjects).expect("a list");
    assert_eq!(subjects, ["4", "2"], "the new one and the changed one");
    assert_eq!(own.number("SELECT seq FROM event_head").await, 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_older_report_changes_nothing_and_one_as_old_does(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let kept = incoming("a", |finding| finding.title = "Kept".to_owned());
    let id = id_of(&kept);
    backend.ingest(batch(vec![kept])).await;
    let older = incoming("a", |finding| {
        finding.title = "Older".to_owned();
        finding.updated -= TimeDelta::seconds(1);
    });
    let done = backend.ingest(batch(vec![older])).await;
    assert_eq!((counts(&done), done.seq), ([0, 0, 1, 0], None));
    assert_eq!(detail(&backend, id).await.reported.title, "Kept");
    // A customer's update does not move `UpdatedAt`.
    let noted = incoming("a", |finding| finding.title = "As old".to_owned());
    let done = backend.ingest(batch(vec![noted])).await;
    assert_eq!(counts(&done), [0, 1, 0, 0]);
    let found = detail(&backend, id).await;
    assert_eq!(
        (found.summary.title.as_str(), found.reported.title.as_str()),
        ("As old", "As old")
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_page_may_name_a_finding_twice_and_the_newest_stays(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let report = |title: &str, minutes| {
        incoming("a", |finding| {
            finding.title = title.to_owned();
            finding.updated += TimeDelta::minutes(minutes);
        })
    };
    let page = vec![
        report("First", 1),
        report("Newest", 3),
        report("Between", 2),
    ];
    let done = backend.ingest(batch(page)).await;
    assert_eq!(counts(&done), [1, 0, 2, 0]);
    assert_eq!(titles_with(&backend, ""), ["Newest"]);
    let page = vec![
        report("Earlier on the page", 3),
        report("Later on the page", 3),
    ];
    let done = backend.ingest(batch(page)).await;
    assert_eq!(counts(&done), [0, 1, 1, 0]);
    assert_eq!(titles_with(&backend, ""), ["Later on the page"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn history_has_what_really_changed(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = id_of(&incoming("a", |_| {}));
    backend.ingest(batch(vec![incoming("a", |_| {})])).await;
    assert!(
        history(&backend, id).await.is_empty(),
        "to come is no change"
    );
    let retitled = incoming("a", |finding| finding.title = "Another".to_owned());
    backend.ingest(batch(vec![retitled])).await;
    assert!(
        history(&backend, id).await.is_empty(),
        "a title is not followed"
    );
    let worse = incoming("a", |finding| finding.severity = Severity::Critical);
    backend.ingest(batch(vec![worse])).await;
    let changes = history(&backend, id).await;
    assert_eq!(
        changes,
        [["severity", "HIGH", "CRITICAL", "findings"].map(str::to_owned)]
    );
    assert_eq!(detail(&backend, id).await.history[0].at, backend.now());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_mark_moves_with_the_page_and_stays_without_one(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let page = batch(three());
    let mark = page.read_up_to;
    assert!(mark.is_some());
    backend.ingest(page).await;
    assert_eq!(
        resume_at(&backend, &source()).await.expect("it answers").0,
        mark
    );
    let mut markless = batch(vec![incoming("d", |_| {})]);
    markless.read_up_to = None;
    backend.ingest(markless).await;
    assert_eq!(
        resume_at(&backend, &source()).await.expect("it answers").0,
        mark
    );
}

/// Otherwise nothing that comes until then would be read, and the source would look alive all the while.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_record_of_the_future_does_not_take_the_mark_along(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ahead = backend.now() + TimeDelta::days(30_000);
    let finding = incoming("a", |finding| finding.updated = ahead);
    let page = IngestBatch {
        read_up_to: Some(ahead),
        ..batch(vec![finding])
    };
    backend.ingest(page).await;
    let (mark, _) = resume_at(&backend, &source()).await.expect("it answers");
    assert_eq!(mark, Some(backend.now()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_empty_page_is_a_good_answer_and_no_event(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let done = ingest(&backend, &worker(), batch(Vec::new()))
        .await
        .expect("it goes in");
    assert_eq!(done, Ingested::default());
    let all = backend::sources::list(&backend, &crate::asks::viewer())
        .await
        .expect("sources");
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].freshness.last_good, Some(backend.now()));
    assert_eq!((all[0].progress.pages, all[0].progress.records), (1, 0));
}
