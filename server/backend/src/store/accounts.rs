//! Rows of AWS accounts and their names.

use domain::time::Timestamp;

use super::db::{Conn, Sql, on, statements};

statements! {
    ALL_NAMES = Sql::same("SELECT id, name FROM accounts ORDER BY id LIMIT 20000");
    LIST = Sql::same(
        "INSERT INTO accounts (id, name, listed_at) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, listed_at = excluded.listed_at"
    );
    LEARN = Sql::same(
        "INSERT INTO accounts (id, name, listed_at) VALUES ($1, $2, NULL) ON CONFLICT (id) DO NOTHING"
    );
}

/// Every known account's id and name.
pub(crate) async fn all_names(conn: Conn<'_>) -> sqlx::Result<Vec<(String, String)>> {
    on!(conn, ALL_NAMES, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

/// Keeps the name that Organizations gives.
pub(crate) async fn list(
    conn: Conn<'_>,
    id: &str,
    name: &str,
    at: Timestamp,
) -> sqlx::Result<()> {
    on!(conn, LIST, |c, q| sqlx::query(q).bind(id).bind(name).bind(at).execute(c).await.map(drop))
}

/// Keeps the name that a finding gives, unless one is known: then no row comes to be.
pub(crate) async fn learn(conn: Conn<'_>, id: &str, name: &str) -> sqlx::Result<u64> {
    on!(conn, LEARN, |c, q| sqlx::query(q)
        .bind(id)
        .bind(name)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
