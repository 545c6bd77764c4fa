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
    ports::MailRoute,
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
pub(super) async fn open(settings: &Settings, clock: SystemClock) -> anyhow::Result<Opened> {
    let lock = lock(settings)?;
    let db = database(settings).await?;
    bring_up(&db, settings).await?;
    // PostgreSQL needs no data directory, the index does.
    let index = match fs::create_dir_all(&settings.server.data_dir) {
        Ok(()) => kept_index(&db, &index_file(settings)).await,
        Err(_) => Board::new(),
    };
    let backend = backend_on(db, index, clock, settings).await?;
    backend.build_index().await?;
    Ok(Opened {
        backend,
        _lock: lock,
    })
}

/// The same without index, for a command that runs beside a server: it takes the lock only to migrate, since no
/// server's tables may be changed under it.
pub(super) async fn open_beside(settings: &Settings) -> anyhow::Result<Backend> {
    let db = database(settings).await?;
    if pending(&db).await.map_err(plain)? > 0 {
        let _lock = lock(settings)?;
        bring_up(&db, settings).await?;
    }
    backend_on(db, Board::new(), SystemClock::default(), settings).await
}

async fn backend_on(
    db: Db,
    index: Board,
    clock: SystemClock,
    settings: &Settings,
) -> anyhow::Result<Backend> {
    let parts = Parts {
        db,
        clock: Arc::new(clock),
        ids: Arc::new(SystemIds),
        documents: Arc::new(aws::documents::AwsDocuments),
        mail: match settings.smtp.host {
            Some(_) => MailRoute::Carried,
            None => MailRoute::None,
        },
        index,
    };
    Ok(Backend::open(parts).await?)
}

/// Where the index of findings is kept between runs.
pub(super) fn index_file(settings: &Settings) -> PathBuf {
    settings.server.data_dir.join("findings.index")
}

/// Whether the configured database is there; one of PostgreSQL's is, and answers for itself.
pub(super) fn is_made(settings: &Settings) -> bool {
    settings.database.url.is_some() || settings.server.data_dir.join(FILE).exists()
}

/// Refuses a directory without a database: a command that makes a new one there, because the directory was misspelt, would
/// answer with what holds nowhere.
pub(super) fn refuse_unless_made(settings: &Settings) -> anyhow::Result<()> {
    if is_made(settings) {
        return Ok(());
    }
    bail!(
        "server.data_dir: there is no database in {}; `watchfloor serve` or `watchfloor migrate` makes one",
        settings.server.data_dir.display()
    )
}

/// Connects to the configured database, made if it is an SQLite file that is not there.
pub(super) async fn database(settings: &Settings) -> anyhow::Result<Db> {
    if let Some(url) = &settings.database.url {
        let db = Db::postgres(url.expose_secret()).await;
        // Each of its sentences has that of its cause in it.
        return db.map_err(|error| {
            anyhow::anyhow!("database.url: PostgreSQL does not let us in: {error}")
        });
    }
    let directory = &settings.server.data_dir;
    fs::create_dir_all(directory)
        .with_context(|| format!("server.data_dir: {} cannot be made", directory.display()))?;
    let file = directory.join(FILE);
    Db::sqlite(&file)
        .await
        .with_context(|| format!("{} cannot be opened", file.display()))
}

/// The data directory's lock, held until the file is dropped; a database elsewhere has none of ours.
pub(super) fn lock(settings: &Settings) -> anyhow::Result<Option<File>> {
    if settings.database.url.is_some() {
        return Ok(None);
    }
    let directory = &settings.server.data_dir;
    fs::create_dir_all(directory)
        .with_context(|| format!("server.data_dir: {} cannot be made", directory.display()))?;
    let path = directory.join("watchfloor.lock");
    let file = File::create(&path)
        .with_context(|| format!("server.data_dir: {} cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
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
