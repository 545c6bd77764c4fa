//! The verbs of changes, as the table of authorization calls them.

use backend::{
    Backend, Error,
    changes::{self, Decide, Finish, Queue, Target},
};
use domain::{
    actor::Actor,
    change::{ApprovalLevel, Decision, Revision},
    id::ChangeId,
    scope::Scope,
    version::Version,
};
use uuid::Uuid;

use crate::{authorization::not_called, change_asks::plan};

async fn queue(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let everywhere = Scope::default();
    let page = match verb {
        "changes::list" => changes::list(backend, by, Queue::Mine, None).await,
        _ => changes::list_within(backend, by, (Queue::Mine, &everywhere), None).await,
    };
    page.map(drop)
}

/// Calls a verb.
pub(crate) async fn call(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let target = Target {
        id: ChangeId(Uuid::from_u128(1)),
        expected: Version::FIRST,
        address: None,
    };
    let plan = plan(backend.now());
    let window = (backend.now(), backend.now());
    let level = ApprovalLevel {
        name: "Security lead".to_owned(),
        needed: 1,
    };
    let decide = Decide {
        target,
        revision: Revision::FIRST,
        decision: Decision::Approve,
        comment: "",
        shown: "",
    };
    match verb {
        "changes::approvers" => changes::approvers(backend, by).await.map(drop),
        "changes::between" => changes::between(backend, by, window, 9).await.map(drop),
        "changes::blocked" => changes::blocked(backend, by, &[]).await.map(drop),
        "changes::decide" => changes::decide(backend, by, decide).await.map(drop),
        "changes::edit" => changes::edit(backend, by, target, plan).await.map(drop),
        "changes::finish" => changes::finish(backend, by, target, (Finish::Done, "x"))
            .await
            .map(drop),
        "changes::get" => changes::get(backend, by, target.id).await.map(drop),
        "changes::kept_levels" => changes::kept_levels(backend, by).await.map(drop),
        "changes::levels" => changes::levels(backend, by).await.map(drop),
        "changes::list" | "changes::list_within" => queue(backend, by, verb).await,
        "changes::override_calendar" => changes::override_calendar(backend, by, target, ("x", ""))
            .await
            .map(drop),
        "changes::queue_counts" => changes::queue_counts(backend, by).await.map(drop),
        "changes::refuse_override" => changes::refuse_override(backend, by, target, "x")
            .await
            .map(drop),
        "changes::request" => changes::request(backend, by, plan, None).await.map(drop),
        "changes::set_level" => {
            changes::set_level(backend, by, (1, Version::FIRST), level, None).await
        }
        "changes::start" => changes::start(backend, by, target, "").await.map(drop),
        "changes::submit" => changes::submit(backend, by, target).await.map(drop),
        "changes::withdraw" => changes::withdraw(backend, by, target, "").await.map(drop),
        _ => call_change_lists(backend, by, verb).await,
    }
}

async fn call_change_lists(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let window = (backend.now(), backend.now());
    match verb {
        "changes::naming" => changes::naming(backend, by, "/").await.map(drop),
        "changes::upcoming" => changes::upcoming(backend, by, window, 9).await.map(drop),
        "changes::waiting" => changes::waiting(backend, by).await.map(drop),
        "changes::waiting_for" => changes::waiting_for(backend, by).await.map(drop),
        _ => not_called(verb),
    }
}
