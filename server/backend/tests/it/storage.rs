//! A database that takes nothing in, and one that is gone: said as it is, over by itself, and nothing that was acknowledged
//! is lost.

use std::path::{Path, PathBuf};

use backend::{
    Backend, Error, findings,
    storage::{Standing, last_seen, look},
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use rstest::rstest;

use crate::{
    asks::{detail, id_of, worker},
    cut_off::CutOff,
    eventually::within_limit,
};

/// More pages than any test fills.
const MANY: i64 = 1 << 30;

/// Takes a page of findings in, until the index knows it; the answer is the acknowledgement.
async fn take_in(backend: &Backend, page: u32) -> Result<(), Error> {
    let one = |n: u32| incoming(&format!("{page}-{n}"), |_| {});
    let page = batch((0..20).map(one).collect());
    let done = findings::ingest(backend, &worker(), page).await?;
    let seq = done.seq.expect("the page is new");
    within_limit("the page in the index", backend.board().wait_for(seq)).await;
    Ok(())
}

/// Every finding of these pages is kept with its document.
async fn all_kept(backend: &Backend, pages: &[u32]) {
    for page in pages {
        for n in 0..20 {
            let finding = incoming(&format!("{page}-{n}"), |_| {});
            assert_eq!(detail(backend, id_of(&finding)).await.reported, finding);
        }
    }
}

/// What the database does a moment later.
async fn standing(backend: &TestBackend) -> Standing {
    backend.clock.advance(TimeDelta::seconds(5));
    let seen = look(backend).await;
    assert_eq!(last_seen(backend), seen);
    seen
}

#[tokio::test]
async fn a_full_database_keeps_what_it_acknowledged() {
    let backend = TestBackend::sqlite().await;
    assert_eq!(standing(&backend).await, Standing::Works);
    let now = backend.limit_pages(MANY).await;
    backend.limit_pages(now + 60).await;
    let mut acknowledged = Vec::new();
    let refused = loop {
        let page = acknowledged.len() as u32;
        match take_in(&backend, page).await {
            Ok(()) => acknowledged.push(page),
            Err(error) => break error,
        }
    };
    assert!(refused.to_string().contains("full"), "{refused}");
    assert!(!acknowledged.is_empty(), "there was room for something");
    // What is left over of the last page's room is too little for anybody else.
    backend.limit_pages(1).await;
    let full = standing(&backend).await;
    assert!(
        matches!(&full, Standing::TakesNothing(why) if why.contains("full")),
        "{full:?}"
    );
    all_kept(&backend, &acknowledged).await;
    backend.limit_pages(MANY).await;
    assert_eq!(standing(&backend).await, Standing::Works);
    let page = acknowledged.len() as u32;
    take_in(&backend, page).await.expect("there is room again");
    acknowledged.push(page);
    let backend = backend.restart().await;
    all_kept(&backend, &acknowledged).await;
}

fn folder_of(backend: &TestBackend) -> PathBuf {
    let url = backend.url();
    let file = Path::new(url.trim_start_matches("sqlite://"));
    file.parent().expect("a folder").to_owned()
}

/// An open file outlives its name: what would be written to it is refused, not lost.
#[tokio::test]
async fn a_folder_that_is_gone_is_told_and_comes_back() {
    let backend = TestBackend::sqlite().await;
    take_in(&backend, 0).await.expect("it goes in");
    let here = folder_of(&backend);
    let away = here.with_extension("away");
    std::fs::rename(&here, &away).expect("it is moved");
    let gone = standing(&backend).await;
    assert!(matches!(gone, Standing::DoesNotAnswer(_)), "{gone:?}");
    let refused = take_in(&backend, 1).await;
    assert!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
    std::fs::create_dir(&here).expect("a folder");
    std::fs::write(here.join("watchfloor.db"), "").expect("another file");
    let other = standing(&backend).await;
    assert!(matches!(other, Standing::DoesNotAnswer(_)), "{other:?}");
    std::fs::remove_dir_all(&here).expect("it goes");
    std::fs::rename(&away, &here).expect("it is moved back");
    assert_eq!(standing(&backend).await, Standing::Works);
    take_in(&backend, 1).await.expect("it goes in");
    let backend = backend.restart().await;
    all_kept(&backend, &[0, 1]).await;
}

#[tokio::test]
async fn a_server_that_is_gone_is_told_and_comes_back() {
    let Some(own) = TestBackend::new(Engine::Postgres).await else {
        return;
    };
    let mut between = CutOff::new(&own.url()).await;
    let backend = own.through(&between.url).await;
    take_in(&backend, 0).await.expect("it goes in");
    assert_eq!(standing(&backend).await, Standing::Works);
    between.cut().await;
    let gone = standing(&backend).await;
    assert!(matches!(gone, Standing::DoesNotAnswer(_)), "{gone:?}");
    assert!(take_in(&backend, 1).await.is_err());
    between.mend().await;
    assert_eq!(standing(&backend).await, Standing::Works);
    take_in(&backend, 1).await.expect("it goes in");
    all_kept(&backend, &[0, 1]).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_look_leaves_nothing_and_is_good_for_a_moment(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    assert_eq!(last_seen(&backend), Standing::Works, "until somebody looks");
    assert_eq!(look(&backend).await, Standing::Works);
    let mut own = crate::own_sql::OwnSql::of(&backend).await;
    assert_eq!(own.number("SELECT COUNT(*) FROM trial_writes").await, 0);
    // Nothing is written by who looks again at once: without the table every write would fail.
    own.run("ALTER TABLE trial_writes RENAME TO elsewhere")
        .await;
    assert_eq!(look(&backend).await, Standing::Works);
    assert!(matches!(
        standing(&backend).await,
        Standing::TakesNothing(_)
    ));
}
