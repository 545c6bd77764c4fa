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
    LEVELS = Sql::same(
        "SELECT level, name, needed, version, changed_by, changed_at FROM approval_levels ORDER BY level LIMIT 2"
    );
    SET_LEVEL = Sql::same(
        "UPDATE approval_levels SET version = version + 1, name = $3, needed = $4, changed_by = $5, changed_at = $6
         WHERE level = $1 AND version = $2"
    );
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

/// One level as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct LevelRow {
    pub(crate) level: i64,
    pub(crate) name: String,
    pub(crate) needed: i64,
    pub(crate) version: i64,
    pub(crate) changed_by: Option<String>,
    pub(crate) changed_at: Option<Timestamp>,
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

/// The levels in order.
pub(crate) async fn levels(conn: Conn<'_>) -> sqlx::Result<Vec<LevelRow>> {
    on!(conn, LEVELS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

/// Saves the level that has the row's version, which grows; 0 when another has been faster.
pub(crate) async fn set_level(conn: Conn<'_>, row: &LevelRow) -> sqlx::Result<u64> {
    on!(conn, SET_LEVEL, |c, q| sqlx::query(q)
        .bind(row.level)
        .bind(row.version)
        .bind(row.name.as_str())
        .bind(row.needed)
        .bind(row.changed_by.as_deref())
        .bind(row.changed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Everybody who is enabled and may decide changes, by name.
pub(crate) async fn approvers(conn: Conn<'_>) -> sqlx::Result<Vec<ApproverRow>> {
    on!(conn, APPROVERS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}
