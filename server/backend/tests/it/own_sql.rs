//! A connection of the test's own: what the database holds, read and written without the product's code.

use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection,
};

use backend::testing::TestBackend;

/// One cell of an answer, as text.
pub(crate) type Cell = Option<String>;

/// A connection to the database of a backend under test.
pub(crate) enum OwnSql {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl OwnSql {
    pub(crate) async fn of(backend: &TestBackend) -> Self {
        Self::open(&backend.url()).await
    }

    pub(crate) async fn open(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            Self::Sqlite(
                SqliteConnection::connect(url)
                    .await
                    .expect("the file opens"),
            )
        } else {
            Self::Postgres(
                PgConnection::connect(url)
                    .await
                    .expect("the server answers"),
            )
        }
    }

    /// The rows of a question. It is sent unprepared, so that both engines answer every column as text.
    pub(crate) async fn rows(&mut self, question: &str) -> Vec<Vec<Cell>> {
        let ask = sqlx::raw_sql(AssertSqlSafe(question));
        match self {
            Self::Sqlite(own) => {
                let rows = own.fetch_all(ask).await.expect(question);
                let cells = |row: &sqlx::sqlite::SqliteRow| {
                    (0..row.len()).map(|at| row.get_unchecked(at)).collect()
                };
                rows.iter().map(cells).collect()
            }
            Self::Postgres(own) => {
                let rows = own.fetch_all(ask).await.expect(question);
                let cells = |row: &sqlx::postgres::PgRow| {
                    (0..row.len()).map(|at| row.get_unchecked(at)).collect()
                };
                rows.iter().map(cells).collect()
            }
        }
    }

    /// The first column of every row.
    pub(crate) async fn column(&mut self, question: &str) -> Vec<String> {
        let rows = self.rows(question).await;
        let first = |row: Vec<Cell>| row.into_iter().next().flatten().unwrap_or_default();
        rows.into_iter().map(first).collect()
    }

    /// The one number that is the answer.
    pub(crate) async fn number(&mut self, question: &str) -> i64 {
        let answer = self.column(question).await;
        assert_eq!(answer.len(), 1, "one row: {question}");
        answer[0].parse().expect(question)
    }

    /// Changes what the product alone would change.
    pub(crate) async fn run(&mut self, statement: &str) {
        let ask = sqlx::raw_sql(AssertSqlSafe(statement));
        match self {
            Self::Sqlite(own) => own.execute(ask).await.map(drop).expect(statement),
            Self::Postgres(own) => own.execute(ask).await.map(drop).expect(statement),
        }
    }

    /// Whether the statement is one on this database; else what the engine says.
    pub(crate) async fn prepare(&mut self, statement: &'static str) -> Result<(), String> {
        let sql = sqlx::SqlSafeStr::into_sql_str(statement);
        let done = match self {
            Self::Sqlite(own) => own.prepare(sql).await.map(drop),
            Self::Postgres(own) => own.prepare(sql).await.map(drop),
        };
        done.map_err(|error| error.to_string())
    }
}
