//! What AWS refuses waits and says why; it keeps nothing else from being told.

use backend::{
    testing::{Engine, FakeWriter},
    write_back::list,
};
use chrono::TimeDelta;
use domain::{
    finding::{WorkflowStatus, WriteBackState},
    source::SourceFault,
};
use rstest::rstest;

use crate::{
    asks::admin,
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
    let refused = standing(&backend, id("a")).await.expect("it waits");
    assert_eq!(refused.state, WriteBackState::Refused);
    assert_eq!(writer.known(&aws_id("b")), status(Resolved));
    assert_eq!(writer.known(&aws_id("c")), status(Suppressed));
}
