//! One finding of both planes of Security Hub: one row, whichever is read first.

use backend::{
    findings::{self, FindingDetail, ImportPage, ImportedFile, Sweep, not_reported},
    testing::{Engine, TestBackend, batch, batch_v2, incoming, incoming_v2, source, source_v2},
};
use chrono::TimeDelta;
use domain::{
    finding::{
        ComplianceStatus, IncomingFinding, Plane, RecordState, Severity, VerificationState,
        WorkflowStatus,
    },
    source::SourceId,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use rstest::rstest;

use crate::{
    asks::{analyst, detail, history, id_of, worker},
    own_sql::OwnSql,
    write_back::decide,
};

use WorkflowStatus::{New, Notified, Resolved, Suppressed};

/// Takes in a report where its plane is read.
pub(crate) async fn report(backend: &TestBackend, finding: &IncomingFinding) -> (u64, u64, u64) {
    let page = vec![finding.clone()];
    let done = match finding.plane {
        Plane::Cspm => backend.ingest(batch(page)).await,
        Plane::V2 => backend.ingest(batch_v2(page)).await,
    };
    (done.inserted, done.updated, done.unchanged)
}

/// V2's report of `a`, an hour after CSPM's.
fn later(change: impl FnOnce(&mut IncomingFinding)) -> IncomingFinding {
    incoming_v2("a", |finding| {
        finding.updated += TimeDelta::hours(1);
        change(finding);
    })
}

async fn whole(backend: &TestBackend) -> FindingDetail {
    detail(backend, id_of(&incoming("a", |_| {}))).await
}

async fn workflow(backend: &TestBackend) -> WorkflowStatus {
    whole(backend).await.summary.workflow
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn it_is_one_row_with_both_identities(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let cspm = incoming("a", |finding| {
        finding.criticality = Some(80);
        finding.verification = VerificationState::TruePositive;
    });
    let v2 = later(|finding| {
        finding.severity = Severity::Critical;
        finding.title = "Port 22 is open to everybody".to_owned();
        finding.control = None;
        finding.confidence = Some(40);
    });
    assert_eq!(report(&backend, &cspm).await, (1, 0, 0));
    assert_eq!(report(&backend, &v2).await, (0, 1, 0));
    let found = whole(&backend).await;
    assert_eq!(found.summary.severity, Severity::Critical, "V2 is later");
    assert_eq!(found.summary.title, v2.title);
    assert_eq!(found.summary.control, cspm.control, "only CSPM has it");
    assert_eq!(found.reported.criticality, Some(80));
    assert_eq!(found.reported.confidence, Some(40));
    assert_eq!(found.verification, VerificationState::TruePositive);
    let planes: Vec<_> = found.planes.iter().map(|one| &one.reported).collect();
    assert_eq!(planes, [&cspm, &v2], "each as it came");
    let mut sql = OwnSql::of(&backend).await;
    assert_eq!(sql.number("SELECT COUNT(*) FROM findings").await, 1);
    for one in [&cspm, &v2] {
        assert_eq!(report(&backend, one).await, (0, 0, 1), "a repeat is silent");
    }
    assert_eq!(whole(&backend).await, found);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_only_one_plane_has_is_whole_as_well(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    backend
        .ingest(batch(vec![incoming("b", |_| {}), incoming("c", |_| {})]))
        .await;
    let mut sql = OwnSql::of(&backend).await;
    let rows = sql.number("SELECT COUNT(*) FROM finding_planes").await;
    assert_eq!(rows, 0, "what CSPM alone has costs nothing");
    let v2 = later(|_| {});
    assert_eq!(report(&backend, &v2).await, (1, 0, 0));
    let found = whole(&backend).await;
    assert_eq!(found.reported, v2);
    assert_eq!(found.planes.len(), 1);
    let next = later(|finding| finding.workflow = Notified);
    assert_eq!(report(&backend, &next).await, (0, 1, 0));
    assert_eq!(workflow(&backend).await, Notified);
    let rows = sql.number("SELECT COUNT(*) FROM finding_planes").await;
    assert_eq!(rows, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_in_either_plane_counts_and_an_old_word_does_not(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    report(&backend, &incoming("a", |_| {})).await;
    report(&backend, &later(|_| {})).await;
    // Somebody resolves it in the older plane's console: that moves no time.
    report(&backend, &incoming("a", |one| one.workflow = Resolved)).await;
    assert_eq!(workflow(&backend).await, Resolved);
    let again = later(|finding| {
        finding.updated += TimeDelta::hours(1);
        finding.description = "Again.".to_owned();
    });
    report(&backend, &again).await;
    assert_eq!(workflow(&backend).await, Resolved, "V2 said New before");
    decide(&backend, id_of(&again), Notified).await;
    let moved = later(|finding| {
        finding.updated += TimeDelta::hours(1);
        finding.workflow = Suppressed;
    });
    report(&backend, &moved).await;
    assert_eq!(workflow(&backend).await, Suppressed);
    let changes = whole(&backend).await.history.into_iter();
    let moves: Vec<_> = changes
        .filter(|one| one.field == "workflow")
        .map(|one| (one.new.unwrap_or_default(), one.reason))
        .collect();
    let by_aws = Some("changed_in_aws".to_owned());
    let expected = [
        ("SUPPRESSED".to_owned(), by_aws.clone()),
        ("NOTIFIED".to_owned(), None),
        ("RESOLVED".to_owned(), by_aws),
    ];
    assert_eq!(moves, expected);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_second_plane_opens_nothing_that_was_closed(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let closed = incoming("a", |finding| finding.workflow = Suppressed);
    report(&backend, &closed).await;
    report(&backend, &later(|_| {})).await;
    assert_eq!(workflow(&backend).await, Suppressed);
    assert_eq!(history(&backend, id_of(&closed)).await.len(), 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_v2_calls_archived_keeps_how_far_somebody_came(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    report(&backend, &later(|finding| finding.workflow = Resolved)).await;
    let archived = later(|finding| {
        finding.updated += TimeDelta::hours(1);
        finding.record_state = RecordState::Archived;
    });
    report(&backend, &archived).await;
    let summary = whole(&backend).await.summary;
    let held = (summary.workflow, summary.record_state);
    assert_eq!(held, (Resolved, RecordState::Archived));
    let back = later(|finding| finding.updated += TimeDelta::hours(2));
    report(&backend, &back).await;
    assert_eq!(workflow(&backend).await, New);
}

/// Ends a sweep of one source that returned nothing.
async fn forget(backend: &TestBackend, source: &SourceId) -> u64 {
    let sweep = Sweep::begin(backend).await.expect("it begins");
    let marked = not_reported(backend, &worker(), source, &sweep).await;
    marked.expect("it ends")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn it_is_reported_as_long_as_one_plane_has_it(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (cspm, v2) = (incoming("a", |_| {}), later(|_| {}));
    report(&backend, &cspm).await;
    report(&backend, &v2).await;
    let state = async || {
        let mut sql = OwnSql::of(&backend).await;
        sql.column("SELECT record_state FROM findings")
            .await
            .remove(0)
    };
    let gone = async || -> Vec<bool> {
        let planes = whole(&backend).await.planes.into_iter();
        planes.map(|one| one.is_gone).collect()
    };
    assert_eq!(forget(&backend, &source()).await, 0, "V2 has it");
    assert_eq!(state().await, "ACTIVE");
    assert_eq!(gone().await, [true, false]);
    assert_eq!(forget(&backend, &source_v2()).await, 1);
    assert_eq!(state().await, "NOT_REPORTED");
    assert_eq!(gone().await, [true, true]);
    assert_eq!(forget(&backend, &source_v2()).await, 0);
    assert_eq!(report(&backend, &cspm).await, (0, 1, 0), "it is back");
    assert_eq!(state().await, "ACTIVE");
    assert_eq!(gone().await, [false, true]);
    assert_eq!(forget(&backend, &source()).await, 1);
    assert_eq!(state().await, "NOT_REPORTED");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_may_have_both(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let bring = async || {
        let page = ImportPage {
            findings: vec![later(|_| {}), incoming("a", |_| {}), incoming("b", |_| {})],
            rejects: Vec::new(),
        };
        let file = ImportedFile {
            name: "both.json",
            address: None,
        };
        let done = findings::import(&backend, &analyst(), file, page).await;
        let done = done.expect("it is taken in");
        if let Some(seq) = done.seq {
            backend.board().wait_for(seq).await;
        }
        (done.inserted, done.updated, done.unchanged)
    };
    assert_eq!(bring().await, (2, 1, 0));
    assert_eq!(bring().await, (0, 0, 3));
    assert_eq!(whole(&backend).await.planes.len(), 2);
    assert_eq!(
        forget(&backend, &source_v2()).await,
        0,
        "a file is no report"
    );
}

/// What a plane may say of the finding at one time.
fn said(plane: Plane) -> impl Strategy<Value = IncomingFinding> {
    (
        (0_i64..3, proptest::sample::select(WorkflowStatus::ALL)),
        proptest::sample::select(Severity::ALL),
        proptest::sample::select(&[RecordState::Active, RecordState::Archived][..]),
        proptest::option::of(proptest::sample::select(ComplianceStatus::ALL)),
        (any::<bool>(), any::<bool>()),
    )
        .prop_map(move |((at, workflow), severity, record, compliance, has)| {
            let change = |finding: &mut IncomingFinding| {
                finding.updated += TimeDelta::minutes(at);
                finding.workflow = workflow;
                finding.severity = severity;
                finding.record_state = record;
                finding.compliance = compliance;
                finding.title = format!("As {plane} has it");
                if has.0 {
                    finding.control = Some(plane.as_str().to_owned());
                }
                if has.1 {
                    finding.standards.clear();
                }
            };
            match plane {
                Plane::Cspm => incoming("a", change),
                Plane::V2 => incoming_v2("a", change),
            }
        })
}

async fn in_either_order(
    engine: Engine,
    reports: [IncomingFinding; 2],
) -> Result<(), TestCaseError> {
    let [cspm, v2] = reports;
    let mut seen = Vec::new();
    for order in [[&cspm, &v2], [&v2, &cspm]] {
        let Some(backend) = TestBackend::new(engine).await else {
            return Ok(());
        };
        for one in order {
            report(&backend, one).await;
        }
        let found = whole(&backend).await;
        for one in order {
            prop_assert_eq!(report(&backend, one).await, (0, 0, 1));
        }
        seen.push((found.summary, found.reported, found.planes));
        backend.end().await;
    }
    prop_assert_eq!(&seen[0], &seen[1]);
    Ok(())
}

fn the_order_does_not_matter(engine: Engine, cases: u32) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let both = [said(Plane::Cspm).boxed(), said(Plane::V2).boxed()];
    let done = TestRunner::new(config).run(&both, |reports| {
        runtime.block_on(in_either_order(engine, reports))
    });
    done.expect("one row");
}

#[test]
fn the_order_of_arrival_does_not_matter_on_sqlite() {
    the_order_does_not_matter(Engine::Sqlite, 24);
}

#[test]
fn the_order_of_arrival_does_not_matter_on_postgres() {
    the_order_does_not_matter(Engine::Postgres, 6);
}
