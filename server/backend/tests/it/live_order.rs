//! The order of events is the order of commits, whoever commits; and other processes are seen.

use std::sync::Arc;

use backend::{
    Backend, Parts, findings,
    live::{Followed, Subscription},
    ports::MailRoute,
    sources,
    store::Db,
    testing::{Engine, SelfDescribing, SequentialIds, TestBackend, batch, incoming, source},
};
use domain::event::{Seq, Topic};
use rstest::rstest;

use crate::{asks::worker, eventually::within_limit, own_sql::OwnSql};

const WRITERS: usize = 6;
const EACH: usize = 15;

/// A follower that remembers its last place never misses an event that was committed late.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_leave_no_gap(#[case] engine: Engine) {
    let Some(first) = TestBackend::new(engine).await else {
        return;
    };
    let second = first.second().await;
    let mut follower = Subscription::new(&first, &[Topic::Findings, Topic::Sources], None);
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let backend = if writer % 2 == 0 {
            (*first).clone()
        } else {
            (*second).clone()
        };
        writers.push(tokio::spawn(write(backend, writer)));
    }
    let mut seen = Vec::new();
    while seen.len() < WRITERS * EACH {
        match within_limit("the next event", follower.next())
            .await
            .expect("it is read")
        {
            Followed::Event(event) => seen.push(event.seq.0),
            Followed::Resync(seq) => panic!("told to read everything again at {seq:?}"),
        }
    }
    for writer in writers {
        writer.await.expect("no panic");
    }
    let all: Vec<i64> = (1..=(WRITERS * EACH) as i64).collect();
    assert_eq!(seen, all);
    let mut own = OwnSql::of(&first).await;
    assert_eq!(
        own.number("SELECT seq FROM event_head").await,
        (WRITERS * EACH) as i64
    );
    assert_eq!(
        own.number("SELECT COUNT(*) FROM events").await,
        (WRITERS * EACH) as i64
    );
}

async fn write(backend: Backend, writer: usize) {
    for n in 0..EACH {
        if n % 3 == 0 {
            sources::answered(&backend, &worker(), &source())
                .await
                .expect("it is written down");
        } else {
            let page = batch(vec![incoming(&format!("{writer}-{n}"), |_| {})]);
            findings::ingest(&backend, &worker(), page)
                .await
                .expect("the page goes in");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_second_process_follows_without_a_nudge(#[case] engine: Engine) {
    let Some(first) = TestBackend::new(engine).await else {
        return;
    };
    let second = first.second().await;
    let mut follower = Subscription::new(&second, &[Topic::Findings], None);
    let seq = first
        .ingest(batch(vec![incoming("a", |_| {})]))
        .await
        .seq
        .expect("an event");
    let told = within_limit("the other's event", follower.next())
        .await
        .expect("it is read");
    assert!(matches!(told, Followed::Event(event) if event.seq == seq));
    within_limit("the other's index", second.board().wait_for(seq)).await;
    assert_eq!(second.board().len(), 1);
}

/// The table may be ahead of what this process has read of it: a follower then waits, and is not sent back.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_follower_is_never_ahead_of_its_process(#[case] engine: Engine) {
    let Some(first) = TestBackend::new(engine).await else {
        return;
    };
    first.ingest(batch(vec![incoming("a", |_| {})])).await;
    // A process that has opened the database and does not tail it yet.
    let slow = Backend::open(Parts {
        db: opened(&first).await,
        clock: first.clock.clone(),
        ids: Arc::new(SequentialIds::default()),
        documents: Arc::new(SelfDescribing),
        mail: MailRoute::None,
        index: backend::board::Board::new(),
    })
    .await
    .expect("it opens");
    first.ingest(batch(vec![incoming("b", |_| {})])).await;
    let mut follower = Subscription::new(&slow, &[Topic::Findings], Some(Seq::START));
    for seq in 1..=2 {
        if seq == 2 {
            tokio::spawn(backend::live::tail(slow.clone()));
        }
        let told = within_limit("the event", follower.next())
            .await
            .expect("it is read");
        assert!(
            matches!(&told, Followed::Event(event) if event.seq == Seq(seq)),
            "{told:?}"
        );
    }
    assert_eq!(slow.live().head(), Seq(2));
}

async fn opened(backend: &TestBackend) -> Db {
    let url = backend.url();
    let db = match url.strip_prefix("sqlite://") {
        Some(path) => Db::sqlite(path.as_ref()).await,
        None => Db::postgres(&url).await,
    };
    db.expect("the database opens")
}
