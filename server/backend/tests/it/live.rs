//! Following the event log from a position: from memory, from the table, or told to read everything again.

use backend::{
    live::{Followed, Subscription, prune},
    sources,
    testing::{Engine, TestBackend, batch, incoming, source},
};
use chrono::TimeDelta;
use domain::event::{Event, Seq, Topic};
use rstest::rstest;

use crate::{
    asks::worker,
    eventually::{until, within_limit},
    own_sql::OwnSql,
};

async fn next(follower: &mut Subscription) -> Followed {
    within_limit("the next event", follower.next())
        .await
        .expect("the log is read")
}

async fn next_event(follower: &mut Subscription) -> Event {
    match next(follower).await {
        Followed::Event(event) => (*event).clone(),
        Followed::Resync(seq) => panic!("told to read everything again at {seq:?}"),
    }
}

/// Commits one event of each of two topics a turn: findings (odd), sources (even).
async fn turns(backend: &TestBackend, from: i64, to: i64) {
    for n in from..=to {
        backend
            .ingest(batch(vec![incoming(&n.to_string(), |_| {})]))
            .await;
        sources::answered(backend, &worker(), &source())
            .await
            .expect("it is written down");
    }
    backend.board().wait_for(Seq(to * 2 - 1)).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_follower_sees_its_topics_in_order_from_its_position(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut early = Subscription::new(&backend, &[Topic::Sources], None);
    turns(&backend, 1, 3).await;
    for seq in [2, 4, 6] {
        let event = next_event(&mut early).await;
        assert_eq!(
            (event.seq, event.topic, event.at),
            (Seq(seq), Topic::Sources, backend.now())
        );
        assert_eq!(event.kind, "sources.answered");
        assert_eq!(event.subjects, ["security_hub/111122223333/us-east-1"]);
    }
    let topics = [Topic::Findings, Topic::Sources];
    let mut resumed = Subscription::new(&backend, &topics, Some(Seq(4)));
    assert_eq!(next_event(&mut resumed).await.seq, Seq(5));
    assert_eq!(next_event(&mut resumed).await.seq, Seq(6));
    turns(&backend, 4, 4).await;
    assert_eq!(next_event(&mut resumed).await.subjects, ["4"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn after_a_restart_a_follower_resumes_from_the_table(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    turns(&backend, 1, 4).await;
    let backend = backend.restart().await;
    let mut resumed = Subscription::new(&backend, &[Topic::Findings], Some(Seq(2)));
    for seq in [3, 5, 7] {
        assert_eq!(next_event(&mut resumed).await.seq, Seq(seq));
    }
    turns(&backend, 5, 5).await;
    assert_eq!(next_event(&mut resumed).await.seq, Seq(9));
    let mut ahead = Subscription::new(&backend, &[Topic::Findings], Some(Seq(1_000)));
    assert!(
        matches!(next(&mut ahead).await, Followed::Resync(_)),
        "another database's position"
    );
}

/// A position that neither memory nor the table reaches: more events than the ring holds, the old ones pruned.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_pruned_is_read_again_as_a_whole(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    turns(&backend, 1, 1).await;
    many_events(&backend, 3, 14_000).await;
    backend.live().nudge();
    let mut follower = Subscription::new(&backend, &[Topic::Findings], Some(Seq(1)));
    until("the tail", || backend.live().head() == Seq(14_000)).await;
    let mut seen = 2;
    while seen < 14_000 {
        seen += 1;
        assert_eq!(
            next_event(&mut follower).await.seq,
            Seq(seen),
            "older than the ring: from the table"
        );
    }
    backend.clock.advance(TimeDelta::hours(25));
    prune(&backend).await.expect("old events are forgotten");
    let mut own = OwnSql::of(&backend).await;
    assert_eq!(
        own.number("SELECT MIN(seq) FROM events").await,
        4_001,
        "the newest 10,000 stay"
    );
    let mut late = Subscription::new(&backend, &[Topic::Findings], Some(Seq(1)));
    assert_eq!(next(&mut late).await, Followed::Resync(Seq(14_000)));
    let mut kept = Subscription::new(&backend, &[Topic::Findings], Some(Seq(4_000)));
    assert_eq!(next_event(&mut kept).await.seq, Seq(4_001));
}

/// Puts events into the table as another process would; the index finds nothing new in them.
async fn many_events(backend: &TestBackend, from: i64, to: i64) {
    let mut own = OwnSql::of(backend).await;
    own.run(&format!(
        "WITH RECURSIVE n (seq) AS (SELECT {from} UNION ALL SELECT seq + 1 FROM n WHERE seq < {to})
         INSERT INTO events (seq, at, topic, kind, subjects)
         SELECT n.seq, e.at, 'findings', 'findings.changed', e.subjects FROM n, events e WHERE e.seq = 1"
    ))
    .await;
    own.run(&format!("UPDATE event_head SET seq = {to}")).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn young_events_are_kept(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    turns(&backend, 1, 1).await;
    many_events(&backend, 3, 11_000).await;
    backend.live().nudge();
    until("the tail", || backend.live().head() == Seq(11_000)).await;
    backend.clock.advance(TimeDelta::hours(23));
    prune(&backend).await.expect("it looks");
    assert_eq!(
        OwnSql::of(&backend)
            .await
            .number("SELECT MIN(seq) FROM events")
            .await,
        1
    );
}
