//! Rows of the audit: they are inserted and read, never changed.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`AuditRow`].
macro_rules! columns {
    () => {
        "id, at, actor, person_id, action, subject, outcome, detail, address"
    };
}

statements! {
    INSERT = Sql::same(
        concat!("INSERT INTO audit (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    );
    NEWEST = Sql::same(
        concat!("SELECT ", columns!(), " FROM audit
         WHERE (at, id) < ($1, $2) ORDER BY at DESC, id DESC LIMIT $3")
    );
}

/// One entry as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct AuditRow {
    pub(crate) id: Uuid,
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) person_id: Option<Uuid>,
    pub(crate) action: String,
    pub(crate) subject: String,
    pub(crate) outcome: String,
    pub(crate) detail: String,
    pub(crate) address: Option<String>,
}

pub(crate) async fn insert(conn: Conn<'_>, row: &AuditRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.at)
        .bind(row.actor.as_str())
        .bind(row.person_id)
        .bind(row.action.as_str())
        .bind(row.subject.as_str())
        .bind(row.outcome.as_str())
        .bind(row.detail.as_str())
        .bind(row.address.as_deref())
        .execute(c)
        .await
        .map(drop))
}

/// At most `limit` entries before the key, newest first.
pub(crate) async fn newest(
    conn: Conn<'_>,
    before: (Timestamp, Uuid),
    limit: i64,
) -> sqlx::Result<Vec<AuditRow>> {
    on!(conn, NEWEST, |c, q| sqlx::query_as(q)
        .bind(before.0)
        .bind(before.1)
        .bind(limit)
        .fetch_all(c)
        .await)
}
