//! Rows of wall screens.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`ScreenRow`].
macro_rules! columns {
    () => {
        "id, name, made_by, made_at, seen_at, revoked_by, revoked_at, version, dim_from, dim_until, dim_zone"
    };
}

statements! {
    BY_ID = Sql::same(concat!("SELECT ", columns!(), " FROM screens WHERE id = $1"));
    BY_CODE = Sql::same(concat!("SELECT ", columns!(), " FROM screens WHERE code_hash = $1"));
    LIST = Sql::same(
        concat!("SELECT ", columns!(), " FROM screens ORDER BY made_at DESC, id DESC LIMIT $1")
    );
    INSERT = Sql::same(
        "INSERT INTO screens (id, name, code_hash, made_by, made_at, version) VALUES ($1, $2, $3, $4, $5, 1)"
    );
    REVOKE = Sql::same(
        "UPDATE screens SET revoked_by = $3, revoked_at = $4, version = version + 1
         WHERE id = $1 AND version = $2 AND revoked_at IS NULL"
    );
    DIM = Sql::same(
        "UPDATE screens SET dim_from = $3, dim_until = $4, dim_zone = $5, version = version + 1
         WHERE id = $1 AND version = $2 AND revoked_at IS NULL"
    );
    SEEN = Sql::same("UPDATE screens SET seen_at = $2 WHERE id = $1");
}

/// One screen as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ScreenRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) made_by: String,
    pub(crate) made_at: Timestamp,
    pub(crate) seen_at: Option<Timestamp>,
    pub(crate) revoked_by: Option<String>,
    pub(crate) revoked_at: Option<Timestamp>,
    pub(crate) version: i64,
    pub(crate) dim_from: Option<i64>,
    pub(crate) dim_until: Option<i64>,
    pub(crate) dim_zone: Option<String>,
}

pub(crate) async fn by_id(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<ScreenRow>> {
    on!(conn, BY_ID, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

pub(crate) async fn by_code(conn: Conn<'_>, code_hash: &[u8]) -> sqlx::Result<Option<ScreenRow>> {
    on!(conn, BY_CODE, |c, q| sqlx::query_as(q).bind(code_hash).fetch_optional(c).await)
}

/// At most `limit` screens, the newest first.
pub(crate) async fn list(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<ScreenRow>> {
    on!(conn, LIST, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

pub(crate) async fn insert(
    conn: Conn<'_>,
    row: &ScreenRow,
    code_hash: &[u8],
) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.name.as_str())
        .bind(code_hash)
        .bind(row.made_by.as_str())
        .bind(row.made_at)
        .execute(c)
        .await
        .map(drop))
}

/// Ends a screen's code, fenced by the version that `row` was read with; none changed means a lost race.
pub(crate) async fn revoke(
    conn: Conn<'_>,
    row: &ScreenRow,
    (by, at): (&str, Timestamp),
) -> sqlx::Result<u64> {
    on!(conn, REVOKE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(by)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Keeps in which hours a screen is dim as `row` has them, fenced by the version that it was read with; none changed means a
/// lost race.
pub(crate) async fn dim(conn: Conn<'_>, row: &ScreenRow) -> sqlx::Result<u64> {
    on!(conn, DIM, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.dim_from)
        .bind(row.dim_until)
        .bind(row.dim_zone.as_deref())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Keeps when a screen was last seen, which is no version of it.
pub(crate) async fn seen(conn: Conn<'_>, id: Uuid, at: Timestamp) -> sqlx::Result<()> {
    on!(conn, SEEN, |c, q| sqlx::query(q).bind(id).bind(at).execute(c).await.map(drop))
}
