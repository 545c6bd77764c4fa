//! What people here decide is told to each plane that has the finding, and what one refuses does not undo the other.

use backend::{
    testing::{Engine, FakeWriter, TestBackend, incoming, incoming_v2, source, source_v2},
    write_back::{list, places_due, send_due},
};
use chrono::TimeDelta;
use domain::{
    finding::{
        IncomingFinding, Plane, Severity, Touch, VerificationState, WorkflowStatus, WriteBackMode,
        WriteBackState,
    },
    id::FindingId,
    source::SourceFault,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, detail, history, id_of},
    planes::report,
    touch_asks::{acted, ask},
    write_back::{decide, turn},
};

use WorkflowStatus::{New, Notified, Resolved};

/// Both planes as places to write to.
struct Hub {
    cspm: FakeWriter,
    v2: FakeWriter,
}

impl Hub {
    /// A backend that writes back, with what `reports` say.
    async fn with(engine: Engine, reports: &[IncomingFinding]) -> Option<(TestBackend, Self)> {
        let backend = TestBackend::new(engine).await?;
        turn(&backend, WriteBackMode::WriteBack, None).await;
        for one in reports {
            report(&backend, one).await;
        }
        let hub = Self {
            cspm: FakeWriter::new(),
            v2: FakeWriter::v2(),
        };
        Some((backend, hub))
    }

    /// One turn of the worker: how many findings each plane took.
    async fn send(&self, backend: &TestBackend) -> [u64; 2] {
        let among = [source(), source_v2()];
        places_due(backend, &among)
            .await
            .expect("the database works");
        let mut taken = [0, 0];
        for (at, writer) in [&self.cspm, &self.v2].into_iter().enumerate() {
            let sent = send_due(backend, writer, &among).await;
            taken[at] = sent.expect("the database works");
        }
        taken
    }
}

fn both() -> [IncomingFinding; 2] {
    [incoming("a", |_| {}), incoming_v2("a", |_| {})]
}

fn id() -> FindingId {
    id_of(&incoming("a", |_| {}))
}

async fn standings(backend: &TestBackend) -> Vec<(Plane, WriteBackState)> {
    let all = detail(backend, id()).await.write_back.into_iter();
    all.map(|one| (one.plane, one.state)).collect()
}

async fn workflow(backend: &TestBackend) -> WorkflowStatus {
    detail(backend, id()).await.summary.workflow
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn each_plane_is_told_in_its_own_way(#[case] engine: Engine) {
    let Some((backend, hub)) = Hub::with(engine, &both()).await else {
        return;
    };
    let touch = Touch {
        workflow: Some(Notified),
        severity: Some(Severity::Critical),
        verification: Some(VerificationState::TruePositive),
        note: Some("Ours.".to_owned()),
        ..Touch::default()
    };
    acted(&backend, &analyst(), ask(&backend, &[id()], touch)).await;
    let waiting = WriteBackState::Waiting;
    let wait = [(Plane::Cspm, waiting), (Plane::V2, waiting)];
    assert_eq!(standings(&backend).await, wait);
    let accounts = list(&backend, &admin()).await.expect("accounts");
    assert_eq!(accounts[0].waiting, 1, "it is one finding");
    assert_eq!(hub.send(&backend).await, [1, 1]);
    let (cspm, v2) = (&hub.cspm.names()[0], &hub.v2.names()[0]);
    assert!(cspm.product_arn.contains(":product/"), "{cspm:?}");
    assert!(v2.product_arn.contains(":productv2/"), "{v2:?}");
    assert_eq!(v2.metadata_uid.as_deref(), Some("uid-a"));
    assert_eq!(v2.aws_finding_id, cspm.aws_finding_id);
    let told = hub.cspm.known(&cspm.aws_finding_id);
    assert_eq!(told.verification, Some(VerificationState::TruePositive));
    let by_v2 = hub.v2.known(&v2.aws_finding_id);
    assert_eq!(by_v2.verification, None, "V2 has no such field");
    assert_eq!(
        (by_v2.workflow, by_v2.severity, by_v2.note),
        (told.workflow, told.severity, told.note)
    );
    assert_eq!(standings(&backend).await, []);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_one_plane_refuses_holds_and_is_tried_again_there_alone(#[case] engine: Engine) {
    let Some((backend, hub)) = Hub::with(engine, &both()).await else {
        return;
    };
    decide(&backend, id(), Resolved).await;
    hub.v2.fail(Some(SourceFault::Throttled));
    assert_eq!(hub.send(&backend).await, [1, 0]);
    assert_eq!(
        standings(&backend).await,
        [(Plane::V2, WriteBackState::Failed)]
    );
    // Both report what was before; V2 with a newer time.
    report(
        &backend,
        &incoming("a", |one| one.description = "Old.".to_owned()),
    )
    .await;
    let old = incoming_v2("a", |finding| finding.updated += TimeDelta::hours(1));
    report(&backend, &old).await;
    assert_eq!(workflow(&backend).await, Resolved);
    hub.v2.fail(None);
    hub.cspm.calls();
    backend.clock.advance(TimeDelta::hours(1));
    assert_eq!(hub.send(&backend).await, [0, 1]);
    assert_eq!(hub.cspm.calls(), [], "CSPM has it since long");
    assert_eq!(standings(&backend).await, []);
    assert_eq!(workflow(&backend).await, Resolved);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_severity_holds_while_the_later_plane_was_not_told(#[case] engine: Engine) {
    let Some((backend, hub)) = Hub::with(engine, &both()).await else {
        return;
    };
    let touch = Touch {
        severity: Some(Severity::Critical),
        ..Touch::default()
    };
    acted(&backend, &analyst(), ask(&backend, &[id()], touch)).await;
    hub.v2.miss(&[&incoming("a", |_| {}).aws_finding_id]);
    assert_eq!(hub.send(&backend).await, [1, 0]);
    backend.clock.advance(TimeDelta::hours(1));
    hub.send(&backend).await;
    let old = incoming_v2("a", |finding| finding.updated += TimeDelta::hours(1));
    report(&backend, &old).await;
    let severity = detail(&backend, id()).await.summary.severity;
    assert_eq!(severity, Severity::Critical);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_in_a_plane_is_seen_once_what_was_told_has_settled(#[case] engine: Engine) {
    let Some((backend, hub)) = Hub::with(engine, &both()).await else {
        return;
    };
    decide(&backend, id(), Resolved).await;
    assert_eq!(hub.send(&backend).await, [1, 1]);
    report(
        &backend,
        &incoming_v2("a", |one| one.description = "Old.".to_owned()),
    )
    .await;
    assert_eq!(workflow(&backend).await, Resolved, "it may be older");
    backend.clock.advance(TimeDelta::minutes(11));
    hub.send(&backend).await;
    for one in both() {
        let known = IncomingFinding {
            workflow: Resolved,
            ..one
        };
        report(&backend, &known).await;
    }
    assert_eq!(workflow(&backend).await, Resolved);
    let before = history(&backend, id()).await.len();
    report(
        &backend,
        &incoming_v2("a", |one| one.description = "Reopened.".to_owned()),
    )
    .await;
    assert_eq!(workflow(&backend).await, New, "somebody opened it in V2");
    assert_eq!(history(&backend, id()).await.len(), before + 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_plane_that_has_it_not_is_not_told(#[case] engine: Engine) {
    let [cspm, v2] = both();
    let Some((backend, hub)) = Hub::with(engine, &[v2]).await else {
        return;
    };
    decide(&backend, id(), Notified).await;
    assert_eq!(hub.send(&backend).await, [0, 1]);
    report(&backend, &cspm).await;
    assert_eq!(
        workflow(&backend).await,
        Notified,
        "CSPM says New, as at first"
    );
    decide(&backend, id(), Resolved).await;
    assert_eq!(hub.send(&backend).await, [1, 1]);
}
