//! Suppressions as these tests ask for them.

use backend::{
    Backend, people,
    suppressions::{self, MakeSuppression, SuppressionStatus},
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    actor::Role,
    finding::{IncomingFinding, WorkflowStatus},
    id::FindingId,
    person::PersonName,
    suppression::{SuppressionPlan, read_filter},
};

use crate::asks::{admin, analyst, id_of, viewer, worker};

/// A backend in which Ana, Ben and Vera have accounts; Vera may only read.
pub(crate) async fn with_people(engine: Engine) -> Option<TestBackend> {
    let backend = TestBackend::new(engine).await?;
    for (name, role) in [
        ("ana", Role::Analyst),
        ("ben", Role::Analyst),
        ("vera", Role::Viewer),
    ] {
        let added = people::add(&backend, &admin(), (name, &[role]), None, None).await;
        added.expect("added");
    }
    Some(backend)
}

/// Ana's plan for so many days from now.
pub(crate) fn plan(backend: &Backend, days: i64) -> SuppressionPlan {
    SuppressionPlan {
        reason: "accepted".to_owned(),
        owner: PersonName::parse("ana").expect("a name"),
        until: backend.now() + TimeDelta::days(days),
    }
}

pub(crate) fn rule(backend: &Backend, query: &str, days: i64) -> MakeSuppression<'static> {
    MakeSuppression {
        filter: read_filter(query).expect("a query"),
        plan: plan(backend, days),
        address: Some("192.0.2.7"),
    }
}

/// Ana makes a rule for so many days; its number.
pub(crate) async fn made(backend: &Backend, query: &str, days: i64) -> i64 {
    let made = suppressions::make(backend, &analyst(), rule(backend, query, days)).await;
    made.expect("the rule is made")
}

pub(crate) async fn get(backend: &Backend, number: i64) -> SuppressionStatus {
    let found = suppressions::get(backend, &viewer(), number).await;
    found.expect("it is kept")
}

/// Lets the worker do all that is to be done by now.
pub(crate) async fn keep_up(backend: &Backend) {
    while suppressions::keep_up(backend, &worker())
        .await
        .expect("it is carried out")
    {}
}

/// Findings of these names, each with a title of its own, taken in; their ids.
pub(crate) async fn taken_in<const N: usize>(
    backend: &TestBackend,
    names: [&str; N],
) -> [FindingId; N] {
    let findings = names.map(named);
    let ids = [0; N];
    let mut known = findings.iter().map(id_of);
    backend.ingest(batch(findings.to_vec())).await;
    ids.map(|_| known.next().expect("as many"))
}

/// A finding that its title tells apart.
pub(crate) fn named(name: &str) -> IncomingFinding {
    reported(name, 0, |_| {})
}

/// The same as its product reports it so many hours later.
pub(crate) fn reported(
    name: &str,
    hours: i64,
    change: impl FnOnce(&mut IncomingFinding),
) -> IncomingFinding {
    incoming(name, |finding| {
        finding.title = format!("finding {name}");
        finding.updated += TimeDelta::hours(hours);
        change(finding);
    })
}

/// The statuses of findings as lists show them.
pub(crate) fn statuses<const N: usize>(
    backend: &Backend,
    ids: [FindingId; N],
) -> [WorkflowStatus; N] {
    ids.map(|id| backend.board().row(id).expect("it is there").workflow)
}
