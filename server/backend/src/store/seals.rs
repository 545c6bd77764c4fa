//! The row of the key that hidden fields are sealed with.

use super::db::{Conn, Sql, on, statements};

statements! {
    FIND = Sql::same("SELECT secret FROM seals WHERE n = 1");
    INSERT = Sql::same("INSERT INTO seals (n, secret) VALUES (1, $1) ON CONFLICT (n) DO NOTHING");
}

pub(crate) async fn find(conn: Conn<'_>) -> sqlx::Result<Option<Vec<u8>>> {
    on!(conn, FIND, |c, q| sqlx::query_scalar(q).fetch_optional(c).await)
}

/// Keeps the key unless there is one.
pub(crate) async fn insert(conn: Conn<'_>, secret: &[u8]) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q).bind(secret).execute(c).await.map(drop))
}
