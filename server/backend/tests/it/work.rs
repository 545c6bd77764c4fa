//! What waits for one person: findings with their clocks and who gave them, incidents, changes; on both engines.

use backend::{
    Backend, changes,
    incidents::{self, IncidentChange},
    testing::{Engine, TestBackend, batch, incoming},
    work::{self, Work},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    change::{ChangeKind, ChangeState, Decision, Plan},
    finding::{Assignment, Severity, Touch, WorkflowStatus},
    id::FindingId,
    incident::Impact,
    person::PersonName,
};
use rstest::rstest;

use crate::{
    asks::{id_of, viewer},
    change_asks::{approve, asked, crew, hire, plan, say},
    incidents::{by_hand, declare, target},
    touch_asks::{acted, ask},
};

async fn read(backend: &Backend, by: &Actor) -> Work {
    let work = work::read(backend, by).await;
    work.expect("what waits")
}

async fn give(backend: &Backend, by: &Actor, id: FindingId, to: Assignment) {
    let touch = Touch {
        assignee: Some(to),
        ..Touch::default()
    };
    let act = acted(backend, by, ask(backend, &[id], touch)).await;
    assert_eq!(act.done, 1, "{act:?}");
}

fn to(name: &str) -> Assignment {
    Assignment::To(PersonName::parse(name).expect("a name"))
}

/// Findings of these severities, taken in; their ids in their order.
async fn with(backend: &TestBackend, severities: &[Severity]) -> Vec<FindingId> {
    let one = |(n, severity): (usize, &Severity)| {
        incoming(&format!("f{n}"), |finding| finding.severity = *severity)
    };
    let findings: Vec<_> = severities.iter().enumerate().map(one).collect();
    let ids = findings.iter().map(id_of).collect();
    backend.ingest(batch(findings)).await;
    ids
}

/// Findings of six, some claimed by Ana and some given to her; what she has stands at 0 to 3.
async fn handed_out(backend: &TestBackend, ana: &Actor) -> Vec<FindingId> {
    use Severity::{Critical, High, Informational, Low};
    let ben = hire(backend, "ben", &[Role::Analyst]).await;
    let ids = with(
        backend,
        &[Informational, Low, Critical, High, Critical, Critical],
    )
    .await;
    for id in [0, 2, 5] {
        give(backend, ana, ids[id], Assignment::Claim).await;
    }
    give(backend, &ben, ids[1], to("ana")).await;
    // Claimed, let go, and given by somebody else since: the last time counts.
    give(backend, ana, ids[3], Assignment::Claim).await;
    give(backend, ana, ids[3], Assignment::Nobody).await;
    give(backend, &ben, ids[3], to("ana")).await;
    // What is done is no work any more.
    let resolved = Touch {
        workflow: Some(WorkflowStatus::Resolved),
        ..Touch::default()
    };
    acted(backend, ana, ask(backend, &ids[5..], resolved)).await;
    ids
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn own_findings_come_by_when_they_are_due_and_say_whose_they_were(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ana = hire(&backend, "ana", &[Role::Analyst]).await;
    let ids = handed_out(&backend, &ana).await;
    backend.clock.advance(TimeDelta::days(25));
    let work = read(&backend, &ana).await;
    let own: Vec<_> = work
        .findings
        .iter()
        .map(|own| {
            (
                own.finding.id,
                own.given_by.as_deref(),
                own.due_at.is_some(),
            )
        })
        .collect();
    assert_eq!(
        own,
        [
            (ids[2], Some("ana"), true),
            (ids[3], Some("ben"), true),
            (ids[1], Some("ben"), true),
            (ids[0], Some("ana"), false),
        ]
    );
    assert_eq!((work.total, work.overdue, work.soon), (4, 1, 1));
    assert_eq!(work.unowned, 1, "a critical one is late and nobody has it");
    let other = read(&backend, &viewer()).await;
    assert_eq!(
        (other.total, other.findings.len(), other.unowned),
        (0, 0, 1)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn changes_stand_with_whom_they_wait_for(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let now = backend.now();
    let titled = |title: &str, starts_at| Plan {
        title: title.to_owned(),
        kind: ChangeKind::Standard,
        ..plan(starts_at)
    };
    let pending = asked(&backend, &crew.ana, titled("waits", now)).await;
    let back = asked(&backend, &crew.ana, titled("sent back", now)).await;
    say(&backend, &crew.jo, back, Decision::RequestChanges)
        .await
        .expect("sent back");
    let ready = asked(&backend, &crew.ana, titled("ready", now)).await;
    approve(&backend, &crew.jo, ready).await;
    let later = now + TimeDelta::hours(5);
    let ahead = asked(&backend, &crew.ana, titled("ahead", later)).await;
    approve(&backend, &crew.jo, ahead).await;
    let draft = changes::request(&backend, &crew.ana, titled("draft", later), None).await;
    let (draft, _) = draft.expect("a draft");
    let mine = read(&backend, &crew.ana).await;
    let needing: Vec<_> = mine.needing.iter().map(|one| (one.id, one.state)).collect();
    assert_eq!(
        needing,
        [
            (back, ChangeState::ChangesRequested),
            (ready, ChangeState::Approved),
            (draft, ChangeState::Draft),
        ],
        "what others decide and what lies ahead needs nothing of hers"
    );
    assert!(mine.waiting.rows.is_empty(), "she decides nothing");
    let theirs = read(&backend, &crew.jo).await;
    let waiting: Vec<_> = theirs.waiting.rows.iter().map(|one| one.id).collect();
    assert_eq!(waiting, [pending]);
    assert!(theirs.needing.is_empty());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_open_incident_stands_with_who_leads_it(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let led = declare(&backend, by_hand("The site is down", Impact::Major)).await;
    declare(&backend, by_hand("Somebody else's", Impact::Critical)).await;
    let ana = PersonName::parse("ana").expect("a name");
    let lead = IncidentChange {
        commander: Some(Some(&ana)),
        ..IncidentChange::default()
    };
    let at = target(&backend, led.id).await;
    incidents::change(&backend, &crew.ana, at, lead)
        .await
        .expect("she leads it");
    let commanded = |work: Work| {
        work.incidents
            .into_iter()
            .map(|one| one.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(commanded(read(&backend, &crew.ana).await), [led.id]);
    assert!(commanded(read(&backend, &crew.jo).await).is_empty());
    let at = target(&backend, led.id).await;
    incidents::resolve(&backend, &crew.ana, at)
        .await
        .expect("it is over");
    assert!(commanded(read(&backend, &crew.ana).await).is_empty());
}
