//! What an analyst does to one finding.

use backend::{
    Error, audit,
    findings::{Assign, ChangeWorkflow, TouchFindings, Which, assign, change_workflow},
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    actor::Role,
    event::Seq,
    finding::{Severity, SkipKind, Touch, WorkflowStatus, tags},
    id::FindingId,
    person::PersonName,
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, detail, history, id_of, viewer},
    change_asks::hire,
    own_sql::OwnSql,
    touch_asks::{acted, ask, ben, counts, refused, with},
};

fn to(id: FindingId, expected: Version, to: WorkflowStatus) -> ChangeWorkflow<'static> {
    ChangeWorkflow {
        id,
        expected,
        to,
        address: Some("192.0.2.7"),
    }
}

/// A backend with one finding; its id and version.
async fn with_one(engine: Engine) -> Option<(TestBackend, FindingId, Version)> {
    let backend = TestBackend::new(engine).await?;
    let finding = incoming("a", |_| {});
    backend.ingest(batch(vec![finding.clone()])).await;
    let version = detail(&backend, id_of(&finding)).await.summary.version;
    Some((backend, id_of(&finding), version))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_workflow_change_is_row_history_audit_and_event(#[case] engine: Engine) {
    let Some((backend, id, version)) = with_one(engine).await else {
        return;
    };
    backend.clock.advance(TimeDelta::minutes(2));
    let ask = to(id, version, WorkflowStatus::Notified);
    let seq = change_workflow(&backend, &analyst(), ask)
        .await
        .expect("it changes");
    // The answer came after the index knew: whoever asks next sees their own change.
    let row = backend.board().row(id).expect("it is there");
    assert_eq!(
        (row.workflow, row.version),
        (WorkflowStatus::Notified, version.next())
    );
    assert_eq!(seq, Some(Seq(2)));
    let changes = history(&backend, id).await;
    assert_eq!(
        changes,
        [["workflow", "NEW", "NOTIFIED", "ana"].map(str::to_owned)]
    );
    let entry = audit::list(&backend, &admin(), None)
        .await
        .expect("the audit")
        .rows
        .remove(0);
    assert_eq!(
        (entry.actor.as_str(), entry.outcome.as_str()),
        ("ana", "done")
    );
    assert_eq!(
        (entry.subject, entry.action.as_str()),
        (id.to_string(), "triage_findings")
    );
    assert_eq!(entry.detail, "workflow from NEW to NOTIFIED");
    assert_eq!(
        (entry.at, entry.address.as_deref()),
        (backend.now(), Some("192.0.2.7"))
    );
    stands_in_the_tables(&backend).await;
}

/// The same as the tables hold it.
async fn stands_in_the_tables(backend: &TestBackend) {
    let mut own = OwnSql::of(backend).await;
    let kept = own
        .rows("SELECT workflow, aws_workflow, version FROM findings")
        .await;
    let kept: Vec<_> = kept[0]
        .iter()
        .map(|cell| cell.as_deref().unwrap_or_default())
        .collect();
    assert_eq!(kept, ["NOTIFIED", "NEW", "2"], "AWS was told nothing");
    let event = own
        .rows("SELECT kind, subjects FROM events WHERE seq = 2")
        .await;
    let event: Vec<_> = event[0]
        .iter()
        .map(|cell| cell.as_deref().unwrap_or_default())
        .collect();
    assert_eq!(event, ["findings.changed", "[\"1\"]"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_finding_is_taken_and_let_go(#[case] engine: Engine) {
    let Some((backend, id, version)) = with_one(engine).await else {
        return;
    };
    hire(&backend, "ben", &[Role::Analyst]).await;
    let ben = PersonName::parse("Ben").expect("a name");
    let give = |expected, to| Assign {
        id,
        expected,
        to,
        address: None,
    };
    let seq = assign(&backend, &analyst(), give(version, Some(&ben)))
        .await
        .expect("it is his");
    assert!(seq.is_some());
    assert_eq!(
        backend
            .board()
            .row(id)
            .and_then(|row| row.assignee)
            .as_deref(),
        Some("ben")
    );
    let same = assign(&backend, &analyst(), give(version.next(), Some(&ben))).await;
    assert_eq!(same.expect("it is no error"), None);
    let free = assign(&backend, &analyst(), give(version.next(), None))
        .await
        .expect("it is free");
    assert!(free.is_some());
    assert_eq!(backend.board().row(id).and_then(|row| row.assignee), None);
    let changes = history(&backend, id).await;
    assert_eq!(
        changes[0],
        ["assignee", "ben", "", "ana"].map(str::to_owned)
    );
    assert_eq!(
        changes[1],
        ["assignee", "", "ben", "ana"].map(str::to_owned)
    );
    assert_eq!(changes.len(), 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_to_change_leaves_nothing_behind(#[case] engine: Engine) {
    let Some((backend, id, version)) = with_one(engine).await else {
        return;
    };
    let same = change_workflow(&backend, &analyst(), to(id, version, WorkflowStatus::New)).await;
    assert_eq!(same.expect("it is no error"), None);
    let mut own = OwnSql::of(&backend).await;
    assert_eq!(own.number("SELECT COUNT(*) FROM events").await, 1);
    assert_eq!(own.number("SELECT COUNT(*) FROM audit").await, 0);
    assert_eq!(own.number("SELECT version FROM findings").await, version.0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stale_version_is_told_who_and_when(#[case] engine: Engine) {
    let Some((backend, id, version)) = with_one(engine).await else {
        return;
    };
    let first = to(id, version, WorkflowStatus::Notified);
    change_workflow(&backend, &analyst(), first)
        .await
        .expect("it changes");
    let then = backend.now();
    backend.clock.advance(TimeDelta::hours(1));
    let late = to(id, version, WorkflowStatus::Resolved);
    let refused = change_workflow(&backend, &analyst(), late)
        .await
        .expect_err("it is stale");
    assert!(
        matches!(&refused, Error::Conflict { by, at } if by == "ana" && *at == then),
        "{refused}"
    );
    let late = Assign {
        id,
        expected: version,
        to: None,
        address: None,
    };
    let refused = assign(&backend, &analyst(), late)
        .await
        .expect_err("it is stale");
    assert!(
        matches!(&refused, Error::Conflict { by, .. } if by == "ana"),
        "{refused}"
    );
    assert_eq!(history(&backend, id).await.len(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_report_that_was_faster_is_in_nobodys_way(#[case] engine: Engine) {
    let Some((backend, id, version)) = with_one(engine).await else {
        return;
    };
    let worse = incoming("a", |finding| finding.severity = Severity::Critical);
    backend.ingest(batch(vec![worse])).await;
    let ana = PersonName::parse("ana").expect("a name");
    let claim = Assign {
        id,
        expected: version,
        to: Some(&ana),
        address: None,
    };
    let seq = assign(&backend, &analyst(), claim).await;
    assert!(seq.expect("it is hers").is_some());
    let row = backend.board().row(id).expect("it is there");
    assert_eq!(
        (row.assignee.as_deref(), row.severity),
        (Some("ana"), Severity::Critical)
    );
    // What a person did meanwhile is, whatever was reported after it.
    backend.ingest(batch(vec![incoming("a", |_| {})])).await;
    let late = to(id, version, WorkflowStatus::Resolved);
    let refused = change_workflow(&backend, &analyst(), late)
        .await
        .expect_err("it is stale");
    assert!(
        matches!(&refused, Error::Conflict { by, .. } if by == "ana"),
        "{refused}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_may_not_and_what_is_not_there(#[case] engine: Engine) {
    let Some((backend, id, version)) = with_one(engine).await else {
        return;
    };
    let ask = to(id, version, WorkflowStatus::Notified);
    let refused = change_workflow(&backend, &viewer(), ask).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let nowhere = to(
        FindingId(uuid::Uuid::from_u128(7)),
        version,
        WorkflowStatus::Notified,
    );
    let missing = change_workflow(&backend, &analyst(), nowhere).await;
    assert!(matches!(missing, Err(Error::NotFound)));
    let missing = change_workflow(&backend, &viewer(), nowhere).await;
    assert!(
        matches!(missing, Err(Error::Forbidden)),
        "a refusal does not tell what there is"
    );
    assert_eq!(
        backend.board().row(id).map(|row| row.workflow),
        Some(WorkflowStatus::New)
    );
}

/// What a person did before the page was seen is in nobody's way, whatever AWS reported after it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_lost_race_is_told_of_the_person_who_won(#[case] engine: Engine) {
    let Some((backend, id, version)) = with_one(engine).await else {
        return;
    };
    let first = to(id, version, WorkflowStatus::Notified);
    change_workflow(&backend, &analyst(), first)
        .await
        .expect("it changes");
    let then = backend.now();
    backend.clock.advance(TimeDelta::hours(1));
    let other = incoming("a", |finding| "Other".clone_into(&mut finding.title));
    backend.ingest(batch(vec![other])).await;
    let late = to(id, version, WorkflowStatus::Resolved);
    let refused = change_workflow(&backend, &analyst(), late)
        .await
        .expect_err("it is stale");
    assert!(
        matches!(&refused, Error::Conflict { by, at } if by == "ana" && *at == then),
        "{refused}"
    );
    let seen = to(id, version.next(), WorkflowStatus::Resolved);
    let seq = change_workflow(&backend, &analyst(), seen).await;
    assert!(seq.expect("it is hers").is_some());
}

/// The form for one finding is kept by whoever lost the race; an act on many tells what was left out.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_act_on_one_finding_that_somebody_changed_is_a_lost_race(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 2).await;
    let before = backend.board().as_of();
    let tagged = |ids: &[FindingId], tag: &str| {
        let touch = Touch {
            add_tags: tags(tag).expect("a tag"),
            ..Touch::default()
        };
        TouchFindings {
            as_of: before,
            ..ask(&backend, ids, touch)
        }
    };
    acted(&backend, &ben(), tagged(&ids[..1], "known")).await;
    let then = backend.now();
    let alone = TouchFindings {
        which: Which::One(ids[0]),
        ..tagged(&ids[..1], "new")
    };
    let error = refused(&backend, alone).await;
    assert!(
        matches!(&error, Error::Conflict { by, at } if by == "ben" && *at == then),
        "{error}"
    );
    let act = acted(&backend, &analyst(), tagged(&ids, "new")).await;
    assert_eq!(counts(&act), (1, vec![(SkipKind::Changed, 1)]));
}
