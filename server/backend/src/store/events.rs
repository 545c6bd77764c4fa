//! Rows of the event log.

use domain::{
    event::{Event, Seq, Topic},
    time::Timestamp,
};
use sqlx::types::Json;

use super::db::{Conn, Sql, on, statements};

statements! {
    TAKE_SEQ = Sql::same("UPDATE event_head SET seq = seq + 1 WHERE one = 1 RETURNING seq");
    HEAD = Sql::same("SELECT seq FROM event_head WHERE one = 1");
    NEWS = Sql::same(
        "SELECT (SELECT seq FROM event_head WHERE one = 1),
            (SELECT MIN(seq) FROM events WHERE seq > $1 AND topic = $2)"
    );
    OLDEST = Sql::same("SELECT MIN(seq) FROM events");
    BEGINS = Sql::same("SELECT at FROM events ORDER BY seq LIMIT 1");
    INSERT = Sql::same(
        "INSERT INTO events (seq, at, topic, kind, subjects) VALUES ($1, $2, $3, $4, $5)"
    );
    AFTER = Sql::same(
        "SELECT seq, at, topic, kind, subjects FROM events WHERE seq > $1 ORDER BY seq LIMIT $2"
    );
    REPORTS_AFTER = Sql::same(
        "SELECT seq, at, topic, kind, subjects FROM events
         WHERE seq > $1 AND topic = 'findings' AND kind = 'findings.ingested' ORDER BY seq LIMIT 2000"
    );
    OF_KIND = Sql::same(
        "SELECT seq, at, topic, kind, subjects FROM events
         WHERE kind = $1 AND at >= $2 AND at <= $3 ORDER BY at DESC, seq DESC LIMIT $4"
    );
    PRUNE = Sql::same("DELETE FROM events WHERE seq <= $1 AND at < $2");
}

#[derive(sqlx::FromRow)]
struct EventRow {
    seq: i64,
    at: Timestamp,
    topic: String,
    kind: String,
    subjects: Json<Vec<String>>,
}

/// Takes the next place in the log: the last statement before commit, so that its lock is short.
pub(crate) async fn take_seq(conn: Conn<'_>) -> sqlx::Result<Seq> {
    on!(conn, TAKE_SEQ, |c, q| sqlx::query_scalar(q).fetch_one(c).await).map(Seq)
}

/// The last committed place.
pub(crate) async fn head(conn: Conn<'_>) -> sqlx::Result<Seq> {
    on!(conn, HEAD, |c, q| sqlx::query_scalar(q).fetch_one(c).await).map(Seq)
}

/// The last committed place, and whether something of a topic was committed after `after`: always for `None`. Both are of one
/// instant.
pub(crate) async fn news(
    conn: Conn<'_>,
    topic: Topic,
    after: Option<Seq>,
) -> sqlx::Result<(Seq, bool)> {
    let Some(after) = after else {
        return Ok((head(conn).await?, true));
    };
    let (head, next): (i64, Option<i64>) = on!(conn, NEWS, |c, q| sqlx::query_as(q)
        .bind(after.0)
        .bind(topic.as_str())
        .fetch_one(c)
        .await)?;
    Ok((Seq(head), next.is_some()))
}

/// The oldest place that is still kept.
pub(crate) async fn oldest(conn: Conn<'_>) -> sqlx::Result<Option<Seq>> {
    let seq: Option<i64> = on!(conn, OLDEST, |c, q| sqlx::query_scalar(q).fetch_one(c).await)?;
    Ok(seq.map(Seq))
}

pub(crate) async fn insert(conn: Conn<'_>, event: &Event) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(event.seq.0)
        .bind(event.at)
        .bind(event.topic.as_str())
        .bind(event.kind.as_str())
        .bind(Json(&event.subjects))
        .execute(c)
        .await
        .map(drop))
}

/// At most `limit` events after `seq`, in order.
pub(crate) async fn after(conn: Conn<'_>, seq: Seq, limit: i64) -> sqlx::Result<Vec<Event>> {
    let rows: Vec<EventRow> =
        on!(conn, AFTER, |c, q| sqlx::query_as(q).bind(seq.0).bind(limit).fetch_all(c).await)?;
    rows.into_iter().map(event).collect()
}

fn event(row: EventRow) -> sqlx::Result<Event> {
    let topic = row.topic.parse::<Topic>();
    let topic = topic.map_err(|error| sqlx::Error::ColumnDecode {
        index: format!("events.topic of seq {}", row.seq),
        source: Box::new(error),
    })?;
    Ok(Event {
        seq: Seq(row.seq),
        at: row.at,
        topic,
        kind: row.kind,
        subjects: row.subjects.0,
    })
}

/// When the oldest event that is still kept was committed.
pub(crate) async fn begins(conn: Conn<'_>) -> sqlx::Result<Option<Timestamp>> {
    on!(conn, BEGINS, |c, q| sqlx::query_scalar(q).fetch_optional(c).await)
}

/// At most `limit` events of a kind from `from` to `until`, the newest first.
pub(crate) async fn of_kind(
    conn: Conn<'_>,
    kind: &str,
    (from, until): (Timestamp, Timestamp),
    limit: i64,
) -> sqlx::Result<Vec<Event>> {
    let rows: Vec<EventRow> = on!(conn, OF_KIND, |c, q| sqlx::query_as(q)
        .bind(kind)
        .bind(from)
        .bind(until)
        .bind(limit)
        .fetch_all(c)
        .await)?;
    rows.into_iter().map(event).collect()
}

/// The next reports of findings that were taken in after `seq`, with the findings of each.
pub(crate) async fn reports_after(
    conn: Conn<'_>,
    seq: Seq,
) -> sqlx::Result<Vec<(Seq, Vec<String>)>> {
    let rows: Vec<EventRow> =
        on!(conn, REPORTS_AFTER, |c, q| sqlx::query_as(q).bind(seq.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|row| (Seq(row.seq), row.subjects.0)).collect())
}

/// Forgets events up to `seq` that are older than `before`.
pub(crate) async fn prune(conn: Conn<'_>, seq: Seq, before: Timestamp) -> sqlx::Result<()> {
    on!(conn, PRUNE, |c, q| sqlx::query(q).bind(seq.0).bind(before).execute(c).await.map(drop))
}
