//! Rows of records that could not be taken in.

use domain::time::Timestamp;

use super::db::{Conn, Sql, on, statements};

statements! {
    UPSERT = Sql::same(
        "INSERT INTO ingest_rejects
            (fingerprint, source_n, external_id, reason, document, first_at, last_at, times)
         VALUES ($1, $2, $3, $4, $5, $6, $6, 1)
         ON CONFLICT (fingerprint) DO UPDATE SET last_at = excluded.last_at, times = ingest_rejects.times + 1"
    );
    NEWEST = Sql::same(
        "SELECT s.kind, s.account, s.region, r.external_id, r.reason, r.document,
            r.first_at, r.last_at, r.times
         FROM ingest_rejects r JOIN sources s ON s.n = r.source_n
         ORDER BY r.last_at DESC, r.fingerprint LIMIT $1"
    );
    COUNT = Sql::same("SELECT COUNT(*) FROM ingest_rejects");
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

/// Keeps a reject, or counts one that is known.
pub(crate) async fn upsert(
    conn: Conn<'_>,
    fingerprint: &[u8],
    source_n: i64,
    reject: &crate::ports::Reject,
    at: Timestamp,
) -> sqlx::Result<()> {
    on!(conn, UPSERT, |c, q| sqlx::query(q)
        .bind(fingerprint)
        .bind(source_n)
        .bind(reject.external_id.as_deref())
        .bind(reject.reason.as_str())
        .bind(reject.document.as_str())
        .bind(at)
        .execute(c)
        .await
        .map(drop))
}

/// At most `limit` rejects, the last seen first.
pub(crate) async fn newest(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<RejectRow>> {
    on!(conn, NEWEST, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

pub(crate) async fn count(conn: Conn<'_>) -> sqlx::Result<i64> {
    on!(conn, COUNT, |c, q| sqlx::query_scalar(q).fetch_one(c).await)
}
