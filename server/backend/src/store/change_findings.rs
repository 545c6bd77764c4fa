//! Rows of which findings are linked to which changes.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

statements! {
    OF_FINDING = Sql::same(
        "SELECT c.id, c.number, c.title, c.state FROM changes c
         WHERE c.state <> 'draft' AND (c.id IN (SELECT change_id FROM change_findings WHERE n = $1)
            OR c.id IN (SELECT change_id FROM change_links WHERE link = $2))
         ORDER BY c.number DESC LIMIT $3"
    );
    OF_CHANGE = Sql::same(
        "SELECT n FROM change_findings WHERE change_id = $1 ORDER BY n DESC LIMIT $2"
    );
    COUNT = Sql::same("SELECT COUNT(*) FROM change_findings WHERE change_id = $1");
}

/// A change as the page of a finding names it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct LinkedChangeRow {
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) state: String,
}

/// Links these findings to a change; those that are linked stay as they are.
pub(crate) async fn insert(
    conn: Conn<'_>,
    change: Uuid,
    ns: &[i64],
    (by, at): (&str, Timestamp),
) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO change_findings (change_id, n, linked_by, linked_at) ",
        );
        query.push_values(ns, |mut values, n| {
            values.push_bind(change).push_bind(*n).push_bind(by).push_bind(at);
        });
        query.push(" ON CONFLICT (change_id, n) DO NOTHING");
        query.build().persistent(false).execute(c).await.map(drop)
    })
}

/// Takes the links of these findings to a change back.
pub(crate) async fn delete(conn: Conn<'_>, change: Uuid, ns: &[i64]) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query =
            sqlx::QueryBuilder::<DB>::new("DELETE FROM change_findings WHERE change_id = ");
        query.push_bind(change).push(" AND n IN ");
        push_list(&mut query, ns);
        query.build().execute(c).await.map(drop)
    })
}

/// Those of these findings that are linked to a change.
pub(crate) async fn linked(conn: Conn<'_>, change: Uuid, ns: &[i64]) -> sqlx::Result<Vec<i64>> {
    build_on!(conn, |c, DB| {
        let mut query =
            sqlx::QueryBuilder::<DB>::new("SELECT n FROM change_findings WHERE change_id = ");
        query.push_bind(change).push(" AND n IN ");
        push_list(&mut query, ns);
        query.build_query_scalar().fetch_all(c).await
    })
}

/// At most `limit` changes that were asked for and are linked to a finding, or name its page, the last first.
pub(crate) async fn of_finding(
    conn: Conn<'_>,
    n: i64,
    page: &str,
    limit: i64,
) -> sqlx::Result<Vec<LinkedChangeRow>> {
    on!(conn, OF_FINDING, |c, q| sqlx::query_as(q)
        .bind(n)
        .bind(page)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// At most `limit` findings that are linked to a change, and how many there are.
pub(crate) async fn of_change(
    mut conn: Conn<'_>,
    change: Uuid,
    limit: i64,
) -> sqlx::Result<(Vec<i64>, i64)> {
    let ns = on!(conn.again(), OF_CHANGE, |c, q| sqlx::query_scalar(q)
        .bind(change)
        .bind(limit)
        .fetch_all(c)
        .await)?;
    let count =
        on!(conn, COUNT, |c, q| sqlx::query_scalar(q).bind(change).fetch_one(c).await)?;
    Ok((ns, count))
}
