//! Who asks for changes and decides them in these tests, with accounts of their own.

use backend::{
    Error,
    changes::{self, ChangeDetail, Decide, Target},
    people::{self, PersonChange},
    strip,
    testing::TestBackend,
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, PersonActor, Role},
    change::{ChangeKind, ChangeRefusal, ChangeState, Decision, Plan},
    id::ChangeId,
    time::Timestamp,
};

use crate::asks::{admin, viewer};

/// A plan that starts now and takes an hour.
pub(crate) fn plan(now: Timestamp) -> Plan {
    Plan {
        title: "Isolate i-0fdd8d8cb49bf3c00".to_owned(),
        description: "Swap its security group".to_owned(),
        kind: ChangeKind::Normal,
        targets: vec![
            "arn:aws:ec2:us-east-1:111122223333:instance/i-0fdd8d8cb49bf3c00"
                .parse()
                .expect("a scope"),
        ],
        starts_at: now,
        ends_at: now + TimeDelta::hours(1),
        rollback: "Put the old group back".to_owned(),
        links: vec!["https://wiki.example.com/isolate".to_owned()],
    }
}

/// A person with an account.
pub(crate) async fn hire(backend: &TestBackend, name: &str, roles: &[Role]) -> Actor {
    people::add(backend, &admin(), (name, roles), None, None)
        .await
        .expect("added");
    let found = people::find_by_name(backend, &admin(), name).await;
    let (id, _) = found.expect("people").expect("they are there");
    Actor::Person(PersonActor {
        id,
        name: name.to_owned(),
        roles: roles.to_vec(),
    })
}

/// Ana asks; Jo, Bo and Lu decide; Ida keeps the accounts.
pub(crate) struct Crew {
    pub(crate) ana: Actor,
    pub(crate) jo: Actor,
    pub(crate) bo: Actor,
    pub(crate) lu: Actor,
}

pub(crate) async fn crew(backend: &TestBackend) -> Crew {
    hire(backend, "ida", &[Role::Admin]).await;
    Crew {
        ana: hire(backend, "ana", &[Role::Analyst]).await,
        jo: hire(backend, "jo", &[Role::Approver]).await,
        bo: hire(backend, "bo", &[Role::Approver]).await,
        lu: hire(backend, "lu", &[Role::Approver]).await,
    }
}

/// Disables or enables an account.
pub(crate) async fn set(backend: &TestBackend, name: &str, to: PersonChange) {
    let found = people::find_by_name(backend, &admin(), name).await;
    let person = found.expect("people").expect("they are there");
    people::change(backend, &admin(), person, to, None)
        .await
        .expect("changed");
}

pub(crate) async fn detail(backend: &TestBackend, id: ChangeId) -> ChangeDetail {
    changes::get(backend, &viewer(), id)
        .await
        .expect("a change")
}

pub(crate) async fn state(backend: &TestBackend, id: ChangeId) -> ChangeState {
    detail(backend, id).await.change.state
}

/// The change as it is now, for the next act.
pub(crate) async fn target(backend: &TestBackend, id: ChangeId) -> Target<'static> {
    Target {
        id,
        expected: detail(backend, id).await.version,
        address: None,
    }
}

/// A change of `by` that was submitted.
pub(crate) async fn asked(backend: &TestBackend, by: &Actor, plan: Plan) -> ChangeId {
    let (id, expected) = changes::request(backend, by, plan, None)
        .await
        .expect("a draft");
    let target = Target {
        id,
        expected,
        address: None,
    };
    changes::submit(backend, by, target).await.expect("asked");
    id
}

/// Decides what is in force now.
pub(crate) async fn say(
    backend: &TestBackend,
    by: &Actor,
    id: ChangeId,
    decision: Decision,
) -> Result<(), Error> {
    let shown = detail(backend, id).await;
    let revision = shown.change.revision;
    let about = changes::about(id, &shown.change.plan);
    let strip = strip::show(backend, by, &about, revision.0).await;
    let sealed = strip.expect("a strip").sealed;
    let ask = Decide {
        target: target(backend, id).await,
        revision,
        decision,
        comment: "because",
        shown: &sealed,
    };
    changes::decide(backend, by, ask).await.map(drop)
}

pub(crate) async fn start(backend: &TestBackend, by: &Actor, id: ChangeId) -> Result<(), Error> {
    let target = target(backend, id).await;
    changes::start(backend, by, target, "").await.map(drop)
}

/// One approval that is taken.
pub(crate) async fn approve(backend: &TestBackend, by: &Actor, id: ChangeId) {
    let said = say(backend, by, id, Decision::Approve).await;
    said.expect("an approval");
}

/// The rule that was against an act.
pub(crate) fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> ChangeRefusal {
    match done {
        Err(Error::Change(refusal)) => refusal,
        other => panic!("no rule was against it: {other:?}"),
    }
}

/// One look of the worker; the answer is how many changes moved.
pub(crate) async fn look(backend: &TestBackend) -> u64 {
    changes::advance_due(backend).await.expect("a look")
}
