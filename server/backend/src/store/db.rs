//! Two engines under one text: the connection enum and the two macros that every statement uses.

use sqlx::{
    Connection as _, Database, Encode, Executor, IntoArguments, PgConnection, PgPool, Postgres,
    QueryBuilder, Sqlite, SqliteConnection, SqlitePool, Transaction, Type,
    database::HasStatementCache,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::Path, str::FromStr as _, time::Duration};

/// How long a page waits for a connection: a database that is gone is said to be gone while somebody still waits.
const PATIENCE: Duration = Duration::from_secs(5);

/// A database: embedded SQLite with one writer, or PostgreSQL.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file. All writes go through one connection, reads through a small pool of others.
    Sqlite {
        /// The only connection that writes.
        write: SqlitePool,
        /// Connections that cannot write.
        read: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// A transaction that may write.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A pooled connection that reads.
pub(crate) enum Reader {
    Sqlite(sqlx::pool::PoolConnection<Sqlite>),
    Postgres(sqlx::pool::PoolConnection<Postgres>),
}

/// What every query function borrows. It cannot tell a transaction from a pooled connection.
pub(crate) enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Conn<'_> {
    /// The same connection for one more statement.
    pub(crate) fn again(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(connection) => Conn::Sqlite(connection),
            Self::Postgres(connection) => Conn::Postgres(connection),
        }
    }
}

/// One statement: one text, or two side by side where the engines differ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sql {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl Sql {
    pub(crate) const fn same(text: &'static str) -> Self {
        Self {
            sqlite: text,
            postgres: text,
        }
    }
}

/// Runs one body on whichever engine the connection is of; `$q` is that engine's text.
macro_rules! on {
    ($conn:expr, $sql:expr, |$c:ident, $q:ident| $body:expr) => {
        match $conn {
            $crate::store::db::Conn::Sqlite($c) => {
                let $q = $sql.sqlite;
                $body
            }
            $crate::store::db::Conn::Postgres($c) => {
                let $q = $sql.postgres;
                $body
            }
        }
    };
}

/// Runs one body that builds its statement, with `$DB` naming the engine.
macro_rules! build_on {
    ($conn:expr, |$c:ident, $DB:ident| $body:expr) => {
        match $conn {
            $crate::store::db::Conn::Sqlite($c) => {
                type $DB = sqlx::Sqlite;
                $body
            }
            $crate::store::db::Conn::Postgres($c) => {
                type $DB = sqlx::Postgres;
                $body
            }
        }
    };
}

/// Declares a file's statements and lists them, so that a test prepares every one on both engines.
macro_rules! statements {
    ($( $name:ident = $sql:expr; )+) => {
        $( const $name: $crate::store::db::Sql = $sql; )+
        /// Every statement of this file, by name.
        #[cfg(any(test, feature = "testing"))]
        pub(crate) const ALL: &[(&str, $crate::store::db::Sql)] = &[ $( (stringify!($name), $name) ),+ ];
    };
}

pub(crate) use {build_on, on, statements};

/// Adds `(a, b, …)` to a statement that is being built, each value bound. The last value stands again and again until
/// there are a power of two, so that lists of all lengths are a handful of statements to keep prepared.
pub(crate) fn push_list<DB, T>(query: &mut QueryBuilder<DB>, values: &[T])
where
    DB: Database,
    T: Copy + Type<DB> + for<'q> Encode<'q, DB> + 'static,
{
    query.push("(");
    let mut list = query.separated(", ");
    let again = values.last().into_iter().cycle();
    for value in values
        .iter()
        .chain(again)
        .take(values.len().next_power_of_two())
    {
        list.push_bind(*value);
    }
    query.push(")");
}

/// Runs a statement that is made of rows for each part of them, `most` at a time. While the database is at one, the next is
/// made ready.
pub(crate) async fn part_by_part<DB, T>(
    conn: &mut DB::Connection,
    rows: &[T],
    most: usize,
    make: impl Fn(&[T]) -> QueryBuilder<DB>,
) -> sqlx::Result<()>
where
    DB: Database + HasStatementCache,
    DB::Arguments: IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    let mut parts = rows
        .chunks(most)
        .map(|rows| (rows.len() == most, make(rows)));
    let mut next = parts.next();
    while let Some((is_full, mut query)) = next {
        // Each number of rows is a statement of its own: only that of a full part is worth keeping prepared.
        let run = query.build().persistent(is_full).execute(&mut *conn);
        let (done, made) = tokio::join!(biased; run, async { parts.next() });
        done?;
        next = made;
    }
    Ok(())
}

/// Why there is no connection: a pool tries again until its time is over, and then says only that.
async fn why_not(options: &PgConnectOptions) -> sqlx::Error {
    match tokio::time::timeout(PATIENCE, PgConnection::connect_with(options)).await {
        Ok(Err(cause)) => cause,
        Ok(Ok(_)) | Err(_) => sqlx::Error::PoolTimedOut,
    }
}

impl Db {
    /// Opens or creates the SQLite file at `path`.
    ///
    /// # Errors
    /// When the file cannot be opened or is no database.
    pub async fn sqlite(path: &Path) -> sqlx::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // In WAL mode NORMAL may roll back an acknowledged commit after a power loss.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(256);
        // A page of findings touches many pages of the file, most of them the index of ids, and a checkpoint writes each
        // of them once: 128 MiB of log are an eighth more findings a second, at a million, than 32.
        let writer = options
            .clone()
            .pragma("cache_size", "-32768")
            .pragma("wal_autocheckpoint", "32768");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .after_release(|connection, _| Box::pin(is_free(connection)))
            .connect_with(writer)
            .await?;
        let read = SqlitePoolOptions::new()
            .min_connections(0)
            .max_connections(4)
            .acquire_timeout(PATIENCE)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Ok(Self::Sqlite { write, read })
    }

    /// Connects to PostgreSQL at `url`.
    ///
    /// # Errors
    /// When the address is wrong or the server does not let us in.
    pub async fn postgres(url: &str) -> sqlx::Result<Self> {
        let options = PgConnectOptions::from_str(url)?;
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await;
        match pool {
            Ok(pool) => Ok(Self::Postgres(pool)),
            Err(sqlx::Error::PoolTimedOut) => Err(why_not(&options).await),
            Err(error) => Err(error),
        }
    }

    /// The engine's name and version, as the status page shows it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn engine(&self) -> sqlx::Result<String> {
        const VERSION: Sql = Sql {
            sqlite: "SELECT 'SQLite ' || sqlite_version()",
            postgres: "SELECT 'PostgreSQL ' || current_setting('server_version')",
        };
        let mut reader = self.reader().await?;
        on!(reader.conn(), VERSION, |c, q| sqlx::query_scalar(q)
            .fetch_one(c)
            .await)
    }

    /// Begins a transaction that may write. On SQLite it holds the only writer from its first moment:
    /// one that reads first and writes later would fail at once when another wrote in between.
    pub(crate) async fn begin(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Takes a connection to read with.
    pub(crate) async fn reader(&self) -> sqlx::Result<Reader> {
        Ok(match self {
            Self::Sqlite { read, .. } => Reader::Sqlite(read.acquire().await?),
            Self::Postgres(pool) => Reader::Postgres(pool.acquire().await?),
        })
    }

    /// Closes every connection; what was committed stays.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Whether the writer can begin another transaction. On a full disk SQLite ends one by itself, sqlx cannot end it again
/// and takes it for open ever after: such a connection is closed, and the next writer opens another.
async fn is_free(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

impl Tx {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(tx) => Conn::Sqlite(tx),
            Self::Postgres(tx) => Conn::Postgres(tx),
        }
    }

    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

impl Reader {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(connection) => Conn::Sqlite(connection),
            Self::Postgres(connection) => Conn::Postgres(connection),
        }
    }
}
