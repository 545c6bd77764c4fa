//! Rows of the timelines of incidents, which are inserted and read and never changed; and how far the log was looked through.

use domain::{event::Seq, time::Timestamp};
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO incident_timeline (id, incident_id, occurred_at, recorded_at, kind, actor, text, subject, cause)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (incident_id, cause, subject) DO NOTHING"
    );
    NEWEST = Sql::same(
        "SELECT id, incident_id, occurred_at, recorded_at, kind, actor, text, subject, cause
         FROM incident_timeline WHERE incident_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT $2"
    );
    NEXT = Sql::same(
        "SELECT id, incident_id, occurred_at, recorded_at, kind, actor, text, subject, cause
         FROM incident_timeline WHERE incident_id = $1 AND (recorded_at, id) > ($2, $3)
         ORDER BY recorded_at, id LIMIT $4"
    );
    OF_KIND = Sql::same(
        "SELECT id, incident_id, occurred_at, recorded_at, kind, actor, text, subject, cause
         FROM incident_timeline WHERE kind = $1 AND occurred_at >= $2 AND occurred_at <= $3
         ORDER BY occurred_at DESC LIMIT $4"
    );
    COUNT = Sql::same("SELECT COUNT(*) FROM incident_timeline WHERE incident_id = $1");
    POSITION = Sql::same("SELECT seq FROM incident_follower WHERE one = 1");
    ADVANCE = Sql::same("UPDATE incident_follower SET seq = $2 WHERE one = 1 AND seq = $1");
}

/// One entry as it is stored; the empty subject is none.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct EntryRow {
    pub(crate) id: Uuid,
    pub(crate) incident_id: Uuid,
    pub(crate) occurred_at: Timestamp,
    pub(crate) recorded_at: Timestamp,
    pub(crate) kind: String,
    pub(crate) actor: String,
    pub(crate) text: String,
    pub(crate) subject: String,
    pub(crate) cause: Option<i64>,
}

/// Adds an entry, unless its cause has been told already.
pub(crate) async fn insert(conn: Conn<'_>, row: &EntryRow) -> sqlx::Result<u64> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.incident_id)
        .bind(row.occurred_at)
        .bind(row.recorded_at)
        .bind(row.kind.as_str())
        .bind(row.actor.as_str())
        .bind(row.text.as_str())
        .bind(row.subject.as_str())
        .bind(row.cause)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// At most `limit` entries of an incident, the last written first.
pub(crate) async fn newest(
    conn: Conn<'_>,
    incident: Uuid,
    limit: i64,
) -> sqlx::Result<Vec<EntryRow>> {
    on!(conn, NEWEST, |c, q| sqlx::query_as(q).bind(incident).bind(limit).fetch_all(c).await)
}

/// At most `limit` entries of an incident after the key, the first written first.
pub(crate) async fn next(
    conn: Conn<'_>,
    incident: Uuid,
    after: (Timestamp, Uuid),
    limit: i64,
) -> sqlx::Result<Vec<EntryRow>> {
    on!(conn, NEXT, |c, q| sqlx::query_as(q)
        .bind(incident)
        .bind(after.0)
        .bind(after.1)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// At most `limit` entries of a kind, of any incident, that occurred from `from` to `until`, the newest first.
pub(crate) async fn of_kind(
    conn: Conn<'_>,
    kind: &str,
    (from, until): (Timestamp, Timestamp),
    limit: i64,
) -> sqlx::Result<Vec<EntryRow>> {
    on!(conn, OF_KIND, |c, q| sqlx::query_as(q)
        .bind(kind)
        .bind(from)
        .bind(until)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// How many entries an incident has.
pub(crate) async fn count(conn: Conn<'_>, incident: Uuid) -> sqlx::Result<i64> {
    on!(conn, COUNT, |c, q| sqlx::query_scalar(q).bind(incident).fetch_one(c).await)
}

/// Up to which event the log was looked through.
pub(crate) async fn position(conn: Conn<'_>) -> sqlx::Result<Seq> {
    on!(conn, POSITION, |c, q| sqlx::query_scalar(q).fetch_one(c).await).map(Seq)
}

/// Moves on from `before` to `now`; no row changed means that another process did.
pub(crate) async fn advance(conn: Conn<'_>, before: Seq, now: Seq) -> sqlx::Result<u64> {
    on!(conn, ADVANCE, |c, q| sqlx::query(q)
        .bind(before.0)
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
