//! Two at once: exactly one wins, and nothing is half done.

use backend::{
    Error, changes,
    findings::{ChangeWorkflow, change_workflow},
    people::{self, PersonChange},
    testing::{Engine, TestBackend, batch, incoming},
};
use domain::{
    actor::{Actor, Role},
    change::{ApprovalLevel, ChangeKind, ChangeState, Decision, Plan},
    finding::WorkflowStatus,
    id::PersonId,
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, detail, history, id_of},
    change_asks::{asked, crew, detail as change_detail, plan, say},
    own_sql::OwnSql,
};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_acts_on_one_version_one_wins(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let finding = incoming("a", |_| {});
    let id = id_of(&finding);
    backend.ingest(batch(vec![finding])).await;
    for round in 0..12 {
        let before = detail(&backend, id).await.summary;
        let choices: Vec<_> = WorkflowStatus::ALL
            .iter()
            .filter(|to| **to != before.workflow)
            .copied()
            .collect();
        let ask = |to| ChangeWorkflow {
            id,
            expected: before.version,
            to,
            address: None,
        };
        let (one, other) = tokio::join!(
            tokio::spawn(act(backend.clone(), ask(choices[0]))),
            tokio::spawn(act(backend.clone(), ask(choices[1]))),
        );
        let outcomes = [one.expect("no panic"), other.expect("no panic")];
        let lost = outcomes
            .iter()
            .filter(|done| matches!(done, Err(Error::Conflict { .. })));
        assert_eq!(lost.count(), 1, "{outcomes:?}");
        let after = detail(&backend, id).await.summary;
        assert_eq!(after.version, before.version.next());
        assert_eq!(history(&backend, id).await.len(), round + 1);
    }
}

async fn act(backend: backend::Backend, ask: ChangeWorkflow<'static>) -> Result<bool, Error> {
    change_workflow(&backend, &analyst(), ask)
        .await
        .map(|seq| seq.is_some())
}

/// Every page goes in, or none of it: a page that loses against an act is tried again by its worker.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_of_two_processes_take_a_finding_in_once(#[case] engine: Engine) {
    let Some(first) = TestBackend::new(engine).await else {
        return;
    };
    let second = first.second().await;
    let page = |round: u32| -> Vec<_> {
        (0..20)
            .map(|n| incoming(&format!("{round}-{n}"), |_| {}))
            .collect()
    };
    for round in 0..6 {
        let (one, other) = tokio::join!(
            first.ingest(batch(page(round))),
            second.ingest(batch(page(round)))
        );
        assert_eq!(one.inserted + other.inserted, 20);
        assert_eq!(one.unchanged + other.unchanged, 20);
    }
    let mut own = OwnSql::of(&first).await;
    assert_eq!(own.number("SELECT COUNT(*) FROM findings").await, 120);
    assert_eq!(
        own.number("SELECT MAX(n) FROM findings").await,
        120,
        "no number was lost"
    );
    assert_eq!(own.number("SELECT COUNT(*) FROM finding_kinds").await, 1);
}

/// Two administrators who take the role from each other at the same moment: one of them keeps it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_cannot_both_be_the_last_to_go(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut people = Vec::new();
    for name in ["one", "other"] {
        people::add(&backend, &admin(), (name, &[Role::Admin]), None, None)
            .await
            .expect("added");
    }
    for person in people::list(&backend, &admin(), None)
        .await
        .expect("people")
        .rows
    {
        people.push((person.id, person.version));
    }
    for round in 0..8 {
        let (one, other) = tokio::join!(
            tokio::spawn(demote(backend.clone(), people[0], vec![Role::Viewer])),
            tokio::spawn(demote(backend.clone(), people[1], vec![Role::Viewer])),
        );
        let outcomes = [one.expect("no panic"), other.expect("no panic")];
        let kept = outcomes
            .iter()
            .filter(|done| matches!(done, Err(Error::LastAdmin)));
        assert_eq!(kept.count(), 1, "round {round}: {outcomes:?}");
        let gone = usize::from(outcomes[1].is_ok());
        people[gone].1 = people[gone].1.next();
        demote(backend.clone(), people[gone], vec![Role::Admin])
            .await
            .expect("an admin again");
        people[gone].1 = people[gone].1.next();
    }
}

/// Two approvers inside one level that needs two of three: each decision counts once and none is lost, whoever is first.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_approvers_of_one_level_count_once_each(#[case] engine: Engine) {
    let Some(first) = TestBackend::new(engine).await else {
        return;
    };
    let second = first.second().await;
    let crew = crew(&first).await;
    let two = ApprovalLevel {
        name: "Security lead".to_owned(),
        needed: 2,
    };
    let set = changes::set_level(&first, &admin(), (1, Version::FIRST), two, None).await;
    set.expect("two of three");
    for round in 0..6 {
        let standard = Plan {
            kind: ChangeKind::Standard,
            ..plan(first.now())
        };
        let id = asked(&first, &crew.ana, standard).await;
        let (one, other) = tokio::join!(
            say(&first, &crew.jo, id, Decision::Approve),
            say(&second, &crew.bo, id, Decision::Approve),
        );
        let late = match (&one, &other) {
            (Ok(()), Err(Error::Conflict { .. })) => Some(&crew.bo),
            (Err(Error::Conflict { .. }), Ok(())) => Some(&crew.jo),
            (Ok(()), Ok(())) => None,
            both => panic!("round {round}: {both:?}"),
        };
        if let Some(late) = late {
            let change = change_detail(&first, id).await.change;
            assert_eq!(change.state, ChangeState::PendingApproval, "one is not two");
            assert_eq!(change.approvals.len(), 1);
            let again = say(&first, late, id, Decision::Approve).await;
            again.expect("they look again and decide");
        }
        let change = change_detail(&first, id).await.change;
        assert_eq!(change.state, ChangeState::Approved);
        let mut who: Vec<&str> = change
            .approvals
            .iter()
            .map(|said| said.name.as_str())
            .collect();
        who.sort_unstable();
        assert_eq!(who, ["bo", "jo"]);
    }
}

async fn demote(
    backend: backend::Backend,
    person: (PersonId, Version),
    roles: Vec<Role>,
) -> Result<(), Error> {
    let by: Actor = admin();
    people::change(&backend, &by, person, PersonChange::SetRoles(roles), None)
        .await
        .map(drop)
}
