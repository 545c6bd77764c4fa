//! Changes: who decides them, in which order, and which revision; on both engines.

use backend::{
    Error, audit,
    changes::{self, Decide, Finish, Target},
    people::PersonChange,
    testing::{Engine, TestBackend, person},
};
use domain::{
    actor::Role,
    change::{ApprovalLevel, ChangeRefusal, ChangeState, Decision, Revision},
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::admin,
    change_asks::{
        approve, asked, crew, detail, hire, look, plan, refusal, say, set, start, state, target,
    },
};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_levels_approve_in_order(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    let shown = detail(&backend, id).await;
    assert_eq!((shown.number, shown.change.revision), (1, Revision(1)));
    assert_eq!(shown.change.plan, plan(backend.now()));
    let waits = async |by| changes::waiting_for(&backend, by).await.expect("a count");
    assert_eq!((waits(&crew.jo).await, waits(&crew.ana).await), (1, 0));
    approve(&backend, &crew.jo, id).await;
    assert_eq!((waits(&crew.jo).await, waits(&crew.bo).await), (0, 1));
    let all = changes::waiting(&backend, &crew.ana).await;
    assert_eq!(all.expect("a count"), 1);
    assert_eq!(state(&backend, id).await, ChangeState::PendingApproval);
    let again = say(&backend, &crew.jo, id, Decision::Approve).await;
    assert_eq!(refusal(again), ChangeRefusal::Decided);
    approve(&backend, &crew.bo, id).await;
    assert_eq!(state(&backend, id).await, ChangeState::Approved);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_step_is_written_down(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    approve(&backend, &crew.jo, id).await;
    approve(&backend, &crew.bo, id).await;
    start(&backend, &crew.ana, id).await.expect("it starts");
    let (now, silent) = (target(&backend, id).await, (Finish::Failed, " "));
    let silent = changes::finish(&backend, &crew.ana, now, silent).await;
    assert_eq!(refusal(silent), ChangeRefusal::NoReason);
    let done = changes::finish(&backend, &crew.ana, now, (Finish::Done, "isolated")).await;
    done.expect("it is done");
    let shown = detail(&backend, id).await;
    assert_eq!(shown.change.state, ChangeState::Succeeded);
    let steps = shown.steps.iter().rev().map(|step| step.verb.as_str());
    let steps: Vec<_> = steps.collect();
    assert_eq!(steps, ["submit", "approve", "clear", "start", "succeed"]);
    assert_eq!(shown.steps[0].comment, "isolated");
    let entries = audit::list(&backend, &admin(), None).await;
    let entries = entries.expect("the audit").rows;
    let of_it = entries.iter().filter(|one| one.subject == id.to_string());
    assert_eq!(of_it.count(), 6, "the draft and five steps");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_asks_never_counts(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let id = asked(&backend, &crew.jo, plan(backend.now())).await;
    let own = say(&backend, &crew.jo, id, Decision::Approve).await;
    assert_eq!(refusal(own), ChangeRefusal::OwnRequest);
    let analyst = say(&backend, &crew.ana, id, Decision::Approve).await;
    assert!(matches!(analyst, Err(Error::Forbidden)), "{analyst:?}");
    let stranger = person("stranger", &[Role::Approver]);
    let no_account = say(&backend, &stranger, id, Decision::Approve).await;
    assert_eq!(refusal(no_account), ChangeRefusal::NoApprover);
    set(&backend, "bo", PersonChange::Disable).await;
    set(&backend, "lu", PersonChange::Disable).await;
    let draft = changes::request(&backend, &crew.jo, plan(backend.now()), None).await;
    let (id, expected) = draft.expect("a draft");
    let now = Target {
        id,
        expected,
        address: None,
    };
    let nobody = changes::submit(&backend, &crew.jo, now).await;
    let expected = ChangeRefusal::Unsatisfiable {
        level: 1,
        name: "Security lead".to_owned(),
        needed: 1,
        left: 0,
    };
    assert_eq!(refusal(nobody), expected);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_is_disabled_does_not_count_any_more(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    approve(&backend, &crew.jo, id).await;
    approve(&backend, &crew.bo, id).await;
    set(&backend, "jo", PersonChange::Disable).await;
    let late = start(&backend, &crew.ana, id).await;
    assert_eq!(refusal(late), ChangeRefusal::Lapsed);
    assert_eq!(look(&backend).await, 1);
    assert_eq!(state(&backend, id).await, ChangeState::PendingApproval);
    assert_eq!(look(&backend).await, 0);
    let gone = say(&backend, &crew.jo, id, Decision::Approve).await;
    assert_eq!(refusal(gone), ChangeRefusal::NoApprover);
    approve(&backend, &crew.lu, id).await;
    start(&backend, &crew.ana, id).await.expect("it starts");
}

/// What an approval counts for may come back with who gave it; the history must not say that a machine approved.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_is_enabled_again_counts_and_no_machine_approves(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    approve(&backend, &crew.jo, id).await;
    approve(&backend, &crew.bo, id).await;
    for (change, expected) in [
        (PersonChange::Disable, ChangeState::PendingApproval),
        (PersonChange::Enable, ChangeState::Approved),
    ] {
        set(&backend, "jo", change).await;
        assert_eq!(look(&backend).await, 1);
        assert_eq!(state(&backend, id).await, expected);
    }
    let step = detail(&backend, id).await.steps.remove(0);
    assert_eq!(
        changes::told(&step.actor, step.verb),
        "found its levels complete again"
    );
    assert_eq!(
        step.comment,
        "somebody who approved it may decide changes again"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_matters_makes_another_revision(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    approve(&backend, &crew.jo, id).await;
    let before = target(&backend, id).await;
    let mut next = plan(backend.now());
    next.title = "Isolate it".to_owned();
    let title = changes::edit(&backend, &crew.ana, before, next.clone()).await;
    title.expect("a title");
    let change = detail(&backend, id).await.change;
    assert_eq!(
        (change.revision, change.approvals.len()),
        (Revision(1), 1),
        "a title voids nothing"
    );
    let stale = changes::edit(&backend, &crew.ana, before, next.clone()).await;
    assert!(
        matches!(&stale, Err(Error::Conflict { by, .. }) if by == "ana"),
        "{stale:?}"
    );
    next.rollback = "Restore the snapshot".to_owned();
    let now = target(&backend, id).await;
    let others = changes::edit(&backend, &crew.jo, now, next.clone()).await;
    assert_eq!(refusal(others), ChangeRefusal::NotRequester);
    let matters = changes::edit(&backend, &crew.ana, now, next).await;
    matters.expect("another rollback");
    let shown = detail(&backend, id).await;
    assert_eq!(shown.change.revision, Revision(2));
    assert_eq!(shown.change.ladder(&shown.approvers).complete(), 0);
    let before = shown.before.expect("the one before");
    assert_eq!(before.rollback, "Put the old group back");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_decision_is_of_the_revision_that_was_shown(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    let back = say(&backend, &crew.jo, id, Decision::RequestChanges).await;
    back.expect("sent back");
    assert_eq!(state(&backend, id).await, ChangeState::ChangesRequested);
    let mut better = plan(backend.now());
    better.description = "Swap it for sg-quarantine".to_owned();
    let now = target(&backend, id).await;
    let edited = changes::edit(&backend, &crew.ana, now, better).await;
    edited.expect("it came back to be edited");
    let now = target(&backend, id).await;
    let again = changes::submit(&backend, &crew.ana, now).await;
    again.expect("asked again");
    let before = detail(&backend, id).await.before;
    assert_eq!(before, Some(plan(backend.now())), "what was sent back");
    let ask = Decide {
        target: target(&backend, id).await,
        revision: Revision(1),
        decision: Decision::Approve,
        comment: "",
        shown: "",
    };
    let late = changes::decide(&backend, &crew.bo, ask).await;
    assert_eq!(refusal(late), ChangeRefusal::Revision(Revision(2)));
    let no = Decide {
        revision: Revision(2),
        decision: Decision::Reject,
        ..ask
    };
    let silent = changes::decide(&backend, &crew.bo, no).await;
    assert_eq!(refusal(silent), ChangeRefusal::NoReason);
    let no = say(&backend, &crew.lu, id, Decision::Reject).await;
    no.expect("one is enough");
    assert_eq!(state(&backend, id).await, ChangeState::Rejected);
    let over = say(&backend, &crew.bo, id, Decision::Approve).await;
    assert_eq!(refusal(over), ChangeRefusal::State(ChangeState::Rejected));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_level_may_need_more_than_one(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let keeper = hire(&backend, "kim", &[Role::Admin]).await;
    let first_level = async |needed| {
        let kept = changes::kept_levels(&backend, &keeper).await;
        let first = kept.expect("the levels").remove(0);
        let name = "Security lead".to_owned();
        let level = ApprovalLevel { name, needed };
        let now = (first.number, first.version);
        let done = changes::set_level(&backend, &keeper, now, level, None).await;
        done.expect("it is set");
    };
    let before = asked(&backend, &crew.ana, plan(backend.now())).await;
    first_level(2).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    for by in [&crew.jo, &crew.bo, &crew.lu] {
        assert_eq!(state(&backend, id).await, ChangeState::PendingApproval);
        approve(&backend, by, id).await;
    }
    assert_eq!(state(&backend, id).await, ChangeState::Approved);
    approve(&backend, &crew.jo, before).await;
    approve(&backend, &crew.bo, before).await;
    let as_asked = state(&backend, before).await;
    assert_eq!(as_asked, ChangeState::Approved);
    first_level(3).await;
    let draft = changes::request(&backend, &crew.ana, plan(backend.now()), None).await;
    let (id, _) = draft.expect("a draft");
    let now = target(&backend, id).await;
    let refused = changes::submit(&backend, &crew.ana, now).await;
    assert_eq!(
        refusal(refused).to_string(),
        "level 2, Change manager, needs 1 and 0 can approve it"
    );
    assert_eq!(detail(&backend, id).await.version, Version::FIRST);
}

/// Two approvers at once: one of them decides, and the other is told so; nothing is lost and nothing counts twice.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_decisions_at_once_each_is_kept_or_refused(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let second = backend.second().await;
    let crew = crew(&backend).await;
    for round in 0..10 {
        let id = asked(&backend, &crew.ana, plan(backend.now())).await;
        let (one, other) = tokio::join!(
            say(&backend, &crew.jo, id, Decision::Approve),
            say(&second, &crew.bo, id, Decision::Approve),
        );
        let kept = [&one, &other].iter().filter(|done| done.is_ok()).count();
        assert!(kept >= 1, "round {round}: {one:?} {other:?}");
        for refused in [one, other].into_iter().filter_map(Result::err) {
            assert!(matches!(refused, Error::Conflict { .. }), "{refused:?}");
        }
        let shown = detail(&backend, id).await;
        let levels = shown.change.approvals.iter().map(|said| said.level);
        assert_eq!(levels.collect::<Vec<_>>(), (1..=kept).collect::<Vec<_>>());
        let expected = match kept {
            2 => ChangeState::Approved,
            _ => ChangeState::PendingApproval,
        };
        assert_eq!(shown.change.state, expected);
        assert_eq!(shown.steps.len(), 1 + kept);
    }
    second.end().await;
}

/// One approver in two windows at once: one decision is kept.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_decides_twice_at_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let second = backend.second().await;
    let crew = crew(&backend).await;
    for _ in 0..10 {
        let id = asked(&backend, &crew.ana, plan(backend.now())).await;
        let (one, other) = tokio::join!(
            say(&backend, &crew.jo, id, Decision::Approve),
            say(&second, &crew.jo, id, Decision::Approve),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let shown = detail(&backend, id).await.change;
        assert_eq!(shown.approvals.len(), 1);
    }
    second.end().await;
}
