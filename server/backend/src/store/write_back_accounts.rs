//! Rows of the accounts that somebody has switched, to writing or back to observing.

use domain::time::Timestamp;

use super::db::{Conn, Db, Sql, on, statements};

statements! {
    ALL_SWITCHED = Sql::same(
        "SELECT account, mode, version, changed_by, changed_at FROM write_back_accounts ORDER BY account LIMIT 20000"
    );
    FIND = Sql::same(
        "SELECT account, mode, version, changed_by, changed_at FROM write_back_accounts WHERE account = $1"
    );
    INSERT = Sql::same(
        "INSERT INTO write_back_accounts (account, mode, version, changed_by, changed_at) VALUES ($1, $2, 1, $3, $4)
         ON CONFLICT (account) DO NOTHING"
    );
    UPDATE = Sql::same(
        "UPDATE write_back_accounts SET mode = $3, changed_by = $4, changed_at = $5, version = version + 1
         WHERE account = $1 AND version = $2"
    );
    WRITTEN_TO = Sql::same(
        "SELECT account FROM write_back_accounts WHERE mode = 'write_back' ORDER BY account LIMIT 20000"
    );
    WRITING = Sql::same("SELECT COUNT(*) FROM write_back_accounts WHERE mode = 'write_back'");
}

/// One account as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SwitchRow {
    pub(crate) account: String,
    pub(crate) mode: String,
    pub(crate) version: i64,
    pub(crate) changed_by: String,
    pub(crate) changed_at: Timestamp,
}

/// Every account that was ever switched, by id.
pub(crate) async fn list(conn: Conn<'_>) -> sqlx::Result<Vec<SwitchRow>> {
    on!(conn, ALL_SWITCHED, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

pub(crate) async fn find(conn: Conn<'_>, account: &str) -> sqlx::Result<Option<SwitchRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(account).fetch_optional(c).await)
}

/// Keeps the first switch of an account; 0 when another has been faster.
pub(crate) async fn insert(conn: Conn<'_>, row: &SwitchRow) -> sqlx::Result<u64> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.account.as_str())
        .bind(row.mode.as_str())
        .bind(row.changed_by.as_str())
        .bind(row.changed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Switches the account that has the row's version, which grows; 0 when another has been faster.
pub(crate) async fn update(conn: Conn<'_>, row: &SwitchRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.account.as_str())
        .bind(row.version)
        .bind(row.mode.as_str())
        .bind(row.changed_by.as_str())
        .bind(row.changed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// The accounts that are written to.
pub(crate) async fn written_to(conn: Conn<'_>) -> sqlx::Result<Vec<String>> {
    on!(conn, WRITTEN_TO, |c, q| sqlx::query_scalar(q).fetch_all(c).await)
}

/// How many accounts are written to: what a check of permissions goes by.
///
/// # Errors
/// When the database cannot be read, or has not got the table yet.
pub async fn accounts_written_to(db: &Db) -> sqlx::Result<i64> {
    let mut reader = db.reader().await?;
    on!(reader.conn(), WRITING, |c, q| sqlx::query_scalar(q).fetch_one(c).await)
}
