//! Rows of AWS Health events, their texts and their entities.

use domain::time::Timestamp;
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, statements};

/// The columns of [`HealthRow`].
macro_rules! columns {
    () => {
        "id, arn, service, type_code, category, status, region, start_at, end_at, updated_at, scope_code,
            actionability, accounts, unrecognised, content_hash, version"
    };
}

statements! {
    FIND = Sql::same(
        concat!("SELECT ", columns!(), " FROM health_events WHERE id = $1")
    );
    UNDER_WAY = Sql::same(
        concat!("SELECT ", columns!(), " FROM health_events WHERE status <> 'closed'
         ORDER BY CASE category WHEN 'issue' THEN 0 WHEN 'scheduledChange' THEN 1 ELSE 2 END, updated_at DESC, id
         LIMIT $1")
    );
    CLOSED = Sql::same(
        concat!("SELECT ", columns!(), " FROM health_events WHERE status = 'closed' AND updated_at >= $1
         ORDER BY updated_at DESC, id LIMIT $2")
    );
    WITHIN = Sql::same(
        concat!("SELECT ", columns!(), " FROM health_events
         WHERE (start_at >= $1 AND start_at <= $2) OR (end_at >= $1 AND end_at <= $2)
         ORDER BY updated_at DESC, id LIMIT $3")
    );
    UPSERT = Sql::same(
        concat!("INSERT INTO health_events (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, start_at = excluded.start_at,
            end_at = excluded.end_at, updated_at = excluded.updated_at,
            actionability = excluded.actionability, accounts = excluded.accounts,
            unrecognised = excluded.unrecognised, content_hash = excluded.content_hash,
            version = health_events.version + 1
         WHERE health_events.updated_at <= excluded.updated_at")
    );
    LAST_TEXT = Sql::same(
        "SELECT description FROM health_event_texts WHERE event_id = $1 ORDER BY seen_at DESC LIMIT 1"
    );
    INSERT_TEXT = Sql::same(
        "INSERT INTO health_event_texts (event_id, seen_at, description) VALUES ($1, $2, $3)
         ON CONFLICT (event_id, seen_at) DO NOTHING"
    );
    TEXTS = Sql::same(
        "SELECT seen_at, description FROM health_event_texts WHERE event_id = $1
         ORDER BY seen_at DESC LIMIT 100"
    );
    DELETE_ENTITIES = Sql::same("DELETE FROM health_entities WHERE event_id = $1");
    ENTITIES = Sql::same(
        "SELECT event_id, account, value, status, updated_at FROM health_entities
         WHERE event_id = $1 ORDER BY status, account, value LIMIT $2"
    );
    ENTITY_COUNTS_OF = Sql::same(
        "SELECT status, COUNT(*) AS entities FROM health_entities WHERE event_id = $1 GROUP BY status"
    );
    ENTITY_COUNTS = Sql::same(
        "SELECT event_id, status, COUNT(*) AS entities FROM health_entities GROUP BY event_id, status"
    );
}

/// One event as it is stored, but for its texts and entities.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct HealthRow {
    pub(crate) id: Uuid,
    pub(crate) arn: String,
    pub(crate) service: String,
    pub(crate) type_code: String,
    pub(crate) category: String,
    pub(crate) status: String,
    pub(crate) region: String,
    pub(crate) start_at: Option<Timestamp>,
    pub(crate) end_at: Option<Timestamp>,
    pub(crate) updated_at: Timestamp,
    pub(crate) scope_code: String,
    pub(crate) actionability: Option<String>,
    pub(crate) accounts: Json<Vec<String>>,
    pub(crate) unrecognised: Json<Vec<(String, String)>>,
    pub(crate) content_hash: Vec<u8>,
    pub(crate) version: i64,
}

/// One entity as it is stored; the empty account is one that AWS does not name.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct EntityRow {
    pub(crate) event_id: Uuid,
    pub(crate) account: String,
    pub(crate) value: String,
    pub(crate) status: String,
    pub(crate) updated_at: Option<Timestamp>,
}

pub(crate) async fn find(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<HealthRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

/// At most `limit` events that are not closed: issues first, then planned work, of each the last changed first.
pub(crate) async fn under_way(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<HealthRow>> {
    on!(conn, UNDER_WAY, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

/// At most `limit` closed events changed at or after `since`, the last changed first.
pub(crate) async fn closed(
    conn: Conn<'_>,
    since: Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<HealthRow>> {
    on!(conn, CLOSED, |c, q| sqlx::query_as(q).bind(since).bind(limit).fetch_all(c).await)
}

/// At most `limit` events that began or ended from `from` to `until`, the last changed first.
pub(crate) async fn within(
    conn: Conn<'_>,
    (from, until): (Timestamp, Timestamp),
    limit: i64,
) -> sqlx::Result<Vec<HealthRow>> {
    on!(conn, WITHIN, |c, q| sqlx::query_as(q)
        .bind(from)
        .bind(until)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// Keeps an event unless a newer report of it is kept: then no row is changed.
pub(crate) async fn upsert(conn: Conn<'_>, row: &HealthRow) -> sqlx::Result<u64> {
    on!(conn, UPSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.arn.as_str())
        .bind(row.service.as_str())
        .bind(row.type_code.as_str())
        .bind(row.category.as_str())
        .bind(row.status.as_str())
        .bind(row.region.as_str())
        .bind(row.start_at)
        .bind(row.end_at)
        .bind(row.updated_at)
        .bind(row.scope_code.as_str())
        .bind(row.actionability.as_deref())
        .bind(&row.accounts)
        .bind(&row.unrecognised)
        .bind(row.content_hash.as_slice())
        .bind(row.version)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// The newest text of an event.
pub(crate) async fn last_text(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<String>> {
    on!(conn, LAST_TEXT, |c, q| sqlx::query_scalar(q).bind(id).fetch_optional(c).await)
}

pub(crate) async fn insert_text(
    conn: Conn<'_>,
    id: Uuid,
    at: Timestamp,
    description: &str,
) -> sqlx::Result<()> {
    on!(conn, INSERT_TEXT, |c, q| sqlx::query(q)
        .bind(id)
        .bind(at)
        .bind(description)
        .execute(c)
        .await
        .map(drop))
}

/// An event's texts, the newest first.
pub(crate) async fn texts(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Vec<(Timestamp, String)>> {
    on!(conn, TEXTS, |c, q| sqlx::query_as(q).bind(id).fetch_all(c).await)
}

/// Puts `rows` in place of an event's entities.
pub(crate) async fn replace_entities(
    mut conn: Conn<'_>,
    id: Uuid,
    rows: &[EntityRow],
) -> sqlx::Result<()> {
    on!(conn.again(), DELETE_ENTITIES, |c, q| sqlx::query(q).bind(id).execute(c).await.map(drop))?;
    for some in rows.chunks(1_000) {
        build_on!(conn.again(), |c, DB| {
            let mut query = sqlx::QueryBuilder::<DB>::new(
                "INSERT INTO health_entities (event_id, account, value, status, updated_at) ",
            );
            query.push_values(some, |mut values, row| {
                values
                    .push_bind(row.event_id)
                    .push_bind(row.account.as_str())
                    .push_bind(row.value.as_str())
                    .push_bind(row.status.as_str())
                    .push_bind(row.updated_at);
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

/// At most `limit` entities of an event.
pub(crate) async fn entities(
    conn: Conn<'_>,
    id: Uuid,
    limit: i64,
) -> sqlx::Result<Vec<EntityRow>> {
    on!(conn, ENTITIES, |c, q| sqlx::query_as(q).bind(id).bind(limit).fetch_all(c).await)
}

/// How many entities one event has in each status.
pub(crate) async fn entity_counts_of(
    conn: Conn<'_>,
    id: Uuid,
) -> sqlx::Result<Vec<(String, i64)>> {
    on!(conn, ENTITY_COUNTS_OF, |c, q| sqlx::query_as(q).bind(id).fetch_all(c).await)
}

/// How many entities each event has in each status.
pub(crate) async fn entity_counts(conn: Conn<'_>) -> sqlx::Result<Vec<(Uuid, String, i64)>> {
    on!(conn, ENTITY_COUNTS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}
