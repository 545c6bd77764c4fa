//! Rows of change calendars.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`CalendarRow`].
macro_rules! columns {
    () => {
        "id, version, name, default_state, zone, scope, created_at, created_by, changed_at, changed_by, removed_at"
    };
}

statements! {
    LIST = Sql::same(
        concat!("SELECT ", columns!(), " FROM calendars WHERE removed_at IS NULL ORDER BY name, id LIMIT $1")
    );
    BY_ID = Sql::same(
        concat!("SELECT ", columns!(), " FROM calendars WHERE id = $1")
    );
    INSERT = Sql::same(
        concat!("INSERT INTO calendars (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
    );
    UPDATE = Sql::same(
        "UPDATE calendars SET version = version + 1, name = $3, default_state = $4, zone = $5, scope = $6,
            changed_at = $7, changed_by = $8, removed_at = $9
         WHERE id = $1 AND version = $2 AND removed_at IS NULL"
    );
}

/// One calendar as it is stored, but for its events.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct CalendarRow {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) default_state: String,
    pub(crate) zone: String,
    pub(crate) scope: String,
    pub(crate) created_at: Timestamp,
    pub(crate) created_by: String,
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: String,
    pub(crate) removed_at: Option<Timestamp>,
}

/// The calendars that were not removed, by name.
pub(crate) async fn list(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<CalendarRow>> {
    on!(conn, LIST, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

/// One calendar, even one that was removed.
pub(crate) async fn by_id(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<CalendarRow>> {
    on!(conn, BY_ID, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

pub(crate) async fn insert(conn: Conn<'_>, row: &CalendarRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.name.as_str())
        .bind(row.default_state.as_str())
        .bind(row.zone.as_str())
        .bind(row.scope.as_str())
        .bind(row.created_at)
        .bind(row.created_by.as_str())
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .bind(row.removed_at)
        .execute(c)
        .await
        .map(drop))
}

/// Writes a calendar back, fenced by the version that `row` was read with; none changed means a lost race.
pub(crate) async fn update(conn: Conn<'_>, row: &CalendarRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.name.as_str())
        .bind(row.default_state.as_str())
        .bind(row.zone.as_str())
        .bind(row.scope.as_str())
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .bind(row.removed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
