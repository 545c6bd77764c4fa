//! Rows of what happened to changes.

use domain::time::Timestamp;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO change_history (change_id, seq, at, actor, verb, revision, old_state, new_state, comment, strip)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    OF_EVENT = Sql::same(
        "SELECT seq, at, actor, verb, revision, old_state, new_state, comment, strip FROM change_history
         WHERE change_id = $1 AND seq = $2"
    );
    WITHIN = Sql::same(
        "SELECT change_id, seq, at, actor, verb, revision, old_state, new_state, comment, strip FROM change_history
         WHERE at >= $1 AND at <= $2 ORDER BY at DESC, seq DESC LIMIT $3"
    );
    OF_CHANGE = Sql::same(
        "SELECT seq, at, actor, verb, revision, old_state, new_state, comment, strip FROM change_history
         WHERE change_id = $1 ORDER BY seq DESC LIMIT $2"
    );
}

/// One step as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct StepRow {
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) verb: String,
    pub(crate) revision: i64,
    pub(crate) old_state: String,
    pub(crate) new_state: String,
    pub(crate) comment: String,
    /// What was shown to who let it start in spite of a calendar; that of an approval stands with the approval.
    pub(crate) strip: Option<Json<Value>>,
}

/// A step with its change.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct StepOfChange {
    pub(crate) change_id: Uuid,
    #[sqlx(flatten)]
    pub(crate) step: StepRow,
}

pub(crate) async fn insert(conn: Conn<'_>, change: Uuid, row: &StepRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(change)
        .bind(row.seq)
        .bind(row.at)
        .bind(row.actor.as_str())
        .bind(row.verb.as_str())
        .bind(row.revision)
        .bind(row.old_state.as_str())
        .bind(row.new_state.as_str())
        .bind(row.comment.as_str())
        .bind(row.strip.as_ref())
        .execute(c)
        .await
        .map(drop))
}

/// The step of a change that an event tells of.
pub(crate) async fn of_event(
    conn: Conn<'_>,
    change: Uuid,
    seq: i64,
) -> sqlx::Result<Option<StepRow>> {
    on!(conn, OF_EVENT, |c, q| sqlx::query_as(q)
        .bind(change)
        .bind(seq)
        .fetch_optional(c)
        .await)
}

/// At most `limit` steps of a change, the newest first.
pub(crate) async fn of_change(
    conn: Conn<'_>,
    change: Uuid,
    limit: i64,
) -> sqlx::Result<Vec<StepRow>> {
    on!(conn, OF_CHANGE, |c, q| sqlx::query_as(q)
        .bind(change)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// At most `limit` steps of any change from `from` to `until`, the newest first.
pub(crate) async fn within(
    conn: Conn<'_>,
    (from, until): (Timestamp, Timestamp),
    limit: i64,
) -> sqlx::Result<Vec<StepOfChange>> {
    on!(conn, WITHIN, |c, q| sqlx::query_as(q)
        .bind(from)
        .bind(until)
        .bind(limit)
        .fetch_all(c)
        .await)
}
