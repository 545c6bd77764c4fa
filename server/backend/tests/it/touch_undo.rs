//! Taking an act back: each field is as it was where nobody changed the finding since, for ten minutes, by who did it.

use backend::{
    Error,
    findings::{self, ChangeWorkflow, change_workflow},
    incidents::{self, Declare, Declared},
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    finding::{
        Assignment, ComplianceStatus, Link, Severity, Skip, SkipKind, Touch, TouchRule,
        VerificationState, WorkflowStatus, tags,
    },
    id::{BulkActId, FindingId, IncidentId},
    incident::{Impact, TimelineKind},
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, detail, history, viewer},
    touch_asks::{acted, ask, ben, carry_on, counts, held, read, why, with},
};

fn suppressed() -> Touch {
    Touch {
        workflow: Some(WorkflowStatus::Suppressed),
        ..Touch::default()
    }
}

async fn rule(backend: &TestBackend, by: &domain::actor::Actor, id: BulkActId) -> TouchRule {
    match findings::undo(backend, by, id, None).await {
        Err(Error::Touch(rule)) => rule,
        other => panic!("a rule is against it: {other:?}"),
    }
}

async fn declared(backend: &TestBackend) -> Declared {
    let declare = Declare {
        title: "Port 22",
        summary: "",
        impact: Impact::Major,
        scopes: Vec::new(),
        from: None,
        address: None,
    };
    let incident = incidents::declare(backend, &analyst(), declare).await;
    incident.expect("declared")
}

/// The incident was linked and no longer is, and says so.
async fn is_unlinked(backend: &TestBackend, id: IncidentId) {
    let incident = incidents::get(backend, &viewer(), id).await;
    let incident = incident.expect("the incident");
    assert!(incident.links.is_empty());
    let kinds: Vec<TimelineKind> = incident.timeline.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds,
        [
            TimelineKind::Declared,
            TimelineKind::Linked,
            TimelineKind::Unlinked
        ]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_field_is_as_it_was_and_notes_stay(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 2).await;
    let incident = declared(&backend).await;
    let first = Touch {
        add_tags: tags("prod").expect("a tag"),
        severity: Some(Severity::Critical),
        ..Touch::default()
    };
    acted(&backend, &ben(), ask(&backend, &ids[..1], first)).await;
    let before = [held(&backend, ids[0]).await, held(&backend, ids[1]).await];
    let touch = Touch {
        severity: Some(Severity::Low),
        verification: Some(VerificationState::FalsePositive),
        note: Some("A mistake.".to_owned()),
        assignee: Some(Assignment::Claim),
        add_tags: tags("pci").expect("a tag"),
        link: Some(Link::Incident(incident.number)),
        ..suppressed()
    };
    let act = acted(&backend, &analyst(), ask(&backend, &ids, touch)).await;
    assert_eq!(counts(&act), (2, Vec::new()));
    assert_eq!(
        act.undoable_until,
        Some(backend.now() + TimeDelta::minutes(10))
    );
    let undo = findings::undo(&backend, &analyst(), act.id, Some("192.0.2.7")).await;
    let undo = read(&backend, &analyst(), undo.expect("it is undone")).await;
    assert_eq!(counts(&undo), (2, Vec::new()));
    assert_eq!(undo.undoes, Some(act.id));
    let after = [held(&backend, ids[0]).await, held(&backend, ids[1]).await];
    assert_eq!(after, before);
    let found = detail(&backend, ids[0]).await;
    assert_eq!(found.notes.len(), 1, "what was said was said");
    assert_eq!(found.history[0].reason.as_deref(), Some("undone"));
    is_unlinked(&backend, incident.id).await;
    let act = read(&backend, &analyst(), act.id).await;
    assert_eq!((act.undone_by, act.undoable_until), (Some(undo.id), None));
    let audit = backend::audit::list(&backend, &admin(), None).await;
    let entry = audit.expect("the audit").rows.remove(0);
    assert!(
        entry.detail.starts_with("undo of workflow SUPPRESSED"),
        "{entry:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_changed_since_is_left_as_it_is(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 4).await;
    acted(&backend, &analyst(), ask(&backend, &ids[..1], suppressed())).await;
    let act = acted(&backend, &analyst(), ask(&backend, &ids, suppressed())).await;
    assert_eq!(counts(&act), (3, vec![(SkipKind::AlreadySo, 1)]));
    backend.clock.advance(TimeDelta::minutes(1));
    let version = backend.board().row(ids[1]).expect("it is there").version;
    let again = ChangeWorkflow {
        id: ids[1],
        expected: version,
        to: WorkflowStatus::Notified,
        address: None,
    };
    change_workflow(&backend, &ben(), again)
        .await
        .expect("it changes");
    let then = backend.now();
    let page = incoming("f2", |finding| {
        finding.compliance = Some(ComplianceStatus::Warning)
    });
    backend.ingest(batch(vec![page])).await;
    let undo = findings::undo(&backend, &analyst(), act.id, None).await;
    let undo = read(&backend, &analyst(), undo.expect("it begins")).await;
    assert_eq!(
        (undo.total, counts(&undo)),
        (3, (1, vec![(SkipKind::Changed, 2)]))
    );
    let changed = |by: &str| Skip::Changed {
        by: by.to_owned(),
        at: then,
    };
    assert_eq!(why(&undo), [changed("ben"), changed("findings")]);
    let workflow = |id: &FindingId| backend.board().row(*id).map(|row| row.workflow.to_string());
    let now: Vec<_> = ids.iter().filter_map(workflow).collect();
    assert_eq!(now, ["SUPPRESSED", "NOTIFIED", "SUPPRESSED", "NEW"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn only_who_did_it_once_and_within_ten_minutes(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 2).await;
    let act = acted(&backend, &analyst(), ask(&backend, &ids, suppressed())).await;
    assert_eq!(read(&backend, &ben(), act.id).await.undoable_until, None);
    assert_eq!(rule(&backend, &ben(), act.id).await, TouchRule::NotYours);
    let refused = findings::undo(&backend, &viewer(), act.id, None).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let nowhere = BulkActId(uuid::Uuid::from_u128(7));
    let missing = findings::undo(&backend, &analyst(), nowhere, None).await;
    assert!(matches!(missing, Err(Error::NotFound)));
    let nothing = acted(&backend, &analyst(), ask(&backend, &ids, suppressed())).await;
    assert_eq!(
        rule(&backend, &analyst(), nothing.id).await,
        TouchRule::NothingDone
    );
    backend.clock.advance(TimeDelta::minutes(10));
    let other = Touch {
        add_tags: tags("pci").expect("a tag"),
        ..Touch::default()
    };
    let later = acted(&backend, &analyst(), ask(&backend, &ids, other)).await;
    assert!(
        read(&backend, &analyst(), act.id)
            .await
            .undoable_until
            .is_some()
    );
    backend.clock.advance(TimeDelta::seconds(1));
    assert_eq!(rule(&backend, &analyst(), act.id).await, TouchRule::TooLate);
    assert_eq!(
        read(&backend, &analyst(), act.id).await.undoable_until,
        None
    );
    let undo = findings::undo(&backend, &analyst(), later.id, None).await;
    undo.expect("it is undone");
    assert_eq!(
        rule(&backend, &analyst(), later.id).await,
        TouchRule::AlreadyUndone
    );
    assert_eq!(history(&backend, ids[0]).await.len(), 3);
}

/// Notes stay, so that a note alone is nothing to take back, and nothing offers to.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_note_alone_is_not_taken_back(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 2).await;
    let said = Touch {
        note: Some("looked at it".to_owned()),
        ..Touch::default()
    };
    let noted = acted(&backend, &analyst(), ask(&backend, &ids, said)).await;
    assert_eq!((noted.done, noted.undoable_until), (2, None), "notes stay");
    assert_eq!(
        rule(&backend, &analyst(), noted.id).await,
        TouchRule::NothingDone
    );
}

/// What is too much for a moment can be taken back when it has ended, and an undo of that size goes on as it did.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_act_that_goes_on_is_undone_when_it_has_ended(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 1_100).await;
    let act = acted(&backend, &analyst(), ask(&backend, &ids, suppressed())).await;
    assert_eq!((act.done, act.finished_at), (1_000, None));
    assert_eq!(
        rule(&backend, &analyst(), act.id).await,
        TouchRule::StillGoing
    );
    carry_on(&backend).await;
    backend.clock.advance(TimeDelta::minutes(9));
    let undo = findings::undo(&backend, &analyst(), act.id, None).await;
    let undo = undo.expect("it begins");
    assert_eq!(read(&backend, &analyst(), undo).await.done, 1_000);
    carry_on(&backend).await;
    let undo = read(&backend, &analyst(), undo).await;
    assert_eq!(counts(&undo), (1_100, Vec::new()));
}
