//! A floor on an SQLite file, with the workers that every server has.

use std::{path::Path, sync::Arc};

use backend::{
    Backend, Parts,
    board::Board,
    findings::{follow, keep_index},
    live::tail,
    people,
    ports::MailRoute,
    store::{Db, migrate},
};
use domain::{
    actor::{Actor, PersonActor, Role},
    id::PersonId,
};
use server::machine::{SystemClock, SystemIds};
use tokio::task::JoinSet;

/// Who asks, and signs in.
pub(crate) const NAME: &str = "analyst";
/// Their password.
pub(crate) const PASSWORD: &str = "watchfloor";

/// What is measured inside this process.
pub(crate) struct Floor {
    pub(crate) backend: Backend,
    pub(crate) actor: Actor,
    workers: JoinSet<()>,
    index: std::path::PathBuf,
}

impl Floor {
    pub(crate) async fn open(directory: &Path) -> anyhow::Result<Self> {
        let db = Db::sqlite(&directory.join("watchfloor.db")).await?;
        migrate(&db).await?;
        let parts = Parts {
            db,
            clock: Arc::new(SystemClock::default()),
            ids: Arc::new(SystemIds),
            documents: Arc::new(aws::documents::AwsDocuments),
            mail: MailRoute::None,
            index: Board::new(),
        };
        let backend = Backend::open(parts).await?;
        backend.build_index().await?;
        let roles = [Role::Analyst];
        people::add(
            &backend,
            &Actor::Console,
            (NAME, &roles),
            Some(PASSWORD),
            None,
        )
        .await?;
        let mut workers = JoinSet::new();
        workers.spawn(tail(backend.clone()));
        workers.spawn(follow(backend.clone()));
        let id = PersonId(uuid::Uuid::nil());
        let (name, roles) = (NAME.to_owned(), roles.to_vec());
        Ok(Self {
            backend,
            actor: Actor::Person(PersonActor { id, name, roles }),
            workers,
            index: directory.join("findings.index"),
        })
    }

    /// Ends as a server does: the index is kept, the database closed.
    pub(crate) async fn close(mut self) -> anyhow::Result<()> {
        self.workers.shutdown().await;
        keep_index(&self.backend, &self.index).await?;
        self.backend.db().close().await;
        Ok(())
    }
}

/// Bytes of all files of a directory.
pub(crate) fn size(directory: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(directory)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}
