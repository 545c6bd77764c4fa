//! Rows of incidents and of what they touch.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

/// The columns of [`IncidentRow`].
macro_rules! columns {
    () => {
        "id, number, title, summary, impact, status, commander, opened_at, opened_seq, resolved_at, version,
            changed_by, changed_at"
    };
}

statements! {
    BY_NUMBER = Sql::same(
        concat!("SELECT ", columns!(), " FROM incidents WHERE number = $1")
    );
    INSERT = Sql::same(
        concat!("INSERT INTO incidents (", columns!(), ")
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
    );
    FIND = Sql::same(concat!("SELECT ", columns!(), " FROM incidents WHERE id = $1"));
    UPDATE = Sql::same(
        "UPDATE incidents SET title = $3, summary = $4, impact = $5, status = $6, commander = $7, resolved_at = $8,
            changed_by = $9, changed_at = $10, version = version + 1
         WHERE id = $1 AND version = $2"
    );
    OPEN = Sql::same(
        concat!("SELECT ", columns!(), " FROM incidents
         WHERE status = 'open' AND (impact, number) > ($1, $2) ORDER BY impact, number LIMIT $3")
    );
    RESOLVED = Sql::same(
        concat!("SELECT ", columns!(), " FROM incidents
         WHERE status = 'resolved' AND (resolved_at, number) < ($1, $2)
         ORDER BY resolved_at DESC, number DESC LIMIT $3")
    );
    OPEN_AT = Sql::same(
        concat!("SELECT ", columns!(), " FROM incidents
         WHERE status = 'open' OR (status = 'resolved' AND resolved_at >= $1) ORDER BY status, impact, number LIMIT $2")
    );
    COUNTS = Sql::same(
        "SELECT impact, COUNT(*) AS incidents, MIN(opened_at) AS oldest FROM incidents
         WHERE status = 'open' GROUP BY impact ORDER BY impact"
    );
    DELETE_SCOPES = Sql::same("DELETE FROM incident_scopes WHERE incident_id = $1");
    INSERT_SCOPE = Sql::same(
        "INSERT INTO incident_scopes (incident_id, position, account, region, service, resource)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
}

/// One incident as it is stored, but for its scopes, links and timeline.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct IncidentRow {
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) impact: i16,
    pub(crate) status: String,
    pub(crate) commander: Option<String>,
    pub(crate) opened_at: Timestamp,
    pub(crate) opened_seq: i64,
    pub(crate) resolved_at: Option<Timestamp>,
    pub(crate) version: i64,
    pub(crate) changed_by: String,
    pub(crate) changed_at: Timestamp,
}

/// One place that an incident touches, as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ScopeRow {
    pub(crate) incident_id: Uuid,
    pub(crate) position: i64,
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) service: Option<String>,
    pub(crate) resource: Option<String>,
}

pub(crate) async fn insert(conn: Conn<'_>, row: &IncidentRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.number)
        .bind(row.title.as_str())
        .bind(row.summary.as_str())
        .bind(row.impact)
        .bind(row.status.as_str())
        .bind(row.commander.as_deref())
        .bind(row.opened_at)
        .bind(row.opened_seq)
        .bind(row.resolved_at)
        .bind(row.version)
        .bind(row.changed_by.as_str())
        .bind(row.changed_at)
        .execute(c)
        .await
        .map(drop))
}

pub(crate) async fn find(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<IncidentRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

/// Those of `ids` that are kept.
pub(crate) async fn by_ids(conn: Conn<'_>, ids: &[Uuid]) -> sqlx::Result<Vec<IncidentRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(concat!("SELECT ", columns!(), " FROM incidents WHERE id IN "));
        push_list(&mut query, ids);
        query.build_query_as().fetch_all(c).await
    })
}

/// The incident that people call by this number.
pub(crate) async fn by_number(conn: Conn<'_>, number: i64) -> sqlx::Result<Option<IncidentRow>> {
    on!(conn, BY_NUMBER, |c, q| sqlx::query_as(q).bind(number).fetch_optional(c).await)
}

/// Writes an incident back, fenced by the version that `row` was read with; none changed means a lost race.
pub(crate) async fn update(conn: Conn<'_>, row: &IncidentRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.title.as_str())
        .bind(row.summary.as_str())
        .bind(row.impact)
        .bind(row.status.as_str())
        .bind(row.commander.as_deref())
        .bind(row.resolved_at)
        .bind(row.changed_by.as_str())
        .bind(row.changed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// At most `limit` open incidents after the key, the worst first and of those the oldest.
pub(crate) async fn open(
    conn: Conn<'_>,
    after: (i16, i64),
    limit: i64,
) -> sqlx::Result<Vec<IncidentRow>> {
    on!(conn, OPEN, |c, q| sqlx::query_as(q)
        .bind(after.0)
        .bind(after.1)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// At most `limit` resolved incidents before the key, the last resolved first.
pub(crate) async fn resolved(
    conn: Conn<'_>,
    before: (Timestamp, i64),
    limit: i64,
) -> sqlx::Result<Vec<IncidentRow>> {
    on!(conn, RESOLVED, |c, q| sqlx::query_as(q)
        .bind(before.0)
        .bind(before.1)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// At most `limit` incidents that were open at some time since `at`, open ones first.
pub(crate) async fn open_at(
    conn: Conn<'_>,
    at: Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<IncidentRow>> {
    on!(conn, OPEN_AT, |c, q| sqlx::query_as(q).bind(at).bind(limit).fetch_all(c).await)
}

/// How many incidents of each impact are open, and since when the oldest of them is; the worst first.
pub(crate) async fn counts(conn: Conn<'_>) -> sqlx::Result<Vec<(i16, i64, Timestamp)>> {
    on!(conn, COUNTS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

/// Forgets what an incident touches, before it is said anew.
pub(crate) async fn delete_scopes(conn: Conn<'_>, id: Uuid) -> sqlx::Result<()> {
    on!(conn, DELETE_SCOPES, |c, q| sqlx::query(q).bind(id).execute(c).await.map(drop))
}

pub(crate) async fn insert_scope(conn: Conn<'_>, row: &ScopeRow) -> sqlx::Result<()> {
    on!(conn, INSERT_SCOPE, |c, q| sqlx::query(q)
        .bind(row.incident_id)
        .bind(row.position)
        .bind(row.account.as_deref())
        .bind(row.region.as_deref())
        .bind(row.service.as_deref())
        .bind(row.resource.as_deref())
        .execute(c)
        .await
        .map(drop))
}

/// What these incidents touch, each incident's places in their order.
pub(crate) async fn scopes(conn: Conn<'_>, incidents: &[Uuid]) -> sqlx::Result<Vec<ScopeRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT incident_id, position, account, region, service, resource FROM incident_scopes
             WHERE incident_id IN ",
        );
        push_list(&mut query, incidents);
        query.push(" ORDER BY incident_id, position");
        query.build_query_as().fetch_all(c).await
    })
}
