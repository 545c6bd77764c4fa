//! Rows of freezes.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`FreezeRow`].
macro_rules! columns {
    () => {
        "id, version, name, strength, scope, reason, from_at, until_at, created_by, changed_at, changed_by, ended_at"
    };
}

statements! {
    BETWEEN = Sql::same(
        concat!("SELECT ", columns!(), " FROM freezes
         WHERE until_at > $1 AND from_at < $2 AND from_at < until_at ORDER BY from_at, id LIMIT $3")
    );
    FROM = Sql::same(
        concat!("SELECT ", columns!(), " FROM freezes WHERE until_at > $1 AND from_at < until_at ORDER BY from_at, id LIMIT $2")
    );
    BY_ID = Sql::same(
        concat!("SELECT ", columns!(), " FROM freezes WHERE id = $1")
    );
    INSERT = Sql::same(
        concat!("INSERT INTO freezes (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    );
    UPDATE = Sql::same(
        "UPDATE freezes SET version = version + 1, name = $3, strength = $4, scope = $5, reason = $6, from_at = $7,
            until_at = $8, changed_at = $9, changed_by = $10, ended_at = $11
         WHERE id = $1 AND version = $2"
    );
}

/// One freeze as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct FreezeRow {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) strength: String,
    pub(crate) scope: String,
    pub(crate) reason: String,
    pub(crate) from_at: Timestamp,
    pub(crate) until_at: Timestamp,
    pub(crate) created_by: String,
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: String,
    pub(crate) ended_at: Option<Timestamp>,
}

/// At most `limit` freezes that hold at some time from `from` up to `until`, by their beginning.
pub(crate) async fn between(
    conn: Conn<'_>,
    (from, until): (Timestamp, Timestamp),
    limit: i64,
) -> sqlx::Result<Vec<FreezeRow>> {
    on!(conn, BETWEEN, |c, q| sqlx::query_as(q)
        .bind(from)
        .bind(until)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// At most `limit` freezes that hold at some time after `from`, by their beginning.
pub(crate) async fn from(conn: Conn<'_>, from: Timestamp, limit: i64) -> sqlx::Result<Vec<FreezeRow>> {
    on!(conn, FROM, |c, q| sqlx::query_as(q).bind(from).bind(limit).fetch_all(c).await)
}

pub(crate) async fn by_id(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<FreezeRow>> {
    on!(conn, BY_ID, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

pub(crate) async fn insert(conn: Conn<'_>, row: &FreezeRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.name.as_str())
        .bind(row.strength.as_str())
        .bind(row.scope.as_str())
        .bind(row.reason.as_str())
        .bind(row.from_at)
        .bind(row.until_at)
        .bind(row.created_by.as_str())
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .bind(row.ended_at)
        .execute(c)
        .await
        .map(drop))
}

/// Writes a freeze back, fenced by the version that `row` was read with; none changed means a lost race.
pub(crate) async fn update(conn: Conn<'_>, row: &FreezeRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.name.as_str())
        .bind(row.strength.as_str())
        .bind(row.scope.as_str())
        .bind(row.reason.as_str())
        .bind(row.from_at)
        .bind(row.until_at)
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .bind(row.ended_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
