//! Rows of suppressions.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`SuppressionRow`].
macro_rules! columns {
    () => {
        "id, number, version, filter, reason, owner, until_at, off_since, created_at, created_by, changed_at,
            changed_by, last_matched, warned_at, ended_at"
    };
}

statements! {
    // What is on, the one that ends first on top; then what is off, and what is over with the last one first. Not those of
    // chosen findings that never hid one.
    LIST = Sql::same(concat!(
        "SELECT ", columns!(), " FROM suppressions
         WHERE filter IS NOT NULL OR last_matched IS NOT NULL OR ended_at IS NULL
         ORDER BY CASE WHEN ended_at IS NOT NULL THEN 2 WHEN off_since IS NOT NULL THEN 1 ELSE 0 END,
            CASE WHEN ended_at IS NULL THEN until_at END, ended_at DESC, number DESC LIMIT $1"
    ));
    UNFINISHED = Sql::same(concat!(
        "SELECT ", columns!(), " FROM suppressions WHERE ended_at IS NULL ORDER BY number"
    ));
    BY_NUMBER = Sql::same(concat!("SELECT ", columns!(), " FROM suppressions WHERE number = $1"));
    INSERT = Sql::same(concat!(
        "INSERT INTO suppressions (", columns!(), ")
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    ));
    UPDATE = Sql::same(
        "UPDATE suppressions SET version = version + 1, filter = $3, reason = $4, owner = $5, until_at = $6,
            off_since = $7, changed_at = $8, changed_by = $9, warned_at = $10
         WHERE id = $1 AND version = $2"
    );
    MATCHED = Sql::same("UPDATE suppressions SET last_matched = $2 WHERE number = $1");
    WARNED = Sql::same("UPDATE suppressions SET warned_at = $2 WHERE number = $1 AND warned_at IS NULL");
    ENDED = Sql::same("UPDATE suppressions SET ended_at = $2 WHERE number = $1 AND ended_at IS NULL");
    ENDS = Sql::same("SELECT number, until_at FROM suppressions");
}

/// One suppression as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SuppressionRow {
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    pub(crate) version: i64,
    /// The query of a rule; nothing for findings that somebody chose.
    pub(crate) filter: Option<String>,
    pub(crate) reason: String,
    pub(crate) owner: String,
    pub(crate) until_at: Timestamp,
    pub(crate) off_since: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) created_by: String,
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: String,
    pub(crate) last_matched: Option<Timestamp>,
    /// When its owner was told that it ends soon.
    pub(crate) warned_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
}

/// At most `limit`, those that are on first, of these the one that ends first.
pub(crate) async fn list(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<SuppressionRow>> {
    on!(conn, LIST, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

/// Those whose end is not carried out yet, in the order in which they were made.
pub(crate) async fn unfinished(conn: Conn<'_>) -> sqlx::Result<Vec<SuppressionRow>> {
    on!(conn, UNFINISHED, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

pub(crate) async fn by_number(conn: Conn<'_>, number: i64) -> sqlx::Result<Option<SuppressionRow>> {
    on!(conn, BY_NUMBER, |c, q| sqlx::query_as(q).bind(number).fetch_optional(c).await)
}

pub(crate) async fn insert(conn: Conn<'_>, row: &SuppressionRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.number)
        .bind(row.version)
        .bind(row.filter.as_deref())
        .bind(row.reason.as_str())
        .bind(row.owner.as_str())
        .bind(row.until_at)
        .bind(row.off_since)
        .bind(row.created_at)
        .bind(row.created_by.as_str())
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .bind(row.last_matched)
        .bind(row.warned_at)
        .bind(row.ended_at)
        .execute(c)
        .await
        .map(drop))
}

/// Writes back what people say of one, fenced by the version that `row` was read with; none changed means a lost race.
pub(crate) async fn update(conn: Conn<'_>, row: &SuppressionRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.filter.as_deref())
        .bind(row.reason.as_str())
        .bind(row.owner.as_str())
        .bind(row.until_at)
        .bind(row.off_since)
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .bind(row.warned_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// It hid something; the version stays.
pub(crate) async fn matched(conn: Conn<'_>, number: i64, at: Timestamp) -> sqlx::Result<()> {
    on!(conn, MATCHED, |c, q| sqlx::query(q).bind(number).bind(at).execute(c).await.map(drop))
}

/// Its owner is told that it ends soon; none changed means that they were.
pub(crate) async fn warned(conn: Conn<'_>, number: i64, at: Timestamp) -> sqlx::Result<u64> {
    on!(conn, WARNED, |c, q| sqlx::query(q)
        .bind(number)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Its end is carried out; none changed means that it was.
pub(crate) async fn ended(conn: Conn<'_>, number: i64, at: Timestamp) -> sqlx::Result<u64> {
    on!(conn, ENDED, |c, q| sqlx::query(q)
        .bind(number)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Number and end of every one.
pub(crate) async fn ends(conn: Conn<'_>) -> sqlx::Result<Vec<(i64, Timestamp)>> {
    on!(conn, ENDS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}
