//! Acts on findings with one form, as these tests ask for them.

use backend::{
    Backend, Error,
    findings::{self, BulkAct, TouchFindings, Which},
    testing::{TestBackend, batch, incoming, person},
};
use domain::{
    actor::{Actor, Role},
    finding::{Skip, SkipKind, Touch},
    id::{BulkActId, FindingId},
};

use crate::asks::{analyst, id_of, viewer, worker};

pub(crate) fn ben() -> Actor {
    person("ben", &[Role::Analyst])
}

/// As many findings as `count`, taken in; their ids in their order.
pub(crate) async fn with(backend: &TestBackend, count: usize) -> Vec<FindingId> {
    let findings: Vec<_> = (0..count)
        .map(|n| incoming(&format!("f{n}"), |_| {}))
        .collect();
    let ids = findings.iter().map(id_of).collect();
    backend.ingest(batch(findings)).await;
    ids
}

/// What is asked of these findings by somebody who sees them as they are now.
pub(crate) fn ask(backend: &Backend, ids: &[FindingId], touch: Touch) -> TouchFindings<'static> {
    TouchFindings {
        which: Which::These(ids.to_vec()),
        touch,
        reason: "it is a test",
        as_of: backend.board().as_of(),
        address: Some("192.0.2.7"),
    }
}

/// Asks, and answers the act as far as it has come.
pub(crate) async fn acted(backend: &Backend, by: &Actor, ask: TouchFindings<'_>) -> BulkAct {
    let id = findings::touch(backend, by, ask).await;
    read(backend, by, id.expect("it begins")).await
}

pub(crate) async fn read(backend: &Backend, by: &Actor, id: BulkActId) -> BulkAct {
    findings::bulk_act(backend, by, id)
        .await
        .expect("the act is kept")
}

/// The rule against what Ana asks.
pub(crate) async fn refused(backend: &Backend, ask: TouchFindings<'_>) -> Error {
    let done = findings::touch(backend, &analyst(), ask).await;
    done.expect_err("a rule is against it")
}

/// How many were changed, and how many left out by why.
pub(crate) fn counts(act: &BulkAct) -> (u64, Vec<(SkipKind, u64)>) {
    let skipped: u64 = act.skipped.iter().map(|(_, count)| count).sum();
    assert_eq!(
        act.finished_at.is_some(),
        act.done + skipped == act.total,
        "every finding is told of: {act:?}"
    );
    (act.done, act.skipped.clone())
}

/// Why the findings were left out, in their order.
pub(crate) fn why(act: &BulkAct) -> Vec<Skip> {
    let skips = act.first_skipped.iter();
    skips.map(|skipped| skipped.why.clone()).collect()
}

/// Lets the worker carry out everything that waits.
pub(crate) async fn carry_on(backend: &Backend) {
    while findings::carry_on(backend, &worker())
        .await
        .expect("it goes on")
    {}
}

/// The fields of a finding that people hold, as its page shows them: workflow, severity, verification, who has it, tags.
pub(crate) async fn held(backend: &Backend, id: FindingId) -> [String; 5] {
    let found = findings::get(backend, &viewer(), id)
        .await
        .expect("the finding is kept");
    let tags: Vec<&str> = found.tags.iter().map(|tag| tag.as_str()).collect();
    [
        found.summary.workflow.to_string(),
        found.summary.severity.to_string(),
        found.verification.to_string(),
        found.summary.assignee.clone().unwrap_or_default(),
        tags.join(" "),
    ]
}
