//! Rows of how controls stood on each day, of each standard and account.

use domain::time::Timestamp;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`ScoreRow`].
macro_rules! columns {
    () => {
        "day, standard, account, failed, unknown, passed, no_data, disabled, computed_at"
    };
}

statements! {
    OF_DAY = Sql::same(concat!(
        "SELECT ", columns!(), " FROM standard_scores WHERE day = $1"
    ));
    // Every standard of one account since a day; an empty account is all of them.
    SINCE = Sql::same(concat!(
        "SELECT ", columns!(), " FROM standard_scores WHERE day >= $1 AND account = $2 ORDER BY day, standard"
    ));
    // Every account of one standard since a day.
    OF_STANDARD = Sql::same(concat!(
        "SELECT ", columns!(), " FROM standard_scores WHERE standard = $2 AND day >= $1 ORDER BY day, account"
    ));
    KEEP = Sql::same(concat!(
        "INSERT INTO standard_scores (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (standard, account, day) DO UPDATE SET failed = excluded.failed, unknown = excluded.unknown,
            passed = excluded.passed, no_data = excluded.no_data, disabled = excluded.disabled,
            computed_at = excluded.computed_at
         WHERE standard_scores.computed_at <= excluded.computed_at"
    ));
    FORGET = Sql::same("DELETE FROM standard_scores WHERE standard = $1 AND account = $2 AND day = $3");
    FORGET_BEFORE = Sql::same("DELETE FROM standard_scores WHERE day < $1");
}

/// How the controls of one standard stood in one account on one day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ScoreRow {
    /// Days since 1970, of UTC.
    pub(crate) day: i64,
    /// Empty for all of them, each control once.
    pub(crate) standard: String,
    /// Empty for all of them.
    pub(crate) account: String,
    pub(crate) failed: i64,
    pub(crate) unknown: i64,
    pub(crate) passed: i64,
    pub(crate) no_data: i64,
    pub(crate) disabled: i64,
    pub(crate) computed_at: Timestamp,
}

/// All of one day.
pub(crate) async fn of_day(conn: Conn<'_>, day: i64) -> sqlx::Result<Vec<ScoreRow>> {
    on!(conn, OF_DAY, |c, q| sqlx::query_as(q).bind(day).fetch_all(c).await)
}

/// Every standard in one account, or in all of them together, since a day.
pub(crate) async fn since(conn: Conn<'_>, day: i64, account: &str) -> sqlx::Result<Vec<ScoreRow>> {
    on!(conn, SINCE, |c, q| sqlx::query_as(q).bind(day).bind(account).fetch_all(c).await)
}

/// One standard in every account, and in all of them together, since a day.
pub(crate) async fn of_standard(
    conn: Conn<'_>,
    day: i64,
    standard: &str,
) -> sqlx::Result<Vec<ScoreRow>> {
    on!(conn, OF_STANDARD, |c, q| sqlx::query_as(q).bind(day).bind(standard).fetch_all(c).await)
}

/// Keeps a row in the place of an earlier one of its day.
pub(crate) async fn keep(conn: Conn<'_>, row: &ScoreRow) -> sqlx::Result<()> {
    on!(conn, KEEP, |c, q| sqlx::query(q)
        .bind(row.day)
        .bind(row.standard.as_str())
        .bind(row.account.as_str())
        .bind(row.failed)
        .bind(row.unknown)
        .bind(row.passed)
        .bind(row.no_data)
        .bind(row.disabled)
        .bind(row.computed_at)
        .execute(c)
        .await
        .map(drop))
}

/// The standard is not there any more that day, or has nothing of the account.
pub(crate) async fn forget(conn: Conn<'_>, row: &ScoreRow) -> sqlx::Result<()> {
    on!(conn, FORGET, |c, q| sqlx::query(q)
        .bind(row.standard.as_str())
        .bind(row.account.as_str())
        .bind(row.day)
        .execute(c)
        .await
        .map(drop))
}

/// What is older than a day is not shown any more.
pub(crate) async fn forget_before(conn: Conn<'_>, day: i64) -> sqlx::Result<u64> {
    on!(conn, FORGET_BEFORE, |c, q| sqlx::query(q)
        .bind(day)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
