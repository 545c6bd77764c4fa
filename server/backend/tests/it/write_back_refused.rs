//! What AWS refuses waits and says why; it keeps nothing else from being told. What is undone is taken back there too.

use backend::{
    findings,
    ports::FindingUpdate,
    testing::{Engine, FakeWriter},
    write_back::{list, refused},
};
use chrono::TimeDelta;
use domain::{
    finding::{Touch, VerificationState, WorkflowStatus, WriteBackState},
    source::SourceFault,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst},
    touch_asks::{acted, ask},
    write_back::{aws_id, decide, id, report, send, standing, status, workflow, writing},
};

use WorkflowStatus::{Notified, Resolved, Suppressed};

#[rstest]
#[case::throttled_sqlite(
    Engine::Sqlite,
    SourceFault::Throttled,
    WriteBackState::Failed,
    "Throttled",
    1
)]
#[case::throttled_postgres(
    Engine::Postgres,
    SourceFault::Throttled,
    WriteBackState::Failed,
    "Throttled",
    1
)]
#[case::denied_sqlite(
    Engine::Sqlite,
    SourceFault::AccessDenied("securityhub:BatchUpdateFindings".to_owned()),
    WriteBackState::Refused,
    "AccessDenied",
    2
)]
#[case::denied_postgres(
    Engine::Postgres,
    SourceFault::AccessDenied("securityhub:BatchUpdateFindings".to_owned()),
    WriteBackState::Refused,
    "AccessDenied",
    2
)]
#[tokio::test]
async fn when_aws_refuses_the_call_all_waits_and_the_decision_holds(
    #[case] engine: Engine,
    #[case] fault: SourceFault,
    #[case] state: WriteBackState,
    #[case] code: &str,
    #[case] calls: usize,
) {
    let Some(backend) = writing(engine, &["a", "b"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    writer.fail(Some(fault.clone()));
    decide(&backend, id("a"), Notified).await;
    decide(&backend, id("b"), Suppressed).await;
    assert_eq!(send(&backend, &writer).await, 0);
    assert_eq!(
        writer.calls().len(),
        calls,
        "a second one only where it may be allowed"
    );
    for name in ["a", "b"] {
        let waits = standing(&backend, id(name)).await.expect("it waits");
        assert_eq!((waits.state, waits.code.as_str()), (state, code));
        assert_eq!(waits.fault, fault.to_string());
    }
    report(&backend, "a", |finding| finding.title = "Again".to_owned()).await;
    report(&backend, "a", |finding| finding.workflow = Resolved).await;
    assert_eq!(workflow(&backend, id("a")).await, Notified, "decided here");
    let accounts = list(&backend, &admin()).await.expect("a list");
    assert_eq!((accounts[0].waiting, accounts[0].failed), (0, 2));
    writer.fail(None);
    backend.clock.advance(TimeDelta::minutes(1));
    assert_eq!(send(&backend, &writer).await, 2);
    assert_eq!(writer.known(&aws_id("a")), status(Notified));
    assert_eq!(writer.known(&aws_id("b")), status(Suppressed));
}

/// A policy may allow one status and not another.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_may_not_be_written_keeps_nothing_else_from_being_written(#[case] engine: Engine) {
    let Some(backend) = writing(engine, &["a", "b", "c"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    writer.deny(Notified);
    decide(&backend, id("a"), Notified).await;
    decide(&backend, id("b"), Resolved).await;
    decide(&backend, id("c"), Suppressed).await;
    assert_eq!(send(&backend, &writer).await, 2);
    let waits = standing(&backend, id("a")).await.expect("it waits");
    assert_eq!(waits.state, WriteBackState::Refused);
    let all = refused(&backend, &admin()).await.expect("a list");
    let all: Vec<_> = all
        .into_iter()
        .map(|one| (one.finding, one.standing))
        .collect();
    assert_eq!(
        all,
        [(id("a"), waits)],
        "it is found without looking at each finding"
    );
    assert_eq!(writer.known(&aws_id("b")), status(Resolved));
    assert_eq!(writer.known(&aws_id("c")), status(Suppressed));
}

#[rstest]
#[case::sqlite(Engine::Sqlite, false)]
#[case::postgres(Engine::Postgres, false)]
#[case::reported_sqlite(Engine::Sqlite, true)]
#[case::reported_postgres(Engine::Postgres, true)]
#[tokio::test]
async fn a_verification_that_is_undone_is_taken_back_in_aws_too(
    #[case] engine: Engine,
    #[case] is_reported: bool,
) {
    use VerificationState::{FalsePositive, Unknown};

    let Some(backend) = writing(engine, &["a"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    let touch = Touch {
        verification: Some(FalsePositive),
        ..Touch::default()
    };
    let act = acted(&backend, &analyst(), ask(&backend, &[id("a")], touch)).await;
    assert_eq!(send(&backend, &writer).await, 1);
    if is_reported {
        report(&backend, "a", |finding| {
            finding.verification = FalsePositive
        })
        .await;
        backend.clock.advance(TimeDelta::minutes(9));
        assert_eq!(send(&backend, &writer).await, 0);
    }
    let undo = findings::undo(&backend, &analyst(), act.id, None).await;
    undo.expect("it is taken back");
    assert_eq!(send(&backend, &writer).await, 1);
    let told = |to| FindingUpdate {
        verification: Some(to),
        ..FindingUpdate::default()
    };
    assert_eq!(
        writer.calls(),
        [(1, told(FalsePositive)), (1, told(Unknown))]
    );
    // What was never told is not taken back.
    let touch = Touch {
        verification: Some(FalsePositive),
        ..Touch::default()
    };
    let act = acted(&backend, &analyst(), ask(&backend, &[id("a")], touch)).await;
    let undo = findings::undo(&backend, &analyst(), act.id, None).await;
    undo.expect("it is taken back");
    assert_eq!(standing(&backend, id("a")).await, None);
    assert_eq!(send(&backend, &writer).await, 0);
}
