//! The row that says how long findings may stay open.

use domain::time::Timestamp;

use super::db::{Conn, Sql, on, statements};

statements! {
    GET_DEADLINES = Sql::same(
        "SELECT informational, low, medium, high, critical, version, changed_by, changed_at
         FROM finding_deadlines WHERE n = 1"
    );
    SET_DEADLINES = Sql::same(
        "UPDATE finding_deadlines SET informational = $2, low = $3, medium = $4, high = $5, critical = $6,
            changed_by = $7, changed_at = $8, version = version + 1
         WHERE n = 1 AND version = $1"
    );
}

/// The row as it is stored; days, none where there is no limit.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct DeadlinesRow {
    pub(crate) informational: Option<i64>,
    pub(crate) low: Option<i64>,
    pub(crate) medium: Option<i64>,
    pub(crate) high: Option<i64>,
    pub(crate) critical: Option<i64>,
    pub(crate) version: i64,
    pub(crate) changed_by: Option<String>,
    pub(crate) changed_at: Option<Timestamp>,
}

pub(crate) async fn get(conn: Conn<'_>) -> sqlx::Result<DeadlinesRow> {
    on!(conn, GET_DEADLINES, |c, q| sqlx::query_as(q).fetch_one(c).await)
}

/// Saves the limits where they have the row's version, which grows; 0 when another has been faster.
pub(crate) async fn set(conn: Conn<'_>, row: &DeadlinesRow) -> sqlx::Result<u64> {
    on!(conn, SET_DEADLINES, |c, q| sqlx::query(q)
        .bind(row.version)
        .bind(row.informational)
        .bind(row.low)
        .bind(row.medium)
        .bind(row.high)
        .bind(row.critical)
        .bind(row.changed_by.as_deref())
        .bind(row.changed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
