//! Brings a database to this version's tables, and refuses one that is ahead of it.

use std::path::Path;

use sqlx::migrate::{MigrateError, Migrator};

use super::db::Db;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Why a database cannot be used as it is.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// A newer Watchfloor wrote it.
    #[error("the database was written by a newer Watchfloor (migration {0} is unknown here)")]
    Newer(i64),
    /// Anything else.
    #[error("the database could not be migrated: {0}")]
    Failed(#[from] MigrateError),
    /// It did not answer.
    #[error("the database did not answer: {0}")]
    Unreachable(#[from] sqlx::Error),
}

/// Applies what is missing.
///
/// # Errors
/// [`MigrationError::Newer`] when the database knows a migration that this program does not.
pub async fn migrate(db: &Db) -> Result<(), MigrationError> {
    let done = match db {
        Db::Sqlite { write, .. } => SQLITE.run(write).await,
        Db::Postgres(pool) => POSTGRES.run(pool).await,
    };
    done.map_err(|error| match error {
        MigrateError::VersionMissing(version) => MigrationError::Newer(version),
        other => MigrationError::Failed(other),
    })
}

/// How many migrations are still to be applied.
///
/// # Errors
/// As [`migrate`].
pub async fn pending(db: &Db) -> Result<usize, MigrationError> {
    const APPLIED: &str = "SELECT version FROM _sqlx_migrations ORDER BY version";
    let applied: Result<Vec<i64>, sqlx::Error> = match db {
        Db::Sqlite { read, .. } => sqlx::query_scalar(APPLIED).fetch_all(read).await,
        Db::Postgres(pool) => sqlx::query_scalar(APPLIED).fetch_all(pool).await,
    };
    let applied = match applied {
        Ok(versions) => versions,
        // No such table: nothing was ever applied.
        Err(sqlx::Error::Database(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let known = match db {
        Db::Sqlite { .. } => &SQLITE,
        Db::Postgres(_) => &POSTGRES,
    };
    let versions: Vec<i64> = known.iter().map(|migration| migration.version).collect();
    match applied.iter().find(|version| !versions.contains(version)) {
        Some(newer) => Err(MigrationError::Newer(*newer)),
        None => Ok(versions.len() - applied.len()),
    }
}

/// Whether nothing was ever written to the database.
///
/// # Errors
/// As [`migrate`].
pub async fn is_new(db: &Db) -> Result<bool, MigrationError> {
    Ok(pending(db).await? == SQLITE.iter().count())
}

/// Copies a SQLite database, consistent even while it is in use; PostgreSQL has its own ways and is left alone.
///
/// # Errors
/// When the copy cannot be written.
pub async fn copy_sqlite(db: &Db, to: &Path) -> Result<(), sqlx::Error> {
    let Db::Sqlite { write, .. } = db else {
        return Ok(());
    };
    let to = to.display().to_string();
    sqlx::query("VACUUM INTO $1")
        .bind(to)
        .execute(write)
        .await
        .map(drop)
}

/// Makes a schema for one test.
#[cfg(any(test, feature = "testing"))]
pub(crate) async fn create_schema(db: &Db, name: &str) -> sqlx::Result<()> {
    let Db::Postgres(pool) = db else {
        return Ok(());
    };
    let statement = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {name}"));
    sqlx::raw_sql(statement).execute(pool).await.map(drop)
}
