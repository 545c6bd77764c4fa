//! Rows of sources: how fresh each is and how far it was read.

use domain::{
    source::{SourceFault, SourceId, SourceKind},
    time::Timestamp,
};
use sqlx::types::Json;

use super::db::{Conn, Sql, on, statements};

/// The columns of [`SourceRow`].
macro_rules! columns {
    () => {
        "n, kind, account, region, interval_s, last_good, last_try, fault, read_up_to, cold_done_at,
            swept_at, pages, records, first_page_at"
    };
}

statements! {
    FIND = Sql::same(
        concat!("SELECT ", columns!(), " FROM sources WHERE kind = $1 AND account = $2 AND region = $3")
    );
    BY_NUMBER = Sql::same(concat!("SELECT ", columns!(), " FROM sources WHERE n = $1"));
    LIST = Sql::same(
        concat!("SELECT ", columns!(), " FROM sources WHERE retired_at IS NULL ORDER BY kind, account, region LIMIT 5000")
    );
    INSERT = Sql::same(
        "INSERT INTO sources (n, kind, account, region, interval_s, pages, records)
         VALUES ($1, $2, $3, $4, $5, 0, 0)"
    );
    REGISTER = Sql::same(
        "UPDATE sources SET interval_s = $2, retired_at = NULL WHERE n = $1"
    );
    RETIRE = Sql::same("UPDATE sources SET retired_at = $2 WHERE n = $1");
    RETIRED = Sql::same("SELECT n FROM sources WHERE retired_at IS NOT NULL");
    RETIRED_AND_SWEPT_OVER = Sql::same(
        "SELECT r.account, r.region FROM sources r
         WHERE r.kind = $1 AND r.retired_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM sources l WHERE l.kind = $1 AND l.retired_at IS NULL
                AND (l.swept_at IS NULL OR l.swept_at < r.retired_at))
         ORDER BY r.account, r.region LIMIT 5000"
    );
    ADVANCE = Sql::same(
        "UPDATE sources SET read_up_to = COALESCE($2, read_up_to), last_good = $3, last_try = $3, fault = NULL,
            pages = pages + 1, records = records + $4,
            first_page_at = COALESCE(first_page_at, $3)
         WHERE n = $1"
    );
    ANSWERED = Sql::same(
        "UPDATE sources SET last_good = $2, last_try = $2, fault = NULL WHERE n = $1"
    );
    FAILED = Sql::same("UPDATE sources SET last_try = $2, fault = $3 WHERE n = $1");
    COLD_DONE = Sql::same("UPDATE sources SET cold_done_at = $2 WHERE n = $1");
    SWEPT = Sql::same("UPDATE sources SET swept_at = $2 WHERE n = $1");
}

/// One source as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SourceRow {
    pub(crate) n: i64,
    pub(crate) kind: String,
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) interval_s: i64,
    pub(crate) last_good: Option<Timestamp>,
    pub(crate) last_try: Option<Timestamp>,
    pub(crate) fault: Option<Json<SourceFault>>,
    pub(crate) read_up_to: Option<i64>,
    pub(crate) cold_done_at: Option<Timestamp>,
    pub(crate) swept_at: Option<Timestamp>,
    pub(crate) pages: i64,
    pub(crate) records: i64,
    pub(crate) first_page_at: Option<Timestamp>,
}

pub(crate) async fn find(conn: Conn<'_>, id: &SourceId) -> sqlx::Result<Option<SourceRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q)
        .bind(id.kind.as_str())
        .bind(id.account.as_str())
        .bind(id.region.as_str())
        .fetch_optional(c)
        .await)
}

pub(crate) async fn by_number(conn: Conn<'_>, n: i64) -> sqlx::Result<Option<SourceRow>> {
    on!(conn, BY_NUMBER, |c, q| sqlx::query_as(q).bind(n).fetch_optional(c).await)
}

pub(crate) async fn list(conn: Conn<'_>) -> sqlx::Result<Vec<SourceRow>> {
    on!(conn, LIST, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

pub(crate) async fn insert(
    conn: Conn<'_>,
    n: i64,
    id: &SourceId,
    interval_s: i64,
) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(n)
        .bind(id.kind.as_str())
        .bind(id.account.as_str())
        .bind(id.region.as_str())
        .bind(interval_s)
        .execute(c)
        .await
        .map(drop))
}

/// The source is polled, every `interval_s` seconds.
pub(crate) async fn register(conn: Conn<'_>, n: i64, interval_s: i64) -> sqlx::Result<()> {
    on!(conn, REGISTER, |c, q| sqlx::query(q).bind(n).bind(interval_s).execute(c).await.map(drop))
}

/// The source is polled no more.
pub(crate) async fn retire(conn: Conn<'_>, n: i64, at: Timestamp) -> sqlx::Result<()> {
    on!(conn, RETIRE, |c, q| sqlx::query(q).bind(n).bind(at).execute(c).await.map(drop))
}

/// The numbers of the sources that are polled no more.
pub(crate) async fn retired(conn: Conn<'_>) -> sqlx::Result<Vec<i64>> {
    on!(conn, RETIRED, |c, q| sqlx::query_scalar(q).fetch_all(c).await)
}

/// Account and region of the sources of a kind that are polled no more, once every other one of it has made a complete
/// sweep since.
pub(crate) async fn retired_and_swept_over(
    conn: Conn<'_>,
    kind: SourceKind,
) -> sqlx::Result<Vec<(String, String)>> {
    on!(conn, RETIRED_AND_SWEPT_OVER, |c, q| sqlx::query_as(q)
        .bind(kind.as_str())
        .fetch_all(c)
        .await)
}

/// A page was taken in: everything up to `read_up_to` (microseconds, by `UpdatedAt`) has been read. One record that was
/// updated in the future does not take the mark along: all that comes until then would be passed over.
pub(crate) async fn advance(
    conn: Conn<'_>,
    n: i64,
    read_up_to: Option<i64>,
    at: Timestamp,
    records: i64,
) -> sqlx::Result<()> {
    on!(conn, ADVANCE, |c, q| sqlx::query(q)
        .bind(n)
        .bind(read_up_to.map(|upto| upto.min(at.timestamp_micros())))
        .bind(at)
        .bind(records)
        .execute(c)
        .await
        .map(drop))
}

pub(crate) async fn answered(conn: Conn<'_>, n: i64, at: Timestamp) -> sqlx::Result<()> {
    on!(conn, ANSWERED, |c, q| sqlx::query(q).bind(n).bind(at).execute(c).await.map(drop))
}

pub(crate) async fn failed(
    conn: Conn<'_>,
    n: i64,
    at: Timestamp,
    fault: &SourceFault,
) -> sqlx::Result<()> {
    on!(conn, FAILED, |c, q| sqlx::query(q)
        .bind(n)
        .bind(at)
        .bind(Json(fault))
        .execute(c)
        .await
        .map(drop))
}

pub(crate) async fn cold_done(conn: Conn<'_>, n: i64, at: Timestamp) -> sqlx::Result<()> {
    on!(conn, COLD_DONE, |c, q| sqlx::query(q).bind(n).bind(at).execute(c).await.map(drop))
}

pub(crate) async fn swept(conn: Conn<'_>, n: i64, at: Timestamp) -> sqlx::Result<()> {
    on!(conn, SWEPT, |c, q| sqlx::query(q).bind(n).bind(at).execute(c).await.map(drop))
}
