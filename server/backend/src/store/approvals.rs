//! Rows of approvals, of the levels they are for, and of the people who may give them.

use domain::time::Timestamp;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO approvals (change_id, revision, level, approver_id, approver, decision, comment, at, strip)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    OF_CHANGE = Sql::same(
        "SELECT revision, level, approver_id, approver, decision, comment, at, strip FROM approvals
         WHERE change_id = $1 ORDER BY at, revision, level, approver_id LIMIT 1000"
    );
    LEVELS = Sql::same("SELECT name, needed FROM approval_levels ORDER BY level LIMIT 2");
    SET_LEVEL = Sql::same("UPDATE approval_levels SET name = $2, needed = $3 WHERE level = $1");
    APPROVERS = Sql {
        sqlite: "SELECT id, name, mail FROM people WHERE disabled_at IS NULL
            AND EXISTS (SELECT 1 FROM json_each(roles) WHERE value = 'approver') ORDER BY name LIMIT 1000",
        postgres: "SELECT id, name, mail FROM people WHERE disabled_at IS NULL
            AND roles @> '[\"approver\"]' ORDER BY name LIMIT 1000",
    };
}

/// One approval as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ApprovalRow {
    pub(crate) revision: i64,
    pub(crate) level: i64,
    pub(crate) approver_id: Uuid,
    pub(crate) approver: String,
    pub(crate) decision: String,
    pub(crate) comment: String,
    pub(crate) at: Timestamp,
    pub(crate) strip: Option<Json<Value>>,
}

/// Somebody who may decide changes.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ApproverRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) mail: Option<String>,
}

pub(crate) async fn insert(conn: Conn<'_>, change: Uuid, row: &ApprovalRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(change)
        .bind(row.revision)
        .bind(row.level)
        .bind(row.approver_id)
        .bind(row.approver.as_str())
        .bind(row.decision.as_str())
        .bind(row.comment.as_str())
        .bind(row.at)
        .bind(&row.strip)
        .execute(c)
        .await
        .map(drop))
}

/// What was said of a change, the oldest first.
pub(crate) async fn of_change(conn: Conn<'_>, change: Uuid) -> sqlx::Result<Vec<ApprovalRow>> {
    on!(conn, OF_CHANGE, |c, q| sqlx::query_as(q).bind(change).fetch_all(c).await)
}

/// The levels with how many each needs, in order.
pub(crate) async fn levels(conn: Conn<'_>) -> sqlx::Result<Vec<(String, i64)>> {
    on!(conn, LEVELS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

pub(crate) async fn set_level(
    conn: Conn<'_>,
    level: i64,
    (name, needed): (&str, i64),
) -> sqlx::Result<u64> {
    on!(conn, SET_LEVEL, |c, q| sqlx::query(q)
        .bind(level)
        .bind(name)
        .bind(needed)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Everybody who is enabled and may decide changes, by name.
pub(crate) async fn approvers(conn: Conn<'_>) -> sqlx::Result<Vec<ApproverRow>> {
    on!(conn, APPROVERS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}
