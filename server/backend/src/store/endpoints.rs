//! Rows of Route 53 health checks and their readings.

use domain::time::Timestamp;
use sqlx::types::Json;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

/// The columns of [`CheckRow`].
macro_rules! columns {
    () => {
        "n, account, id, name, kind, target, enabled, inverted, interval_s, failure_threshold, children,
            health_threshold, unrecognised, status, status_since, percent_healthy, first_byte_us, measured_at,
            gone_at"
    };
}

statements! {
    FIND = Sql::same(
        concat!("SELECT ", columns!(), " FROM health_checks WHERE account = $1 AND id = $2")
    );
    BY_ID = Sql::same(
        concat!("SELECT ", columns!(), " FROM health_checks WHERE id = $1 ORDER BY account LIMIT 1")
    );
    LIST = Sql::same(
        concat!("SELECT ", columns!(), " FROM health_checks WHERE gone_at IS NULL ORDER BY name, id LIMIT 5000")
    );
    INSERT = Sql::same(
        "INSERT INTO health_checks (n, account, id, name, kind, target, enabled, inverted, interval_s,
            failure_threshold, children, health_threshold, unrecognised, status, status_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    );
    CONFIGURE = Sql::same(
        "UPDATE health_checks SET name = $2, kind = $3, target = $4, enabled = $5, inverted = $6,
            interval_s = $7, failure_threshold = $8, children = $9, health_threshold = $10,
            unrecognised = $11, gone_at = NULL
         WHERE n = $1"
    );
    GONE = Sql::same("UPDATE health_checks SET gone_at = $2 WHERE n = $1");
    READ = Sql::same(
        "UPDATE health_checks SET status = $2, status_since = $3, percent_healthy = $4,
            first_byte_us = $5, measured_at = $6
         WHERE n = $1"
    );
    INSERT_READING = Sql::same(
        "INSERT INTO endpoint_readings (check_n, measured_at, status, percent_healthy, first_byte_us)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (check_n, measured_at) DO UPDATE SET status = excluded.status,
            percent_healthy = excluded.percent_healthy, first_byte_us = excluded.first_byte_us"
    );
    READINGS = Sql::same(
        "SELECT measured_at, status, percent_healthy, first_byte_us FROM endpoint_readings
         WHERE check_n = $1 AND measured_at >= $2 ORDER BY measured_at LIMIT 3000"
    );
    PRUNE_READINGS = Sql::same("DELETE FROM endpoint_readings WHERE measured_at < $1");
    DELETE_OBSERVATIONS = Sql::same("DELETE FROM checker_observations WHERE check_n = $1 AND kind = $2");
    INSERT_OBSERVATION = Sql::same(
        "INSERT INTO checker_observations (check_n, kind, region, address, status, checked_at, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (check_n, kind, region, address) DO NOTHING"
    );
    OBSERVATIONS = Sql::same(
        "SELECT kind, region, address, status, checked_at, asked_at FROM checker_observations
         WHERE check_n = $1 ORDER BY kind, region, address LIMIT 500"
    );
}

/// One health check as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct CheckRow {
    pub(crate) n: i64,
    pub(crate) account: String,
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) target: String,
    pub(crate) enabled: String,
    pub(crate) inverted: String,
    pub(crate) interval_s: Option<i64>,
    pub(crate) failure_threshold: Option<i64>,
    pub(crate) children: Json<Vec<String>>,
    pub(crate) health_threshold: Option<i64>,
    pub(crate) unrecognised: Json<Vec<(String, String)>>,
    pub(crate) status: String,
    pub(crate) status_since: Timestamp,
    pub(crate) percent_healthy: Option<i64>,
    pub(crate) first_byte_us: Option<i64>,
    pub(crate) measured_at: Option<Timestamp>,
    pub(crate) gone_at: Option<Timestamp>,
}

/// One reading as it is stored.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub(crate) struct ReadingRow {
    pub(crate) measured_at: Timestamp,
    pub(crate) status: String,
    pub(crate) percent_healthy: Option<i64>,
    pub(crate) first_byte_us: Option<i64>,
}

/// What one checker saw, as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ObservationRow {
    pub(crate) kind: String,
    pub(crate) region: String,
    pub(crate) address: String,
    pub(crate) status: String,
    pub(crate) checked_at: Option<Timestamp>,
    pub(crate) asked_at: Timestamp,
}

/// What one checker saw of one of several health checks.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SeenRow {
    pub(crate) check_n: i64,
    pub(crate) region: String,
    pub(crate) address: String,
    pub(crate) status: String,
    pub(crate) checked_at: Option<Timestamp>,
}

/// One minute's first byte of one of several health checks.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct FirstByteRow {
    pub(crate) check_n: i64,
    pub(crate) measured_at: Timestamp,
    pub(crate) first_byte_us: Option<i64>,
}

pub(crate) async fn find(conn: Conn<'_>, account: &str, id: &str) -> sqlx::Result<Option<CheckRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(account).bind(id).fetch_optional(c).await)
}

pub(crate) async fn by_id(conn: Conn<'_>, id: &str) -> sqlx::Result<Option<CheckRow>> {
    on!(conn, BY_ID, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

/// Every health check that still exists, by name.
pub(crate) async fn list(conn: Conn<'_>) -> sqlx::Result<Vec<CheckRow>> {
    on!(conn, LIST, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

pub(crate) async fn insert(conn: Conn<'_>, row: &CheckRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.n)
        .bind(row.account.as_str())
        .bind(row.id.as_str())
        .bind(row.name.as_deref())
        .bind(row.kind.as_deref())
        .bind(row.target.as_str())
        .bind(row.enabled.as_str())
        .bind(row.inverted.as_str())
        .bind(row.interval_s)
        .bind(row.failure_threshold)
        .bind(&row.children)
        .bind(row.health_threshold)
        .bind(&row.unrecognised)
        .bind(row.status.as_str())
        .bind(row.status_since)
        .execute(c)
        .await
        .map(drop))
}

/// Writes the configuration part of `row`; its status stays.
pub(crate) async fn configure(conn: Conn<'_>, row: &CheckRow) -> sqlx::Result<()> {
    on!(conn, CONFIGURE, |c, q| sqlx::query(q)
        .bind(row.n)
        .bind(row.name.as_deref())
        .bind(row.kind.as_deref())
        .bind(row.target.as_str())
        .bind(row.enabled.as_str())
        .bind(row.inverted.as_str())
        .bind(row.interval_s)
        .bind(row.failure_threshold)
        .bind(&row.children)
        .bind(row.health_threshold)
        .bind(&row.unrecognised)
        .execute(c)
        .await
        .map(drop))
}

pub(crate) async fn gone(conn: Conn<'_>, n: i64, at: Timestamp) -> sqlx::Result<()> {
    on!(conn, GONE, |c, q| sqlx::query(q).bind(n).bind(at).execute(c).await.map(drop))
}

/// Writes the status part of `row`.
pub(crate) async fn read(conn: Conn<'_>, row: &CheckRow) -> sqlx::Result<()> {
    on!(conn, READ, |c, q| sqlx::query(q)
        .bind(row.n)
        .bind(row.status.as_str())
        .bind(row.status_since)
        .bind(row.percent_healthy)
        .bind(row.first_byte_us)
        .bind(row.measured_at)
        .execute(c)
        .await
        .map(drop))
}

pub(crate) async fn insert_reading(
    conn: Conn<'_>,
    check_n: i64,
    row: &ReadingRow,
) -> sqlx::Result<()> {
    on!(conn, INSERT_READING, |c, q| sqlx::query(q)
        .bind(check_n)
        .bind(row.measured_at)
        .bind(row.status.as_str())
        .bind(row.percent_healthy)
        .bind(row.first_byte_us)
        .execute(c)
        .await
        .map(drop))
}

/// A health check's readings since an instant, oldest first.
pub(crate) async fn readings(
    conn: Conn<'_>,
    check_n: i64,
    since: Timestamp,
) -> sqlx::Result<Vec<ReadingRow>> {
    on!(conn, READINGS, |c, q| sqlx::query_as(q).bind(check_n).bind(since).fetch_all(c).await)
}

pub(crate) async fn prune_readings(conn: Conn<'_>, before: Timestamp) -> sqlx::Result<()> {
    on!(conn, PRUNE_READINGS, |c, q| sqlx::query(q).bind(before).execute(c).await.map(drop))
}

/// Puts `rows` in place of what checkers answered before to the same question.
pub(crate) async fn replace_observations(
    mut conn: Conn<'_>,
    check_n: i64,
    kind: &str,
    rows: &[ObservationRow],
) -> sqlx::Result<()> {
    on!(conn.again(), DELETE_OBSERVATIONS, |c, q| sqlx::query(q)
        .bind(check_n)
        .bind(kind)
        .execute(c)
        .await
        .map(drop))?;
    for row in rows {
        on!(conn.again(), INSERT_OBSERVATION, |c, q| sqlx::query(q)
            .bind(check_n)
            .bind(row.kind.as_str())
            .bind(row.region.as_str())
            .bind(row.address.as_str())
            .bind(row.status.as_str())
            .bind(row.checked_at)
            .bind(row.asked_at)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

pub(crate) async fn observations(
    conn: Conn<'_>,
    check_n: i64,
) -> sqlx::Result<Vec<ObservationRow>> {
    on!(conn, OBSERVATIONS, |c, q| sqlx::query_as(q).bind(check_n).fetch_all(c).await)
}

/// What checkers of these health checks see, as far as AWS was asked since an instant.
pub(crate) async fn seen_since(
    conn: Conn<'_>,
    ns: &[i64],
    since: Timestamp,
) -> sqlx::Result<Vec<SeenRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT check_n, region, address, status, checked_at FROM checker_observations
             WHERE kind = 'now' AND check_n IN ",
        );
        push_list(&mut query, ns);
        query.push(" AND asked_at >= ").push_bind(since);
        query.push(" ORDER BY check_n, region, address LIMIT 3000");
        query.build_query_as().fetch_all(c).await
    })
}

/// The first bytes of these health checks since an instant, oldest first.
pub(crate) async fn first_bytes_since(
    conn: Conn<'_>,
    ns: &[i64],
    since: Timestamp,
) -> sqlx::Result<Vec<FirstByteRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT check_n, measured_at, first_byte_us FROM endpoint_readings WHERE check_n IN ",
        );
        push_list(&mut query, ns);
        query.push(" AND measured_at >= ").push_bind(since);
        query.push(" ORDER BY check_n, measured_at LIMIT 3000");
        query.build_query_as().fetch_all(c).await
    })
}
