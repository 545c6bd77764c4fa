//! Rows of what is to be sent to the world outside.

use domain::time::Timestamp;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO outbox (id, kind, payload, made_at, due_at, attempts) VALUES ($1, $2, $3, $4, $4, 0)"
    );
    DUE = Sql::same(
        "SELECT id, payload, attempts FROM outbox
         WHERE sent_at IS NULL AND due_at <= $2 AND kind = $1 AND made_at > $3 ORDER BY due_at, id LIMIT $4"
    );
    SENT = Sql::same("UPDATE outbox SET sent_at = $2, fault = NULL WHERE id = $1");
    FAILED = Sql::same(
        "UPDATE outbox SET attempts = attempts + 1, due_at = $2, fault = $3 WHERE id = $1 AND sent_at IS NULL"
    );
    PRUNE = Sql::same("DELETE FROM outbox WHERE made_at < $1");
}

/// One job that is due.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct JobRow {
    pub(crate) id: Uuid,
    pub(crate) payload: Json<Value>,
    pub(crate) attempts: i64,
}

pub(crate) async fn insert(
    conn: Conn<'_>,
    id: Uuid,
    (kind, payload): (&str, &Value),
    now: Timestamp,
) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(id)
        .bind(kind)
        .bind(Json(payload))
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Jobs of a kind that are due now and were made after `since`, the longest due first.
pub(crate) async fn due(
    conn: Conn<'_>,
    kind: &str,
    (now, since): (Timestamp, Timestamp),
    limit: i64,
) -> sqlx::Result<Vec<JobRow>> {
    on!(conn, DUE, |c, q| sqlx::query_as(q)
        .bind(kind)
        .bind(now)
        .bind(since)
        .bind(limit)
        .fetch_all(c)
        .await)
}

pub(crate) async fn sent(conn: Conn<'_>, id: Uuid, at: Timestamp) -> sqlx::Result<()> {
    on!(conn, SENT, |c, q| sqlx::query(q).bind(id).bind(at).execute(c).await.map(drop))
}

/// Writes down why a job was not sent, and when it is tried again.
pub(crate) async fn failed(
    conn: Conn<'_>,
    id: Uuid,
    again_at: Timestamp,
    fault: &str,
) -> sqlx::Result<()> {
    on!(conn, FAILED, |c, q| sqlx::query(q)
        .bind(id)
        .bind(again_at)
        .bind(fault)
        .execute(c)
        .await
        .map(drop))
}

/// Forgets jobs that were made before, sent or not.
pub(crate) async fn prune(conn: Conn<'_>, before: Timestamp) -> sqlx::Result<()> {
    on!(conn, PRUNE, |c, q| sqlx::query(q).bind(before).execute(c).await.map(drop))
}
