//! The row that says which word the floor last turned to, and when.

use domain::time::Timestamp;

use super::db::{Conn, Sql, on, statements};

statements! {
    LAST = Sql::same("SELECT verdict, since FROM verdict_turns WHERE n = 1");
    TURN = Sql::same(
        "INSERT INTO verdict_turns (n, verdict, since) VALUES (1, $1, $2)
         ON CONFLICT (n) DO UPDATE SET verdict = excluded.verdict, since = excluded.since"
    );
}

/// The word and since when it holds.
pub(crate) async fn last(conn: Conn<'_>) -> sqlx::Result<Option<(String, Timestamp)>> {
    on!(conn, LAST, |c, q| sqlx::query_as(q).fetch_optional(c).await)
}

/// Keeps that the word is another one from now on.
pub(crate) async fn turn(conn: Conn<'_>, verdict: &str, since: Timestamp) -> sqlx::Result<()> {
    on!(conn, TURN, |c, q| sqlx::query(q).bind(verdict).bind(since).execute(c).await.map(drop))
}
