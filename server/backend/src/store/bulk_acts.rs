//! Rows of acts on any number of findings: what was asked, what is done, and what was left out.

use domain::{finding::Touch, time::Timestamp};
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, statements};

/// The columns of [`ActRow`].
macro_rules! columns {
    () => {
        "id, person_id, actor, asked_at, as_of, touch, target, reason, total, undoes, finished_at, suppression"
    };
}

statements! {
    FIND = Sql::same(concat!("SELECT ", columns!(), " FROM bulk_acts WHERE id = $1"));
    INSERT = Sql::same(concat!(
        "INSERT INTO bulk_acts (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    ));
    UNDONE_BY = Sql::same("SELECT id FROM bulk_acts WHERE undoes = $1");
    UNFINISHED = Sql::same(
        "SELECT id FROM bulk_acts WHERE finished_at IS NULL ORDER BY asked_at, id LIMIT $1"
    );
    FINISH = Sql::same(
        "UPDATE bulk_acts SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM bulk_act_chunks WHERE act_id = $1 AND carried_out_at IS NULL)"
    );
    HIDING = Sql::same(
        "SELECT COUNT(*) FROM bulk_acts WHERE suppression = $1 AND finished_at IS NULL"
    );
    WAITING = Sql::same(
        "SELECT k, ns, undone_seq, seq FROM bulk_act_chunks
         WHERE act_id = $1 AND carried_out_at IS NULL ORDER BY k LIMIT 1"
    );
    CARRIED_OUT = Sql::same(
        "UPDATE bulk_act_chunks SET carried_out_at = $3, seq = $4, done = $5
         WHERE act_id = $1 AND k = $2 AND carried_out_at IS NULL"
    );
    CHANGED = Sql::same(
        "SELECT k, ns, undone_seq, seq FROM bulk_act_chunks WHERE act_id = $1 AND done > 0 ORDER BY k"
    );
    DONE = Sql::same(
        "SELECT CAST(COALESCE(SUM(done), 0) AS BIGINT) FROM bulk_act_chunks WHERE act_id = $1"
    );
    SKIP_COUNTS = Sql::same(
        "SELECT why, COUNT(*) FROM bulk_act_skips WHERE act_id = $1 GROUP BY why ORDER BY why"
    );
    SKIPS = Sql::same(
        "SELECT n, why, changed_by, changed_at FROM bulk_act_skips WHERE act_id = $1 ORDER BY n LIMIT $2"
    );
    SKIPPED = Sql::same("SELECT n FROM bulk_act_skips WHERE act_id = $1");
}

/// One act as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ActRow {
    pub(crate) id: Uuid,
    pub(crate) person_id: Uuid,
    pub(crate) actor: String,
    pub(crate) asked_at: Timestamp,
    /// The last event that the page knew that was looked at.
    pub(crate) as_of: i64,
    pub(crate) touch: Json<Touch>,
    /// The incident or change that the touch links to.
    pub(crate) target: Option<Uuid>,
    pub(crate) reason: Option<String>,
    pub(crate) total: i64,
    /// The act that this one takes back.
    pub(crate) undoes: Option<Uuid>,
    pub(crate) finished_at: Option<Timestamp>,
    /// The number of the suppression that it makes, where it hides findings until a time.
    pub(crate) suppression: Option<i64>,
}

/// As many findings of an act as one transaction changes.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ChunkRow {
    pub(crate) k: i64,
    pub(crate) ns: Json<Vec<i64>>,
    /// The event that is taken back.
    pub(crate) undone_seq: Option<i64>,
    /// The event that tells of it, once it is carried out.
    pub(crate) seq: Option<i64>,
}

/// A finding that was left out.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SkipRow {
    pub(crate) n: i64,
    pub(crate) why: String,
    pub(crate) changed_by: Option<String>,
    pub(crate) changed_at: Option<Timestamp>,
}

pub(crate) async fn find(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<ActRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

pub(crate) async fn insert(conn: Conn<'_>, row: &ActRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.person_id)
        .bind(row.actor.as_str())
        .bind(row.asked_at)
        .bind(row.as_of)
        .bind(&row.touch)
        .bind(row.target)
        .bind(row.reason.as_deref())
        .bind(row.total)
        .bind(row.undoes)
        .bind(row.finished_at)
        .bind(row.suppression)
        .execute(c)
        .await
        .map(drop))
}

/// Whether an act that hides findings by this suppression goes on.
pub(crate) async fn is_hiding(conn: Conn<'_>, suppression: i64) -> sqlx::Result<bool> {
    let acts: i64 = on!(conn, HIDING, |c, q| sqlx::query_scalar(q)
        .bind(suppression)
        .fetch_one(c)
        .await)?;
    Ok(acts > 0)
}

/// The most chunks that one statement inserts.
const CHUNKS: usize = 500;

/// Keeps which findings an act is on.
pub(crate) async fn insert_chunks(
    mut conn: Conn<'_>,
    act: Uuid,
    chunks: &[ChunkRow],
) -> sqlx::Result<()> {
    for some in chunks.chunks(CHUNKS) {
        build_on!(conn.again(), |c, DB| {
            let mut query = sqlx::QueryBuilder::<DB>::new(
                "INSERT INTO bulk_act_chunks (act_id, k, ns, undone_seq, done) ",
            );
            query.push_values(some, |mut values, chunk| {
                values
                    .push_bind(act)
                    .push_bind(chunk.k)
                    .push_bind(&chunk.ns)
                    .push_bind(chunk.undone_seq)
                    .push_bind(0_i64);
            });
            query.build().persistent(false).execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

/// The act that takes one back, if there is one.
pub(crate) async fn undone_by(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<Uuid>> {
    on!(conn, UNDONE_BY, |c, q| sqlx::query_scalar(q).bind(id).fetch_optional(c).await)
}

/// At most `limit` acts that are not finished, the oldest first.
pub(crate) async fn unfinished(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    on!(conn, UNFINISHED, |c, q| sqlx::query_scalar(q).bind(limit).fetch_all(c).await)
}

/// Ends an act of which nothing waits any more; no row changed means that something does.
pub(crate) async fn finish(conn: Conn<'_>, id: Uuid, at: Timestamp) -> sqlx::Result<u64> {
    on!(conn, FINISH, |c, q| sqlx::query(q)
        .bind(id)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// The next part of an act that waits.
pub(crate) async fn waiting(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<ChunkRow>> {
    on!(conn, WAITING, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

/// Marks a part as carried out, with the event that tells of it and how many findings it changed; no row changed means
/// that somebody else carried it out.
pub(crate) async fn carried_out(
    conn: Conn<'_>,
    (id, k): (Uuid, i64),
    at: Timestamp,
    (seq, done): (i64, i64),
) -> sqlx::Result<u64> {
    on!(conn, CARRIED_OUT, |c, q| sqlx::query(q)
        .bind(id)
        .bind(k)
        .bind(at)
        .bind(seq)
        .bind(done)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// The parts of an act that changed something.
pub(crate) async fn changed(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Vec<ChunkRow>> {
    on!(conn, CHANGED, |c, q| sqlx::query_as(q).bind(id).fetch_all(c).await)
}

/// How many findings an act has changed.
pub(crate) async fn done(conn: Conn<'_>, id: Uuid) -> sqlx::Result<i64> {
    on!(conn, DONE, |c, q| sqlx::query_scalar(q).bind(id).fetch_one(c).await)
}

/// Keeps which findings were left out.
pub(crate) async fn insert_skips(
    conn: Conn<'_>,
    act: Uuid,
    rows: &[SkipRow],
) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO bulk_act_skips (act_id, n, why, changed_by, changed_at) ",
        );
        query.push_values(rows, |mut values, row| {
            values
                .push_bind(act)
                .push_bind(row.n)
                .push_bind(row.why.as_str())
                .push_bind(row.changed_by.as_deref())
                .push_bind(row.changed_at);
        });
        query.build().persistent(false).execute(c).await.map(drop)
    })
}

/// How many findings were left out, by why.
pub(crate) async fn skip_counts(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Vec<(String, i64)>> {
    on!(conn, SKIP_COUNTS, |c, q| sqlx::query_as(q).bind(id).fetch_all(c).await)
}

/// At most `limit` of the findings that were left out, in their order.
pub(crate) async fn skips(conn: Conn<'_>, id: Uuid, limit: i64) -> sqlx::Result<Vec<SkipRow>> {
    on!(conn, SKIPS, |c, q| sqlx::query_as(q).bind(id).bind(limit).fetch_all(c).await)
}

/// All findings that were left out.
pub(crate) async fn skipped(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Vec<i64>> {
    on!(conn, SKIPPED, |c, q| sqlx::query_scalar(q).bind(id).fetch_all(c).await)
}
