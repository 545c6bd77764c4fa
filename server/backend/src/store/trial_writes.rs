//! A row that is written and deleted again, to see whether the database takes anything in.

#[cfg(any(test, feature = "testing"))]
use super::db::Db;
use super::db::{Conn, Sql, on, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO trial_writes (n, body) VALUES (1, $1)
         ON CONFLICT (n) DO UPDATE SET body = excluded.body"
    );
    DELETE = Sql::same("DELETE FROM trial_writes");
}

/// Writes the row and deletes it: pages are taken and given back, and the commit writes them to the disk.
pub(crate) async fn write(mut conn: Conn<'_>, body: &[u8]) -> sqlx::Result<()> {
    on!(conn.again(), INSERT, |c, q| sqlx::query(q).bind(body).execute(c).await.map(drop))?;
    on!(conn, DELETE, |c, q| sqlx::query(q).execute(c).await.map(drop))
}

/// Lets SQLite's writer use this many pages at most, though never fewer than it has, as if the disk were full; the answer
/// is how many it has. It lasts as long as the writer's connection.
#[cfg(any(test, feature = "testing"))]
pub(crate) async fn limit_pages(db: &Db, at_most: i64) -> sqlx::Result<i64> {
    let Db::Sqlite { write, .. } = db else {
        return Err(sqlx::Error::Configuration("only SQLite can be limited".into()));
    };
    let mut writer = write.acquire().await?;
    let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {at_most}"));
    sqlx::raw_sql(limit).execute(&mut *writer).await?;
    sqlx::query_scalar("PRAGMA page_count")
        .fetch_one(&mut *writer)
        .await
}
