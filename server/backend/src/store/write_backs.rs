//! Rows of what AWS is still to be told of findings, and of what it was told a moment ago.

use domain::time::Timestamp;
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, push_list, statements};
use crate::ports::FindingUpdate;

/// The columns of [`WriteBackRow`].
macro_rules! columns {
    () => {
        "n, plane, turn, state, wanted, written, queued_at, next_at, attempts, code, fault"
    };
}

statements! {
    FIND = Sql::same(concat!("SELECT ", columns!(), " FROM write_backs WHERE n = $1 AND plane = $2"));
    OF_FINDING = Sql::same(concat!("SELECT ", columns!(), " FROM write_backs WHERE n = $1 ORDER BY plane"));
    DUE = Sql::same(
        "SELECT w.n, w.plane, w.turn, w.wanted, w.written, w.attempts, f.aws_finding_id, p.product_arn,
            said.metadata_uid, f.account, f.region, s.account AS source_account, s.region AS source_region
         FROM write_backs w JOIN findings f ON f.n = w.n
            LEFT JOIN finding_planes said ON said.n = w.n AND said.plane = w.plane
            JOIN finding_products p ON p.n = COALESCE(said.product_n, f.product_n)
            JOIN sources s ON s.n = COALESCE(said.source_n, f.source_n)
         WHERE w.state <> 'written' AND w.next_at <= $1 ORDER BY w.next_at, w.n LIMIT $2"
    );
    WRITTEN = Sql::same(
        "UPDATE write_backs SET state = 'written', wanted = $4, written = $5, next_at = $6, attempts = 0, code = NULL,
            fault = NULL
         WHERE n = $1 AND plane = $2 AND turn = $3"
    );
    WRITTEN_BEFORE = Sql::same("UPDATE write_backs SET written = $3 WHERE n = $1 AND plane = $2");
    NOT_WRITTEN = Sql::same(
        "UPDATE write_backs SET state = $4, code = $5, fault = $6, next_at = $7, attempts = attempts + 1
         WHERE n = $1 AND plane = $2 AND turn = $3"
    );
    WANT_LESS = Sql::same("UPDATE write_backs SET turn = turn + 1, wanted = $3 WHERE n = $1 AND plane = $2");
    REMOVE = Sql::same("DELETE FROM write_backs WHERE n = $1 AND plane = $2");
    REMOVE_WAITING = Sql::same("DELETE FROM write_backs WHERE n = $1 AND plane = $2 AND state <> 'written'");
    SETTLED = Sql::same(concat!(
        "SELECT ",
        columns!(),
        " FROM write_backs WHERE state = 'written' AND next_at <= $1 ORDER BY next_at, n LIMIT $2"
    ));
    DROP_WAITING = Sql::same("DELETE FROM write_backs WHERE account = $1 AND state <> 'written'");
    REFUSED = Sql::same(concat!(
        "SELECT f.id, k.title, f.account, ",
        "w.n, w.plane, w.turn, w.state, w.wanted, w.written, w.queued_at, w.next_at, w.attempts, w.code, w.fault",
        " FROM write_backs w JOIN findings f ON f.n = w.n JOIN finding_kinds k ON k.n = f.kind_n
         WHERE w.state IN ('failed', 'refused') ORDER BY w.queued_at DESC, w.n, w.plane LIMIT $1"
    ));
    COUNTS = Sql::same(
        "SELECT account, state, COUNT(DISTINCT n) FROM write_backs WHERE state <> 'written' GROUP BY account, state
         ORDER BY account, state LIMIT 60000"
    );
}

/// A row's key: the finding's number and the plane that is told.
pub(crate) type Key<'a> = (i64, &'a str);

/// One finding's row of one plane as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct WriteBackRow {
    pub(crate) n: i64,
    pub(crate) plane: String,
    pub(crate) turn: i64,
    pub(crate) state: String,
    pub(crate) wanted: Json<FindingUpdate>,
    pub(crate) written: Json<FindingUpdate>,
    pub(crate) queued_at: Timestamp,
    pub(crate) next_at: Timestamp,
    pub(crate) attempts: i64,
    pub(crate) code: Option<String>,
    pub(crate) fault: Option<String>,
}

/// A row that AWS did not take, with what its finding is called.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct RefusedRow {
    pub(crate) id: Uuid,
    pub(crate) title: String,
    pub(crate) account: String,
    #[sqlx(flatten)]
    pub(crate) row: WriteBackRow,
}

/// A row that is due, with how AWS addresses its finding and where the finding was read.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct DueRow {
    pub(crate) n: i64,
    pub(crate) plane: String,
    pub(crate) turn: i64,
    pub(crate) wanted: Json<FindingUpdate>,
    pub(crate) written: Json<FindingUpdate>,
    pub(crate) attempts: i64,
    pub(crate) aws_finding_id: String,
    pub(crate) product_arn: String,
    pub(crate) metadata_uid: Option<String>,
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) source_account: String,
    pub(crate) source_region: String,
}

/// Why a row was not written, and when it is tried again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Miss<'a> {
    pub(crate) state: &'a str,
    pub(crate) code: &'a str,
    pub(crate) fault: &'a str,
    pub(crate) again_at: Timestamp,
}

pub(crate) async fn find(
    conn: Conn<'_>,
    (n, plane): Key<'_>,
) -> sqlx::Result<Option<WriteBackRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(n).bind(plane).fetch_optional(c).await)
}

/// The rows of one finding, one a plane.
pub(crate) async fn of_finding(conn: Conn<'_>, n: i64) -> sqlx::Result<Vec<WriteBackRow>> {
    on!(conn, OF_FINDING, |c, q| sqlx::query_as(q).bind(n).fetch_all(c).await)
}

/// Those of the findings `ns` that have a row.
pub(crate) async fn of(conn: Conn<'_>, ns: &[i64]) -> sqlx::Result<Vec<WriteBackRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(concat!("SELECT ", columns!(), " FROM write_backs WHERE n IN "));
        push_list(&mut query, ns);
        query.build_query_as().fetch_all(c).await
    })
}

/// The most rows that one statement queues.
pub(crate) const CHUNK: usize = 250;

/// What a plane is to be told of one finding.
#[derive(Debug, Clone)]
pub(crate) struct WantedRow<'a> {
    pub(crate) n: i64,
    pub(crate) plane: &'static str,
    pub(crate) account: &'a str,
    pub(crate) update: FindingUpdate,
}

/// From now on this is what is to be written of these findings, at most [`CHUNK`]; what was written before is kept. One
/// of which nothing is to be written any more waits no longer.
pub(crate) async fn want(
    mut conn: Conn<'_>,
    rows: &[WantedRow<'_>],
    at: Timestamp,
) -> sqlx::Result<()> {
    let (none, some): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.update.is_empty());
    for row in none {
        on!(conn.again(), REMOVE_WAITING, |c, q| sqlx::query(q)
            .bind(row.n)
            .bind(row.plane)
            .execute(c)
            .await
            .map(drop))?;
    }
    if some.is_empty() {
        return Ok(());
    }
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO write_backs (n, plane, account, turn, state, wanted, written, queued_at, next_at, attempts) ",
        );
        query.push_values(&some, |mut values, row| {
            values
                .push_bind(row.n)
                .push_bind(row.plane)
                .push_bind(row.account)
                .push_bind(1_i64)
                .push_bind("waiting")
                .push_bind(Json(&row.update))
                .push_bind(Json(FindingUpdate::default()))
                .push_bind(at)
                .push_bind(at)
                .push_bind(0_i64);
        });
        query.push(
            " ON CONFLICT (n, plane) DO UPDATE SET turn = write_backs.turn + 1, state = 'waiting', wanted = excluded.wanted,
                queued_at = excluded.queued_at, next_at = excluded.next_at, attempts = 0, code = NULL, fault = NULL",
        );
        query.build().persistent(some.len() == CHUNK).execute(c).await.map(drop)
    })
}

/// At most `limit` rows that are due, the longest due first.
pub(crate) async fn due(conn: Conn<'_>, now: Timestamp, limit: i64) -> sqlx::Result<Vec<DueRow>> {
    on!(conn, DUE, |c, q| sqlx::query_as(q).bind(now).bind(limit).fetch_all(c).await)
}

/// AWS has what this turn wanted; 0 when a later act wants something else by now.
pub(crate) async fn written(
    conn: Conn<'_>,
    ((n, plane), turn): (Key<'_>, i64),
    written: &FindingUpdate,
    settled_at: Timestamp,
) -> sqlx::Result<u64> {
    on!(conn, WRITTEN, |c, q| sqlx::query(q)
        .bind(n)
        .bind(plane)
        .bind(turn)
        .bind(Json(FindingUpdate::default()))
        .bind(Json(written))
        .bind(settled_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// AWS has what an earlier turn wanted.
pub(crate) async fn written_before(
    conn: Conn<'_>,
    (n, plane): Key<'_>,
    written: &FindingUpdate,
) -> sqlx::Result<()> {
    on!(conn, WRITTEN_BEFORE, |c, q| sqlx::query(q)
        .bind(n)
        .bind(plane)
        .bind(Json(written))
        .execute(c)
        .await
        .map(drop))
}

/// AWS has not got what this turn wanted.
pub(crate) async fn not_written(
    conn: Conn<'_>,
    ((n, plane), turn): (Key<'_>, i64),
    miss: Miss<'_>,
) -> sqlx::Result<()> {
    on!(conn, NOT_WRITTEN, |c, q| sqlx::query(q)
        .bind(n)
        .bind(plane)
        .bind(turn)
        .bind(miss.state)
        .bind(miss.code)
        .bind(miss.fault)
        .bind(miss.again_at)
        .execute(c)
        .await
        .map(drop))
}

/// A part of what was wanted is wanted no more.
pub(crate) async fn want_less(
    conn: Conn<'_>,
    (n, plane): Key<'_>,
    wanted: &FindingUpdate,
) -> sqlx::Result<()> {
    on!(conn, WANT_LESS, |c, q| sqlx::query(q)
        .bind(n)
        .bind(plane)
        .bind(Json(wanted))
        .execute(c)
        .await
        .map(drop))
}

pub(crate) async fn remove(conn: Conn<'_>, (n, plane): Key<'_>) -> sqlx::Result<()> {
    on!(conn, REMOVE, |c, q| sqlx::query(q).bind(n).bind(plane).execute(c).await.map(drop))
}

/// At most `limit` rows that were written long enough ago.
pub(crate) async fn settled(
    conn: Conn<'_>,
    now: Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<WriteBackRow>> {
    on!(conn, SETTLED, |c, q| sqlx::query_as(q).bind(now).bind(limit).fetch_all(c).await)
}

/// Forgets what was still to be written of an account; how many findings that were.
pub(crate) async fn drop_waiting(conn: Conn<'_>, account: &str) -> sqlx::Result<u64> {
    on!(conn, DROP_WAITING, |c, q| sqlx::query(q)
        .bind(account)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// What AWS did not take, the last decision first.
pub(crate) async fn refused(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<RefusedRow>> {
    on!(conn, REFUSED, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

/// How many findings are in which state, by account.
pub(crate) async fn counts(conn: Conn<'_>) -> sqlx::Result<Vec<(String, String, i64)>> {
    on!(conn, COUNTS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}
