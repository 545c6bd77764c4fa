//! Rows of people.

use domain::{actor::Role, time::Timestamp};
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`PersonRow`].
macro_rules! columns {
    () => {
        "id, name, password_hash, roles, disabled_at, failed_attempts, locked_until, created_at, version,
            changed_by, changed_at, mail"
    };
}

statements! {
    BY_NAME = Sql::same(
        concat!("SELECT ", columns!(), " FROM people WHERE name = $1")
    );
    BY_ID = Sql::same(
        concat!("SELECT ", columns!(), " FROM people WHERE id = $1")
    );
    LIST = Sql::same(
        concat!("SELECT ", columns!(), " FROM people WHERE name > $1 ORDER BY name LIMIT $2")
    );
    INSERT = Sql::same(
        concat!("INSERT INTO people (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (name) DO NOTHING")
    );
    UPDATE = Sql::same(
        "UPDATE people SET password_hash = $3, roles = $4, disabled_at = $5, version = version + 1,
            changed_by = $6, changed_at = $7, mail = $8
         WHERE id = $1 AND version = $2"
    );
    COUNT_FAILURE = Sql::same(
        "UPDATE people SET failed_attempts = failed_attempts + 1 WHERE id = $1 RETURNING failed_attempts"
    );
    LOCK = Sql::same("UPDATE people SET locked_until = $2 WHERE id = $1");
    FORGET_FAILURES = Sql::same(
        "UPDATE people SET failed_attempts = 0, locked_until = NULL WHERE id = $1"
    );
    OPEN = Sql::same(
        "UPDATE people SET failed_attempts = 0, locked_until = NULL
         WHERE id = $1 AND version = $2 AND (locked_until IS NULL OR locked_until <= $3)"
    );
}

/// One person as they are stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PersonRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) roles: Json<Vec<Role>>,
    pub(crate) disabled_at: Option<Timestamp>,
    pub(crate) failed_attempts: i64,
    pub(crate) locked_until: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) version: i64,
    pub(crate) changed_by: Option<String>,
    pub(crate) changed_at: Option<Timestamp>,
    pub(crate) mail: Option<String>,
}

pub(crate) async fn by_name(conn: Conn<'_>, name: &str) -> sqlx::Result<Option<PersonRow>> {
    on!(conn, BY_NAME, |c, q| sqlx::query_as(q).bind(name).fetch_optional(c).await)
}

pub(crate) async fn by_id(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<PersonRow>> {
    on!(conn, BY_ID, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

/// At most `limit` people whose names follow `after`, by name.
pub(crate) async fn list(conn: Conn<'_>, after: &str, limit: i64) -> sqlx::Result<Vec<PersonRow>> {
    on!(conn, LIST, |c, q| sqlx::query_as(q).bind(after).bind(limit).fetch_all(c).await)
}

/// Inserts a person; the answer is how many rows came to be: none when the name is taken.
pub(crate) async fn insert(conn: Conn<'_>, row: &PersonRow) -> sqlx::Result<u64> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.name.as_str())
        .bind(row.password_hash.as_deref())
        .bind(&row.roles)
        .bind(row.disabled_at)
        .bind(row.failed_attempts)
        .bind(row.locked_until)
        .bind(row.created_at)
        .bind(row.version)
        .bind(row.changed_by.as_deref())
        .bind(row.changed_at)
        .bind(row.mail.as_deref())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Writes back what `by` changed of a person, fenced by the version that `row` was read with; none changed means a lost
/// race. Wrong passwords are counted by themselves: they are no version, and a version does not undo their count.
pub(crate) async fn update(
    conn: Conn<'_>,
    row: &PersonRow,
    (by, at): (&str, Timestamp),
) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.password_hash.as_deref())
        .bind(&row.roles)
        .bind(row.disabled_at)
        .bind(by)
        .bind(at)
        .bind(row.mail.as_deref())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Counts one more wrong password; the answer is how many there are in a row. The row stays ours until the transaction
/// ends, so that no other count is lost.
pub(crate) async fn count_failure(conn: Conn<'_>, id: Uuid) -> sqlx::Result<i64> {
    on!(conn, COUNT_FAILURE, |c, q| sqlx::query_scalar(q).bind(id).fetch_one(c).await)
}

/// Lets nobody in until then.
pub(crate) async fn lock(conn: Conn<'_>, id: Uuid, until: Timestamp) -> sqlx::Result<()> {
    on!(conn, LOCK, |c, q| sqlx::query(q).bind(id).bind(until).execute(c).await.map(drop))
}

/// Forgets wrong passwords and the lock they made.
pub(crate) async fn forget_failures(conn: Conn<'_>, id: Uuid) -> sqlx::Result<()> {
    on!(conn, FORGET_FAILURES, |c, q| sqlx::query(q).bind(id).execute(c).await.map(drop))
}

/// Forgets wrong passwords, unless the account was changed or locked meanwhile: then none is the answer.
pub(crate) async fn open(conn: Conn<'_>, row: &PersonRow, now: Timestamp) -> sqlx::Result<u64> {
    on!(conn, OPEN, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
