//! What the policy refuses a person to change stands in the audit, but cannot fill it.

use backend::{
    Error,
    audit::{self, AuditEntry},
    findings::{ChangeWorkflow, change_workflow},
    people,
    testing::{Engine, TestBackend, person},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    finding::WorkflowStatus,
    id::FindingId,
    version::Version,
};
use rstest::rstest;

use crate::asks::{admin, viewer};

async fn audited(backend: &TestBackend) -> Vec<AuditEntry> {
    let page = audit::list(backend, &admin(), None).await;
    page.expect("the audit").rows
}

async fn try_to_move(backend: &TestBackend, by: &Actor) {
    let ask = ChangeWorkflow {
        id: FindingId(uuid::Uuid::from_u128(7)),
        expected: Version::FIRST,
        to: WorkflowStatus::Resolved,
        address: Some("192.0.2.7"),
    };
    let refused = change_workflow(backend, by, ask).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}

async fn try_to_add(backend: &TestBackend, by: &Actor, name: &str) {
    let refused = people::add(backend, by, (name, &[Role::Admin]), None, None).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_refused_change_is_audited(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    try_to_move(&backend, &viewer()).await;
    let rows = audited(&backend).await;
    assert_eq!(rows.len(), 1);
    let entry = &rows[0];
    assert_eq!(
        (
            entry.actor.as_str(),
            entry.action.as_str(),
            entry.outcome.as_str()
        ),
        ("vera", "triage_findings", "refused")
    );
    assert_eq!(entry.subject, uuid::Uuid::from_u128(7).to_string());
    assert_eq!(entry.detail, "their roles do not allow it");
    assert_eq!(entry.address.as_deref(), Some("192.0.2.7"));
    let display = person("wall", &[Role::Display]);
    assert!(
        people::sign_out_everywhere(&backend, &display, None)
            .await
            .is_err()
    );
    try_to_add(&backend, &viewer(), &format!("a\0{}", "b".repeat(100_000))).await;
    let rows = audited(&backend).await;
    assert_eq!(
        (rows.len(), rows[0].subject.len()),
        (3, 64),
        "a name is cut"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_loop_leaves_one_entry_a_minute(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    for _ in 0..50 {
        try_to_move(&backend, &viewer()).await;
    }
    assert_eq!(audited(&backend).await.len(), 1);
    try_to_add(&backend, &viewer(), "eve").await;
    assert_eq!(audited(&backend).await.len(), 2, "another act");
    try_to_move(&backend, &person("other", &[Role::Viewer])).await;
    assert_eq!(audited(&backend).await.len(), 3, "another person");
    backend.clock.advance(TimeDelta::minutes(1));
    try_to_move(&backend, &viewer()).await;
    assert_eq!(audited(&backend).await.len(), 4, "another minute");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn strangers_and_readers_leave_none(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    try_to_move(&backend, &Actor::Anonymous).await;
    assert!(people::list(&backend, &viewer(), None).await.is_err());
    assert!(audit::list(&backend, &viewer(), None).await.is_err());
    assert_eq!(audited(&backend).await, []);
}
