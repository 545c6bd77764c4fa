//! Row numbers that are dense and in commit order.

use super::db::{Conn, Sql, on, statements};

statements! {
    TAKE = Sql::same("UPDATE counters SET value = value + $2 WHERE name = $1 RETURNING value");
}

/// Takes `count` numbers and returns the first of them.
pub(crate) async fn take(conn: Conn<'_>, name: &'static str, count: i64) -> sqlx::Result<i64> {
    let last: i64 =
        on!(conn, TAKE, |c, q| sqlx::query_scalar(q).bind(name).bind(count).fetch_one(c).await)?;
    Ok(last - count + 1)
}
