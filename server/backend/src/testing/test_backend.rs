//! A backend on a database of its own.

use std::{
    hash::{BuildHasher as _, Hasher as _, RandomState},
    ops::Deref,
    path::{Path, PathBuf},
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
    ports::{FindingDocuments, MailRoute},
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
    ids: Arc<SequentialIds>,
    documents: Arc<dyn FindingDocuments>,
    place: Arc<Place>,
    workers: Vec<JoinHandle<()>>,
}

/// Where the database is, so that it can be opened again, and the folder for what is kept beside it.
enum Place {
    Sqlite(TempDir),
    Postgres(String, TempDir),
}

impl Place {
    fn database(&self) -> PathBuf {
        self.folder().join("watchfloor.db")
    }

    fn index(&self) -> PathBuf {
        self.folder().join("findings.index")
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Sqlite(folder) | Self::Postgres(_, folder) => folder.path(),
        }
    }
}

impl TestBackend {
    /// A new, empty one; `None` where the engine is not to be had, which is said and fails under CI.
    pub async fn new(engine: Engine) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let place = match engine {
            Engine::Sqlite => Place::Sqlite(folder),
            Engine::Postgres => Place::Postgres(schema_url().await?, folder),
        };
        let place = Arc::new(place);
        let documents = Arc::new(SelfDescribing);
        let (clock, ids) = (Arc::default(), Arc::default());
        Some(Self::open(place, clock, ids, documents, MailRoute::Carried).await)
    }

    /// A new, empty one on SQLite whose documents are read by `documents`.
    pub async fn reading(documents: Arc<dyn FindingDocuments>) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let place = Arc::new(Place::Sqlite(folder));
        let (clock, ids) = (Arc::default(), Arc::default());
        Self::open(place, clock, ids, documents, MailRoute::Carried).await
    }

    /// A new, empty one on SQLite.
    pub async fn sqlite() -> Self {
        Self::new(Engine::Sqlite)
            .await
            .expect("SQLite is always to be had")
    }

    async fn open(
        place: Arc<Place>,
        clock: Arc<FakeClock>,
        ids: Arc<SequentialIds>,
        documents: Arc<dyn FindingDocuments>,
        mail: MailRoute,
    ) -> Self {
        let db = match &*place {
            Place::Sqlite(_) => Db::sqlite(&place.database()).await,
            Place::Postgres(url, _) => Db::postgres(url).await,
        };
        let db = db.expect("the test's database opens");
        migrate(&db).await.expect("the test's database migrates");
        let parts = Parts {
            index: findings::kept_index(&db, &place.index()).await,
            db,
            clock: clock.clone(),
            ids: ids.clone(),
            documents: documents.clone(),
            mail,
        };
        let backend = Backend::open(parts).await.expect("the backend opens");
        backend.build_index().await.expect("the index is built");
        let workers = vec![
            tokio::spawn(live::tail(backend.clone())),
            tokio::spawn(findings::follow(backend.clone())),
        ];
        Self {
            backend,
            clock,
            ids,
            documents,
            place,
            workers,
        }
    }

    /// A second process on the same database, with the same clock.
    pub async fn second(&self) -> Self {
        let (clock, ids) = (self.clock.clone(), self.ids.clone());
        let (documents, mail) = (self.documents.clone(), self.backend.mail());
        Self::open(self.place.clone(), clock, ids, documents, mail).await
    }

    /// A second process that reaches the same PostgreSQL at another address.
    pub async fn through(&self, url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let place = Place::Postgres(url.to_owned(), folder);
        let (clock, ids) = (self.clock.clone(), self.ids.clone());
        let (documents, mail) = (self.documents.clone(), self.backend.mail());
        Self::open(Arc::new(place), clock, ids, documents, mail).await
    }

    /// Where the database is: an address for a connection that is not the backend's.
    #[must_use]
    pub fn url(&self) -> String {
        match &*self.place {
            Place::Sqlite(_) => format!("sqlite://{}", self.place.database().display()),
            Place::Postgres(url, _) => url.clone(),
        }
    }

    /// Lets SQLite grow to so many pages and no further, as on a full disk, until a write has failed; the answer is how
    /// many pages there are.
    pub async fn limit_pages(&self, at_most: i64) -> i64 {
        let limited = crate::store::trial_writes::limit_pages(self.backend.db(), at_most).await;
        limited.expect("SQLite can be limited")
    }

    /// Keeps the index as it is now; the next start begins with it.
    pub async fn keep_index(&self) {
        let kept = findings::keep_index(&self.backend, &self.place.index()).await;
        kept.expect("the index is kept");
    }

    /// The same database after the process has ended and begun again.
    pub async fn restart(self) -> Self {
        let mail = self.backend.mail();
        self.restart_with(mail).await
    }

    /// The same where a mail server was set up or taken away in between.
    pub async fn restart_with(self, mail: MailRoute) -> Self {
        let (place, clock, ids) = (self.place.clone(), self.clock.clone(), self.ids.clone());
        let documents = self.documents.clone();
        self.end().await;
        Self::open(place, clock, ids, documents, mail).await
    }

    /// Ends it as a process ends: a test that opens many must not keep the connections of all.
    pub async fn end(mut self) {
        for worker in std::mem::take(&mut self.workers) {
            worker.abort();
            // It ends because it was told to.
            let _ = worker.await;
        }
        self.backend.db().close().await;
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

impl Drop for TestBackend {
    fn drop(&mut self) {
        self.workers.iter().for_each(JoinHandle::abort);
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
    // Ids of processes come again while the server lives.
    let run = RandomState::new().build_hasher().finish();
    let schema = format!("t{}_{n}_{run:x}", std::process::id());
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
