//! Rows of the events of change calendars.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`EventRow`].
macro_rules! columns {
    () => {
        "id, calendar_id, version, title, kind, starts, ends, days, last_day, changed_at, changed_by, removed_at"
    };
}

statements! {
    LIST = Sql::same(
        concat!("SELECT ", columns!(), " FROM calendar_events WHERE removed_at IS NULL
         AND calendar_id IN (SELECT id FROM calendars WHERE removed_at IS NULL) ORDER BY calendar_id, starts, id LIMIT $1")
    );
    COUNT = Sql::same(
        "SELECT COUNT(*) FROM calendar_events WHERE calendar_id = $1 AND removed_at IS NULL"
    );
    BY_ID = Sql::same(
        concat!("SELECT ", columns!(), " FROM calendar_events WHERE id = $1")
    );
    INSERT = Sql::same(
        concat!("INSERT INTO calendar_events (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    );
    UPDATE = Sql::same(
        "UPDATE calendar_events SET version = version + 1, title = $3, kind = $4, starts = $5, ends = $6, days = $7,
            last_day = $8, changed_at = $9, changed_by = $10, removed_at = $11
         WHERE id = $1 AND version = $2 AND removed_at IS NULL"
    );
}

/// One event as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct EventRow {
    pub(crate) id: Uuid,
    pub(crate) calendar_id: Uuid,
    pub(crate) version: i64,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) starts: String,
    pub(crate) ends: String,
    pub(crate) days: Option<String>,
    pub(crate) last_day: Option<String>,
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: String,
    pub(crate) removed_at: Option<Timestamp>,
}

/// The events that count, of the calendars that count.
pub(crate) async fn list(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<EventRow>> {
    on!(conn, LIST, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

pub(crate) async fn count(conn: Conn<'_>, calendar: Uuid) -> sqlx::Result<i64> {
    on!(conn, COUNT, |c, q| sqlx::query_scalar(q).bind(calendar).fetch_one(c).await)
}

/// One event, even one that was removed.
pub(crate) async fn by_id(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<EventRow>> {
    on!(conn, BY_ID, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

pub(crate) async fn insert(conn: Conn<'_>, row: &EventRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.calendar_id)
        .bind(row.version)
        .bind(row.title.as_str())
        .bind(row.kind.as_str())
        .bind(row.starts.as_str())
        .bind(row.ends.as_str())
        .bind(row.days.as_deref())
        .bind(row.last_day.as_deref())
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .bind(row.removed_at)
        .execute(c)
        .await
        .map(drop))
}

/// Writes an event back, fenced by the version that `row` was read with; none changed means a lost race.
pub(crate) async fn update(conn: Conn<'_>, row: &EventRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.title.as_str())
        .bind(row.kind.as_str())
        .bind(row.starts.as_str())
        .bind(row.ends.as_str())
        .bind(row.days.as_deref())
        .bind(row.last_day.as_deref())
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .bind(row.removed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
