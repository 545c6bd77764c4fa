//! Rows of what incidents are linked to.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO incident_links (incident_id, kind, target, linked_by, linked_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (incident_id, kind, target) DO NOTHING"
    );
    OF_TARGET = Sql::same(
        "SELECT i.id, i.number, i.title, i.impact, i.status
         FROM incident_links l JOIN incidents i ON i.id = l.incident_id
         WHERE l.kind = $1 AND l.target = $2 ORDER BY i.number DESC LIMIT $3"
    );
}

/// One link as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct LinkRow {
    pub(crate) incident_id: Uuid,
    pub(crate) kind: String,
    pub(crate) target: String,
}

/// An incident as the other end of a link names it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct LinkedRow {
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) impact: i16,
    pub(crate) status: String,
}

pub(crate) async fn insert(
    conn: Conn<'_>,
    row: &LinkRow,
    (by, at): (&str, Timestamp),
) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.incident_id)
        .bind(row.kind.as_str())
        .bind(row.target.as_str())
        .bind(by)
        .bind(at)
        .execute(c)
        .await
        .map(drop))
}

/// Links these things to an incident; those that are linked stay as they are.
pub(crate) async fn insert_many(
    conn: Conn<'_>,
    (incident, kind): (Uuid, &str),
    targets: &[String],
    (by, at): (&str, Timestamp),
) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO incident_links (incident_id, kind, target, linked_by, linked_at) ",
        );
        query.push_values(targets, |mut values, target| {
            values
                .push_bind(incident)
                .push_bind(kind)
                .push_bind(target.as_str())
                .push_bind(by)
                .push_bind(at);
        });
        query.push(" ON CONFLICT (incident_id, kind, target) DO NOTHING");
        query.build().persistent(false).execute(c).await.map(drop)
    })
}

/// Takes links of an incident back.
pub(crate) async fn delete_many(
    conn: Conn<'_>,
    (incident, kind): (Uuid, &str),
    targets: &[String],
) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query =
            sqlx::QueryBuilder::<DB>::new("DELETE FROM incident_links WHERE incident_id = ");
        query.push_bind(incident).push(" AND kind = ").push_bind(kind).push(" AND target IN (");
        let mut list = query.separated(", ");
        targets.iter().for_each(|target| {
            list.push_bind(target.as_str());
        });
        query.push(")");
        query.build().persistent(false).execute(c).await.map(drop)
    })
}

/// Those of these things that an incident is linked to.
pub(crate) async fn linked(
    conn: Conn<'_>,
    (incident, kind): (Uuid, &str),
    targets: &[String],
) -> sqlx::Result<Vec<String>> {
    build_on!(conn, |c, DB| {
        let mut query =
            sqlx::QueryBuilder::<DB>::new("SELECT target FROM incident_links WHERE incident_id = ");
        query.push_bind(incident).push(" AND kind = ").push_bind(kind).push(" AND target IN (");
        let mut list = query.separated(", ");
        targets.iter().for_each(|target| {
            list.push_bind(target.as_str());
        });
        query.push(")");
        query.build_query_scalar().persistent(false).fetch_all(c).await
    })
}

/// At most `limit` incidents that are linked to one thing, the newest first.
pub(crate) async fn of_target(
    conn: Conn<'_>,
    kind: &str,
    target: &str,
    limit: i64,
) -> sqlx::Result<Vec<LinkedRow>> {
    on!(conn, OF_TARGET, |c, q| sqlx::query_as(q)
        .bind(kind)
        .bind(target)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// What these incidents are linked to.
pub(crate) async fn of_incidents(
    conn: Conn<'_>,
    incidents: &[Uuid],
) -> sqlx::Result<Vec<LinkRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT incident_id, kind, target FROM incident_links WHERE incident_id IN ",
        );
        push_list(&mut query, incidents);
        query.push(" ORDER BY incident_id, linked_at, kind, target");
        query.build_query_as().fetch_all(c).await
    })
}
