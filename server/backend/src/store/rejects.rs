//! Rows of records that could not be taken in.

use domain::time::Timestamp;

use super::db::{Conn, Sql, build_on, on, statements};

statements! {
    NEWEST = Sql::same(
        "SELECT s.kind, s.account, s.region, r.external_id, r.reason, r.document,
            r.first_at, r.last_at, r.times
         FROM ingest_rejects r JOIN sources s ON s.n = r.source_n
         ORDER BY r.last_at DESC, r.fingerprint LIMIT $1"
    );
    COUNT = Sql::same("SELECT COUNT(*) FROM ingest_rejects");
    FORGET_BEYOND = Sql::same(
        "DELETE FROM ingest_rejects WHERE fingerprint IN
            (SELECT fingerprint FROM ingest_rejects ORDER BY last_at DESC, fingerprint DESC LIMIT $2 OFFSET $1)"
    );
    FORGET_BEFORE = Sql::same("DELETE FROM ingest_rejects WHERE last_at < $1");
}

/// One rejected record with the source it came from.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct RejectRow {
    pub(crate) kind: String,
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) external_id: Option<String>,
    pub(crate) reason: String,
    pub(crate) document: String,
    pub(crate) first_at: Timestamp,
    pub(crate) last_at: Timestamp,
    pub(crate) times: i64,
}

/// A record that is to be kept, or counted where it is known.
#[derive(Debug, Clone)]
pub(crate) struct NewReject {
    pub(crate) fingerprint: Vec<u8>,
    pub(crate) reject: crate::ports::Reject,
    /// How often it came.
    pub(crate) times: i64,
}

/// The most records that one statement keeps.
pub(crate) const CHUNK: usize = 500;

/// Keeps rejects of a source, at most [`CHUNK`] and each once.
pub(crate) async fn upsert(
    conn: Conn<'_>,
    source_n: i64,
    rows: &[NewReject],
    at: Timestamp,
) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO ingest_rejects
                (fingerprint, source_n, external_id, reason, document, first_at, last_at, times) ",
        );
        query.push_values(rows, |mut values, row| {
            values
                .push_bind(row.fingerprint.as_slice())
                .push_bind(source_n)
                .push_bind(row.reject.external_id.as_deref())
                .push_bind(row.reject.reason.as_str())
                .push_bind(row.reject.document.as_str())
                .push_bind(at)
                .push_bind(at)
                .push_bind(row.times);
        });
        query.push(
            " ON CONFLICT (fingerprint) DO UPDATE SET last_at = excluded.last_at,
                times = ingest_rejects.times + excluded.times",
        );
        query.build().persistent(rows.len() == 1).execute(c).await.map(drop)
    })
}

/// Forgets all but the `kept` that came last, at most `limit` at once.
pub(crate) async fn forget_beyond(conn: Conn<'_>, kept: i64, limit: i64) -> sqlx::Result<()> {
    on!(conn, FORGET_BEYOND, |c, q| sqlx::query(q)
        .bind(kept)
        .bind(limit)
        .execute(c)
        .await
        .map(drop))
}

/// Forgets those that came last before `before`.
pub(crate) async fn forget_before(conn: Conn<'_>, before: Timestamp) -> sqlx::Result<()> {
    on!(conn, FORGET_BEFORE, |c, q| sqlx::query(q).bind(before).execute(c).await.map(drop))
}

/// At most `limit` rejects, the last seen first.
pub(crate) async fn newest(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<RejectRow>> {
    on!(conn, NEWEST, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

pub(crate) async fn count(conn: Conn<'_>) -> sqlx::Result<i64> {
    on!(conn, COUNT, |c, q| sqlx::query_scalar(q).fetch_one(c).await)
}
