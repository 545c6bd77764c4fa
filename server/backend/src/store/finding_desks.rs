//! Rows of what each person chose for their lists of findings.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

statements! {
    OF = Sql::same("SELECT opens, view_id, columns FROM finding_desks WHERE person = $1");
    OPEN_WITH = Sql::same(
        "INSERT INTO finding_desks (person, opens, view_id, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person) DO UPDATE SET opens = excluded.opens, view_id = excluded.view_id, changed_at = excluded.changed_at"
    );
    KEEP_COLUMNS = Sql::same(
        "INSERT INTO finding_desks (person, opens, columns, changed_at) VALUES ($1, 'role', $2, $3)
         ON CONFLICT (person) DO UPDATE SET columns = excluded.columns, changed_at = excluded.changed_at"
    );
    FORGET = Sql::same("UPDATE finding_desks SET opens = 'role', view_id = NULL WHERE view_id = $1");
}

/// One person's choices as they are stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct DeskRow {
    pub(crate) opens: String,
    pub(crate) view_id: Option<Uuid>,
    pub(crate) columns: Option<String>,
}

pub(crate) async fn of(conn: Conn<'_>, person: &str) -> sqlx::Result<Option<DeskRow>> {
    on!(conn, OF, |c, q| sqlx::query_as(q).bind(person).fetch_optional(c).await)
}

/// With what somebody's lists begin from now on.
pub(crate) async fn open_with(
    conn: Conn<'_>,
    person: &str,
    (opens, view): (&str, Option<Uuid>),
    at: Timestamp,
) -> sqlx::Result<()> {
    on!(conn, OPEN_WITH, |c, q| sqlx::query(q)
        .bind(person)
        .bind(opens)
        .bind(view)
        .bind(at)
        .execute(c)
        .await
        .map(drop))
}

/// Which columns somebody's lists show from now on.
pub(crate) async fn keep_columns(
    conn: Conn<'_>,
    person: &str,
    columns: &str,
    at: Timestamp,
) -> sqlx::Result<()> {
    on!(conn, KEEP_COLUMNS, |c, q| sqlx::query(q)
        .bind(person)
        .bind(columns)
        .bind(at)
        .execute(c)
        .await
        .map(drop))
}

/// Nobody's lists begin with this view any more: with what their role does instead.
pub(crate) async fn forget(conn: Conn<'_>, view: Uuid) -> sqlx::Result<()> {
    on!(conn, FORGET, |c, q| sqlx::query(q).bind(view).execute(c).await.map(drop))
}
