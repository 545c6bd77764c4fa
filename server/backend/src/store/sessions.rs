//! Rows of sessions, by the hash of what the browser holds.

use domain::time::Timestamp;
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO sessions (id_hash, person_id, content, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id_hash) DO NOTHING"
    );
    UPDATE = Sql::same(
        "UPDATE sessions SET person_id = $2, content = $3, expires_at = $4 WHERE id_hash = $1"
    );
    LOAD = Sql::same(
        "SELECT person_id, content, created_at, expires_at FROM sessions
         WHERE id_hash = $1 AND expires_at > $2"
    );
    DELETE = Sql::same("DELETE FROM sessions WHERE id_hash = $1");
    DELETE_OF_PERSON = Sql::same("DELETE FROM sessions WHERE person_id = $1");
    DELETE_OTHERS = Sql::same("DELETE FROM sessions WHERE person_id = $1 AND id_hash <> $2");
    DELETE_EXPIRED = Sql::same("DELETE FROM sessions WHERE expires_at <= $1");
    COUNT_OF_PERSON = Sql::same(
        "SELECT COUNT(*) FROM sessions WHERE person_id = $1 AND expires_at > $2"
    );
}

/// One session as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SessionRow {
    pub(crate) person_id: Option<Uuid>,
    pub(crate) content: Json<serde_json::Value>,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

pub(crate) async fn insert(conn: Conn<'_>, id_hash: &[u8], row: &SessionRow) -> sqlx::Result<u64> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(id_hash)
        .bind(row.person_id)
        .bind(&row.content)
        .bind(row.created_at)
        .bind(row.expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Writes a session back if it is still there: an upsert would revive one that was signed out meanwhile.
pub(crate) async fn update(conn: Conn<'_>, id_hash: &[u8], row: &SessionRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(id_hash)
        .bind(row.person_id)
        .bind(&row.content)
        .bind(row.expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

pub(crate) async fn load(
    conn: Conn<'_>,
    id_hash: &[u8],
    now: Timestamp,
) -> sqlx::Result<Option<SessionRow>> {
    on!(conn, LOAD, |c, q| sqlx::query_as(q).bind(id_hash).bind(now).fetch_optional(c).await)
}

pub(crate) async fn delete(conn: Conn<'_>, id_hash: &[u8]) -> sqlx::Result<u64> {
    on!(conn, DELETE, |c, q| sqlx::query(q)
        .bind(id_hash)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

pub(crate) async fn delete_of_person(conn: Conn<'_>, person: Uuid) -> sqlx::Result<u64> {
    on!(conn, DELETE_OF_PERSON, |c, q| sqlx::query(q)
        .bind(person)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Ends every session of a person but one.
pub(crate) async fn delete_others(
    conn: Conn<'_>,
    person: Uuid,
    keep: &[u8],
) -> sqlx::Result<u64> {
    on!(conn, DELETE_OTHERS, |c, q| sqlx::query(q)
        .bind(person)
        .bind(keep)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

pub(crate) async fn delete_expired(conn: Conn<'_>, now: Timestamp) -> sqlx::Result<u64> {
    on!(conn, DELETE_EXPIRED, |c, q| sqlx::query(q)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

pub(crate) async fn count_of_person(
    conn: Conn<'_>,
    person: Uuid,
    now: Timestamp,
) -> sqlx::Result<i64> {
    on!(conn, COUNT_OF_PERSON, |c, q| sqlx::query_scalar(q)
        .bind(person)
        .bind(now)
        .fetch_one(c)
        .await)
}
