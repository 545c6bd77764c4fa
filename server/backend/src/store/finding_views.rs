//! Rows of views: kept lists of findings, and with which of them a role begins.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`ViewRow`].
macro_rules! columns {
    () => {
        "id, owner, name, sharing, changed_by, changed_at, version"
    };
}

statements! {
    BY_ID = Sql::same(concat!("SELECT ", columns!(), " FROM finding_views WHERE id = $1"));
    QUERY_OF = Sql::same("SELECT query FROM finding_views WHERE id = $1");
    SEEN_BY = Sql::same(concat!(
        "SELECT ", columns!(), " FROM finding_views WHERE owner = $1 OR sharing = 'shared'
         ORDER BY owner, name, id LIMIT $2"
    ));
    COUNTS = Sql::same(
        "SELECT COUNT(*) FILTER (WHERE owner = $1), COUNT(*) FILTER (WHERE sharing = 'shared') FROM finding_views"
    );
    INSERT = Sql::same(
        "INSERT INTO finding_views (id, owner, name, sharing, query, made_at, changed_by, changed_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $6, 1) ON CONFLICT (owner, name) DO NOTHING"
    );
    NAMED = Sql::same("SELECT id FROM finding_views WHERE owner = $1 AND name = $2");
    UPDATE = Sql::same(
        "UPDATE finding_views SET name = $3, sharing = $4, changed_by = $5, changed_at = $6, version = version + 1
         WHERE id = $1 AND version = $2"
    );
    SET_QUERY = Sql::same("UPDATE finding_views SET query = $2 WHERE id = $1");
    DELETE = Sql::same("DELETE FROM finding_views WHERE id = $1 AND version = $2");
    ROLES = Sql::same("SELECT role, view_id FROM finding_view_roles ORDER BY role LIMIT 100");
    SET_ROLE = Sql::same(
        "INSERT INTO finding_view_roles (role, view_id, set_by, set_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (role) DO UPDATE SET view_id = excluded.view_id, set_by = excluded.set_by, set_at = excluded.set_at"
    );
    CLEAR_ROLE = Sql::same("DELETE FROM finding_view_roles WHERE role = $1");
    CLEAR_ROLES_OF = Sql::same("DELETE FROM finding_view_roles WHERE view_id = $1");
}

/// One view as it is stored, without the address that it keeps.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ViewRow {
    pub(crate) id: Uuid,
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) sharing: String,
    pub(crate) changed_by: String,
    pub(crate) changed_at: Timestamp,
    pub(crate) version: i64,
}

pub(crate) async fn by_id(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<ViewRow>> {
    on!(conn, BY_ID, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

/// The address that a view keeps.
pub(crate) async fn query_of(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<String>> {
    on!(conn, QUERY_OF, |c, q| sqlx::query_scalar(q).bind(id).fetch_optional(c).await)
}

/// Somebody's own views and those that are shared; `limit` is more than there can be.
pub(crate) async fn seen_by(
    conn: Conn<'_>,
    person: &str,
    limit: i64,
) -> sqlx::Result<Vec<ViewRow>> {
    on!(conn, SEEN_BY, |c, q| sqlx::query_as(q)
        .bind(person)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// How many views somebody has, and how many are shared in all.
pub(crate) async fn counts(conn: Conn<'_>, owner: &str) -> sqlx::Result<(i64, i64)> {
    on!(conn, COUNTS, |c, q| sqlx::query_as(q).bind(owner).fetch_one(c).await)
}

/// Adds a view; none added means that its owner has another of that name.
pub(crate) async fn insert(conn: Conn<'_>, row: &ViewRow, query: &str) -> sqlx::Result<u64> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.owner.as_str())
        .bind(row.name.as_str())
        .bind(row.sharing.as_str())
        .bind(query)
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// The view of that owner that has that name.
pub(crate) async fn named(
    conn: Conn<'_>,
    (owner, name): (&str, &str),
) -> sqlx::Result<Option<Uuid>> {
    on!(conn, NAMED, |c, q| sqlx::query_scalar(q)
        .bind(owner)
        .bind(name)
        .fetch_optional(c)
        .await)
}

/// Keeps a view as `row` has it, fenced by the version that it was read with; none changed means a lost race.
pub(crate) async fn update(conn: Conn<'_>, row: &ViewRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.name.as_str())
        .bind(row.sharing.as_str())
        .bind(row.changed_by.as_str())
        .bind(row.changed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Keeps another address under a view whose row was updated in the same transaction.
pub(crate) async fn set_query(conn: Conn<'_>, id: Uuid, query: &str) -> sqlx::Result<()> {
    on!(conn, SET_QUERY, |c, q| sqlx::query(q)
        .bind(id)
        .bind(query)
        .execute(c)
        .await
        .map(drop))
}

/// Deletes a view to which nothing leads any more, fenced like an update.
pub(crate) async fn delete(conn: Conn<'_>, row: &ViewRow) -> sqlx::Result<u64> {
    on!(conn, DELETE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Every role that begins with a view, and which.
pub(crate) async fn roles(conn: Conn<'_>) -> sqlx::Result<Vec<(String, Uuid)>> {
    on!(conn, ROLES, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

/// Lets a role begin with a view.
pub(crate) async fn set_role(
    conn: Conn<'_>,
    (role, view): (&str, Uuid),
    (by, at): (&str, Timestamp),
) -> sqlx::Result<()> {
    on!(conn, SET_ROLE, |c, q| sqlx::query(q)
        .bind(role)
        .bind(view)
        .bind(by)
        .bind(at)
        .execute(c)
        .await
        .map(drop))
}

/// Lets a role begin with no view.
pub(crate) async fn clear_role(conn: Conn<'_>, role: &str) -> sqlx::Result<u64> {
    on!(conn, CLEAR_ROLE, |c, q| sqlx::query(q)
        .bind(role)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// No role begins with this view any more; the answer is how many did.
pub(crate) async fn clear_roles_of(conn: Conn<'_>, view: Uuid) -> sqlx::Result<u64> {
    on!(conn, CLEAR_ROLES_OF, |c, q| sqlx::query(q)
        .bind(view)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
