//! A backend on a database of its own.

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use domain::actor::Actor;
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::fakes::{FakeClock, SelfDescribing, SequentialIds};
use crate::{
    Backend, Parts,
    findings::{self, IngestBatch, Ingested},
    live,
    store::{Db, migrate},
};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in a folder of its own.
    Sqlite,
    /// A schema of its own in the server at `WATCHFLOOR_TEST_POSTGRES`.
    Postgres,
}

/// A backend with its workers, gone with the test.
pub struct TestBackend {
    backend: Backend,
    /// The test's clock.
    pub clock: Arc<FakeClock>,
    place: Place,
    workers: Vec<JoinHandle<()>>,
}

/// Where the database is, so that it can be opened again.
enum Place {
    Sqlite(TempDir),
    Postgres(String),
}

impl TestBackend {
    /// A new, empty one; `None` where the engine is not to be had, which is said and fails under CI.
    pub async fn new(engine: Engine) -> Option<Self> {
        let place = match engine {
            Engine::Sqlite => Place::Sqlite(tempfile::tempdir().expect("a folder for the test")),
            Engine::Postgres => Place::Postgres(schema_url().await?),
        };
        let clock = Arc::new(FakeClock::new());
        Some(Self::open(place, clock).await)
    }

    /// A new, empty one on SQLite.
    pub async fn sqlite() -> Self {
        Self::new(Engine::Sqlite)
            .await
            .expect("SQLite is always to be had")
    }

    async fn open(place: Place, clock: Arc<FakeClock>) -> Self {
        let db = match &place {
            Place::Sqlite(folder) => Db::sqlite(&folder.path().join("watchfloor.db")).await,
            Place::Postgres(url) => Db::postgres(url).await,
        };
        let db = db.expect("the test's database opens");
        migrate(&db).await.expect("the test's database migrates");
        let parts = Parts {
            db,
            clock: clock.clone(),
            ids: Arc::new(SequentialIds::default()),
            documents: Arc::new(SelfDescribing),
        };
        let backend = Backend::open(parts).await.expect("the backend opens");
        let workers = vec![
            tokio::spawn(live::tail(backend.clone())),
            tokio::spawn(findings::follow(backend.clone())),
        ];
        Self {
            backend,
            clock,
            place,
            workers,
        }
    }

    /// The same database after the process has ended and begun again.
    pub async fn restart(mut self) -> Self {
        for worker in std::mem::take(&mut self.workers) {
            worker.abort();
        }
        self.backend.db().close().await;
        Self::open(self.place, self.clock).await
    }

    /// Takes in a page as the worker does, and waits until the index knows it.
    pub async fn ingest(&self, batch: IngestBatch) -> Ingested {
        let worker = Actor::Worker("findings".to_owned());
        let done = findings::ingest(&self.backend, &worker, batch)
            .await
            .expect("the page goes in");
        if let Some(seq) = done.seq {
            self.backend.board().wait_for(seq).await;
        }
        done
    }
}

impl Deref for TestBackend {
    type Target = Backend;
    fn deref(&self) -> &Backend {
        &self.backend
    }
}

/// The address of a new schema, or `None` with a printed line.
async fn schema_url() -> Option<String> {
    let Ok(server) = std::env::var("WATCHFLOOR_TEST_POSTGRES") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "WATCHFLOOR_TEST_POSTGRES is not set"
        );
        eprintln!("skipped on PostgreSQL: WATCHFLOOR_TEST_POSTGRES is not set");
        return None;
    };
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let n = COUNT.fetch_add(1, Ordering::SeqCst);
    let at = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let at = at.map_or(0, |since| since.as_nanos());
    let schema = format!("t{at}_{}_{n}", std::process::id());
    let db = Db::postgres(&server)
        .await
        .expect("the test's PostgreSQL answers");
    crate::store::create_schema(&db, &schema)
        .await
        .expect("a schema for the test");
    db.close().await;
    let glue = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{glue}options[search_path]={schema}"))
}
