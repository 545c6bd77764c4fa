//! Opening the database: the lock, the copy before a migration, and the migration.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail};
use backend::{
    Backend, Parts,
    board::Board,
    findings::kept_index,
    store::{Db, MigrationError, migrate, pending},
};
use secrecy::ExposeSecret as _;

use crate::{
    config::Settings,
    machine::{SystemClock, SystemIds},
};

/// The SQLite file in the data directory.
pub(super) const FILE: &str = "watchfloor.db";

/// An open database and, for SQLite, the lock on its directory.
pub(super) struct Opened {
    pub(super) backend: Backend,
    /// Held until the process ends.
    _lock: Option<File>,
}

/// Opens the configured database, brought to this version; one process at a time may `serve` a directory.
pub(super) async fn open(settings: &Settings) -> anyhow::Result<Opened> {
    let lock = match settings.database.url {
        Some(_) => None,
        None => Some(lock(&settings.server.data_dir)?),
    };
    let backend = open_with(settings, Index::Kept).await?;
    backend.build_index().await?;
    Ok(Opened {
        backend,
        _lock: lock,
    })
}

/// The same without lock and index: for a command that runs beside a server.
pub(super) async fn open_beside(settings: &Settings) -> anyhow::Result<Backend> {
    open_with(settings, Index::None).await
}

/// Whether the command needs the index of findings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Index {
    /// It does: what was kept of it is read.
    Kept,
    /// It does not.
    None,
}

async fn open_with(settings: &Settings, index: Index) -> anyhow::Result<Backend> {
    let db = database(settings).await?;
    bring_up(&db, settings).await?;
    let index = match index {
        // PostgreSQL needs no data directory, the index does.
        Index::Kept if fs::create_dir_all(&settings.server.data_dir).is_err() => Board::new(),
        Index::Kept => kept_index(&db, &index_file(settings)).await,
        Index::None => Board::new(),
    };
    let parts = Parts {
        db,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        documents: Arc::new(aws::documents::AwsDocuments),
        index,
    };
    Ok(Backend::open(parts).await?)
}

/// Where the index of findings is kept between runs.
pub(super) fn index_file(settings: &Settings) -> PathBuf {
    settings.server.data_dir.join("findings.index")
}

/// Connects to the configured database, made if it is an SQLite file that is not there.
pub(super) async fn database(settings: &Settings) -> anyhow::Result<Db> {
    if let Some(url) = &settings.database.url {
        let db = Db::postgres(url.expose_secret()).await;
        return db.context("database.url: PostgreSQL does not let us in");
    }
    let directory = &settings.server.data_dir;
    fs::create_dir_all(directory)
        .with_context(|| format!("server.data_dir: {} cannot be made", directory.display()))?;
    let file = directory.join(FILE);
    Db::sqlite(&file)
        .await
        .with_context(|| format!("{} cannot be opened", file.display()))
}

fn lock(directory: &Path) -> anyhow::Result<File> {
    fs::create_dir_all(directory)
        .with_context(|| format!("server.data_dir: {} cannot be made", directory.display()))?;
    let path = directory.join("watchfloor.lock");
    let file = File::create(&path)
        .with_context(|| format!("server.data_dir: {} cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "server.data_dir: another watchfloor is using {}; stop it, or choose another directory",
            directory.display()
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("{} cannot be locked", path.display()))
        }
    }
}

/// Migrates; what an older version wrote to SQLite is copied first.
pub(super) async fn bring_up(db: &Db, settings: &Settings) -> anyhow::Result<()> {
    let missing = pending(db).await.map_err(plain)?;
    if missing == 0 {
        return Ok(());
    }
    if settings.database.url.is_none()
        && let Some(copy) = copy(db, &settings.server.data_dir).await?
    {
        tracing::info!(copy = %copy.display(), "the database was copied before its migration");
    }
    migrate(db).await.map_err(plain)
}

async fn copy(db: &Db, directory: &Path) -> anyhow::Result<Option<PathBuf>> {
    if backend::store::is_new(db).await? {
        return Ok(None);
    }
    let at = chrono::Utc::now().format("%Y%m%dT%H%M%SZ");
    let copy = directory.join(format!("watchfloor.before-{at}.db"));
    backend::store::copy_sqlite(db, &copy)
        .await
        .with_context(|| format!("the database could not be copied to {}", copy.display()))?;
    Ok(Some(copy))
}

fn plain(error: MigrationError) -> anyhow::Error {
    anyhow::anyhow!("{error}")
}
