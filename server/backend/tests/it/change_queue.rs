//! Changes in lists, and what time does to them; on both engines.

use backend::{
    Error,
    changes::{self, Queue},
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    change::{ChangeKind, ChangeRefusal, ChangeState, Plan},
};
use rstest::rstest;

use crate::change_asks::{
    approve, asked, crew, detail, hire, look, plan, refusal, start, state, target,
};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn time_moves_what_was_approved(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let later = backend.now() + TimeDelta::hours(2);
    let standard = Plan {
        kind: ChangeKind::Standard,
        ..plan(later)
    };
    let id = asked(&backend, &crew.ana, standard.clone()).await;
    let undecided = asked(&backend, &crew.ana, standard).await;
    approve(&backend, &crew.jo, id).await;
    assert_eq!(state(&backend, id).await, ChangeState::Scheduled);
    let early = start(&backend, &crew.ana, id).await;
    assert_eq!(refusal(early), ChangeRefusal::NotDue);
    assert_eq!(look(&backend).await, 0);
    backend.clock.advance(TimeDelta::hours(2));
    assert_eq!(look(&backend).await, 1);
    assert_eq!(state(&backend, id).await, ChangeState::Approved);
    backend.clock.advance(TimeDelta::hours(1));
    let late = start(&backend, &crew.ana, id).await;
    assert_eq!(refusal(late), ChangeRefusal::Passed);
    assert_eq!(look(&backend).await, 2);
    assert_eq!(state(&backend, id).await, ChangeState::TimedOut);
    assert_eq!(state(&backend, undecided).await, ChangeState::TimedOut);
    let step = detail(&backend, id).await.steps.remove(0);
    let said = (step.actor.as_str(), step.comment.as_str());
    assert_eq!(said, ("changes", "nobody started it in time"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_lies_ahead_is_what_was_asked_for(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let later = backend.now() + TimeDelta::hours(2);
    let id = asked(&backend, &crew.ana, plan(later)).await;
    let draft = changes::request(&backend, &crew.ana, plan(later), None).await;
    draft.expect("a draft");
    let ahead = async |to| {
        let window = (backend.now(), to);
        let found = changes::upcoming(&backend, &crew.ana, window, 10).await;
        found.expect("a list")
    };
    assert!(ahead(later).await.is_empty(), "it starts when that ends");
    let found = ahead(later + TimeDelta::seconds(1)).await;
    assert_eq!(found.len(), 1, "a draft is nobody's yet");
    assert_eq!((found[0].id, found[0].number), (id, 1));
    assert_eq!(
        (found[0].requester.as_str(), found[0].targets.clone()),
        ("ana", plan(later).targets)
    );
    let now = target(&backend, id).await;
    let others = changes::withdraw(&backend, &crew.jo, now, "").await;
    assert_eq!(refusal(others), ChangeRefusal::NotRequester);
    let done = changes::withdraw(&backend, &crew.ana, now, "not needed").await;
    done.expect("withdrawn");
    assert!(ahead(later + TimeDelta::days(1)).await.is_empty());
}

/// What was never asked for is nobody's but its writer's, before they withdraw it and after.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_draft_that_was_withdrawn_stays_with_its_writer(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let link = "/incidents/0198".to_owned();
    let named = Plan {
        links: vec![link.clone()],
        ..plan(backend.now())
    };
    let draft = changes::request(&backend, &crew.ana, named.clone(), None).await;
    let (draft, _) = draft.expect("a draft");
    let asked_for = asked(&backend, &crew.ana, named).await;
    for id in [draft, asked_for] {
        let now = target(&backend, id).await;
        let done = changes::withdraw(&backend, &crew.ana, now, "not needed").await;
        done.expect("withdrawn");
    }
    for queue in [Queue::Decided, Queue::Every] {
        assert_eq!(numbers(&backend, &crew.jo, queue).await, [2], "{queue:?}");
    }
    assert_eq!(numbers(&backend, &crew.ana, Queue::Mine).await, [2, 1]);
    let naming = changes::naming(&backend, &crew.jo, &link).await;
    let naming = naming.expect("a list").into_iter().map(|one| one.id);
    assert_eq!(naming.collect::<Vec<_>>(), [asked_for]);
}

/// The numbers of a whole queue, page by page.
async fn numbers(backend: &TestBackend, by: &Actor, queue: Queue) -> Vec<i64> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = changes::list(backend, by, queue, after.as_deref()).await;
        let page = page.expect("a page");
        seen.extend(page.rows.into_iter().map(|row| row.number));
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn queues_show_each_their_own(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let rita = hire(&backend, "rita", &[Role::Requester]).await;
    for n in 0..53 {
        let soon = backend.now() + TimeDelta::minutes(53 - n);
        asked(&backend, &rita, plan(soon)).await;
        backend.clock.advance(TimeDelta::seconds(1));
    }
    let draft = changes::request(&backend, &rita, plan(backend.now()), None).await;
    draft.expect("a draft");
    let upward: Vec<i64> = (1..=53).collect();
    let downward: Vec<i64> = upward.iter().rev().copied().collect();
    let waiting = numbers(&backend, &crew.jo, Queue::Waiting).await;
    assert_eq!(waiting, downward, "the next start is first");
    let mine = numbers(&backend, &rita, Queue::Mine).await;
    assert_eq!((mine.len(), mine[0]), (54, 54));
    let every = numbers(&backend, &crew.ana, Queue::Every).await;
    assert_eq!(every, downward, "without the draft");
    for (queue, by) in [
        (Queue::Decided, &crew.ana),
        (Queue::Waiting, &rita),
        (Queue::Mine, &crew.jo),
    ] {
        assert!(numbers(&backend, by, queue).await.is_empty(), "{queue:?}");
    }
    let counts = changes::queue_counts(&backend, &rita).await;
    let counts = counts.expect("counts");
    assert_eq!((counts.waiting, counts.mine), (0, 54));
    for cursor in ["", "x", "1.x", "-1.0", "\0"] {
        let bad = changes::list(&backend, &rita, Queue::Mine, Some(cursor)).await;
        assert!(matches!(bad, Err(Error::BadCursor)), "{cursor:?}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_names_an_incident_is_found_from_it(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let link = "/incidents/01a20e10-a12f-7be1-8142-790186575004";
    let about = Plan {
        links: vec![link.to_owned()],
        ..plan(backend.now())
    };
    asked(&backend, &crew.ana, plan(backend.now())).await;
    let id = asked(&backend, &crew.ana, about).await;
    let found = changes::naming(&backend, &crew.jo, link).await;
    let ids: Vec<_> = found.expect("changes").iter().map(|one| one.id).collect();
    assert_eq!(ids, [id]);
}

/// A queue that is narrowed shows each change that is or may be there, however many others lie between.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_narrowed_queue_leaves_out_what_lies_elsewhere(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let at = async |place: &str| {
        let targets = vec![place.parse().expect("a scope")];
        let there = Plan {
            targets,
            ..plan(backend.now())
        };
        asked(&backend, &crew.ana, there).await;
        backend.clock.advance(TimeDelta::seconds(1));
    };
    at("444455556666 us-east-1").await;
    at("organization").await;
    for _ in 0..60 {
        at("111122223333").await;
    }
    let scope = "444455556666".parse().expect("a scope");
    let ask = (Queue::Every, &scope);
    let page = changes::list_within(&backend, &crew.ana, ask, None).await;
    let page = page.expect("a page");
    let numbers: Vec<i64> = page.rows.iter().map(|row| row.number).collect();
    assert_eq!((numbers, page.next), (vec![2, 1], None));
}
