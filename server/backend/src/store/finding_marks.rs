//! Rows of marks: up to which finding each person has seen them all.

use domain::time::Timestamp;

use super::db::{Conn, Sql, on, statements};

statements! {
    ALL_MARKS = Sql::same("SELECT person, n FROM finding_marks ORDER BY person LIMIT 20000");
    MARK = Sql::same(
        "INSERT INTO finding_marks (person, n, at) VALUES ($1, $2, $3)
         ON CONFLICT (person) DO UPDATE SET n = excluded.n, at = excluded.at WHERE finding_marks.n < excluded.n"
    );
}

/// Every person's mark.
pub(crate) async fn all(conn: Conn<'_>) -> sqlx::Result<Vec<(String, i64)>> {
    on!(conn, ALL_MARKS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

/// Moves a person's mark on; one that is there already, or further, stays.
pub(crate) async fn mark(conn: Conn<'_>, person: &str, n: i64, at: Timestamp) -> sqlx::Result<u64> {
    on!(conn, MARK, |c, q| sqlx::query(q)
        .bind(person)
        .bind(n)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
