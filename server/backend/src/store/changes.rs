//! Rows of changes, with what they touch and what they link to.

use domain::{
    change::{ApprovalLevel, Plan},
    time::Timestamp,
};
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

/// The columns of [`ChangeRow`].
macro_rules! columns {
    () => {
        "id, number, version, revision, state, kind, title, description, rollback_text, starts_at, ends_at,
            requester_id, requester, levels, created_at, asked_at, changed_at, changed_by"
    };
}

/// Changes that wait for a decision of the person $1: the approvals of one, the override of the other.
macro_rules! waiting {
    () => {
        "requester_id <> $1 AND (state = 'pending_calendar_override' OR (state = 'pending_approval' AND NOT EXISTS (
            SELECT 1 FROM approvals WHERE approvals.change_id = changes.id
                AND approvals.revision = changes.revision AND approvals.approver_id = $1)))"
    };
}

/// Changes that somebody has decided, or that are over; a draft that its writer withdrew is none of them.
macro_rules! decided {
    () => {
        "asked_at IS NOT NULL AND state NOT IN ('draft', 'pending_approval', 'changes_requested')"
    };
}

statements! {
    BY_NUMBER = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes WHERE number = $1")
    );
    FIND = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes WHERE id = $1")
    );
    INSERT = Sql::same(
        concat!("INSERT INTO changes (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)")
    );
    UPDATE = Sql::same(
        "UPDATE changes SET version = version + 1, revision = $3, state = $4, kind = $5, title = $6, description = $7,
            rollback_text = $8, starts_at = $9, ends_at = $10, levels = $11, asked_at = $12, changed_at = $13,
            changed_by = $14
         WHERE id = $1 AND version = $2"
    );
    DELETE_TARGETS = Sql::same("DELETE FROM change_targets WHERE change_id = $1");
    INSERT_TARGET = Sql::same("INSERT INTO change_targets (change_id, n, scope) VALUES ($1, $2, $3)");
    DELETE_LINKS = Sql::same("DELETE FROM change_links WHERE change_id = $1");
    INSERT_LINK = Sql::same("INSERT INTO change_links (change_id, n, link) VALUES ($1, $2, $3)");
    LINKS = Sql::same("SELECT link FROM change_links WHERE change_id = $1 ORDER BY n LIMIT 100");
    INSERT_REVISION = Sql::same(
        "INSERT INTO change_revisions (change_id, revision, plan, at) VALUES ($1, $2, $3, $4)"
    );
    REVISION = Sql::same("SELECT plan FROM change_revisions WHERE change_id = $1 AND revision = $2");
    WAITING = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes WHERE ", waiting!(), "
         AND (starts_at, id) > ($2, $3) ORDER BY starts_at, id LIMIT $4")
    );
    MINE = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes WHERE requester_id = $1
         AND (changed_at, id) < ($2, $3) ORDER BY changed_at DESC, id DESC LIMIT $4")
    );
    NEEDING = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes WHERE requester_id = $1
         AND (state IN ('draft', 'changes_requested', 'running')
            OR (state IN ('approved', 'scheduled') AND starts_at <= $2 AND ends_at > $2))
         ORDER BY starts_at, id LIMIT 50")
    );
    DECIDED = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes WHERE ", decided!(), "
         AND (changed_at, id) < ($1, $2) ORDER BY changed_at DESC, id DESC LIMIT $3")
    );
    EVERY = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes WHERE state <> 'draft' AND asked_at IS NOT NULL
         AND (changed_at, id) < ($1, $2) ORDER BY changed_at DESC, id DESC LIMIT $3")
    );
    COUNT_WAITING_FOR = Sql::same(concat!("SELECT COUNT(*) FROM changes WHERE ", waiting!()));
    COUNT_WAITING = Sql::same(
        "SELECT COUNT(*) FROM changes WHERE state IN ('pending_approval', 'pending_calendar_override')"
    );
    COUNT_MINE = Sql::same(
        "SELECT COUNT(*) FROM changes WHERE requester_id = $1
         AND state NOT IN ('succeeded', 'failed', 'rejected', 'cancelled', 'timed_out')"
    );
    AHEAD = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes
         WHERE state IN ('pending_approval', 'approved', 'scheduled', 'pending_calendar_override', 'running')
         ORDER BY starts_at, id LIMIT $1")
    );
    NAMING = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes
         WHERE state <> 'draft' AND asked_at IS NOT NULL AND id IN (SELECT change_id FROM change_links WHERE link = $1)
         ORDER BY number DESC LIMIT 50")
    );
    BETWEEN = Sql::same(
        concat!("SELECT ", columns!(), " FROM changes
         WHERE state NOT IN ('draft', 'changes_requested', 'cancelled')
         AND starts_at < $2 AND ends_at > $1 ORDER BY starts_at, id LIMIT $3")
    );
    UNSETTLED = Sql::same(
        "SELECT id FROM changes
         WHERE state IN ('pending_approval', 'approved', 'scheduled', 'pending_calendar_override') AND id > $1
         ORDER BY id LIMIT $2"
    );
}

/// One change as it is stored, but for its lists.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ChangeRow {
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    pub(crate) version: i64,
    pub(crate) revision: i64,
    pub(crate) state: String,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) rollback_text: String,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
    pub(crate) requester_id: Uuid,
    pub(crate) requester: String,
    pub(crate) levels: Json<Vec<ApprovalLevel>>,
    pub(crate) created_at: Timestamp,
    pub(crate) asked_at: Option<Timestamp>,
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: String,
}

pub(crate) async fn find(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<ChangeRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

/// The change that people call by this number.
pub(crate) async fn by_number(conn: Conn<'_>, number: i64) -> sqlx::Result<Option<ChangeRow>> {
    on!(conn, BY_NUMBER, |c, q| sqlx::query_as(q).bind(number).fetch_optional(c).await)
}

pub(crate) async fn insert(conn: Conn<'_>, row: &ChangeRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.number)
        .bind(row.version)
        .bind(row.revision)
        .bind(row.state.as_str())
        .bind(row.kind.as_str())
        .bind(row.title.as_str())
        .bind(row.description.as_str())
        .bind(row.rollback_text.as_str())
        .bind(row.starts_at)
        .bind(row.ends_at)
        .bind(row.requester_id)
        .bind(row.requester.as_str())
        .bind(&row.levels)
        .bind(row.created_at)
        .bind(row.asked_at)
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .execute(c)
        .await
        .map(drop))
}

/// Writes a change back, fenced by the version that `row` was read with; none changed means a lost race.
pub(crate) async fn update(conn: Conn<'_>, row: &ChangeRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.id)
        .bind(row.version)
        .bind(row.revision)
        .bind(row.state.as_str())
        .bind(row.kind.as_str())
        .bind(row.title.as_str())
        .bind(row.description.as_str())
        .bind(row.rollback_text.as_str())
        .bind(row.starts_at)
        .bind(row.ends_at)
        .bind(&row.levels)
        .bind(row.asked_at)
        .bind(row.changed_at)
        .bind(row.changed_by.as_str())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Puts these lines in place of what a change touches and links to.
pub(crate) async fn replace_lines(
    mut conn: Conn<'_>,
    id: Uuid,
    (targets, links): (&[String], &[String]),
) -> sqlx::Result<()> {
    for (delete, insert, lines) in [
        (DELETE_TARGETS, INSERT_TARGET, targets),
        (DELETE_LINKS, INSERT_LINK, links),
    ] {
        on!(conn.again(), delete, |c, q| sqlx::query(q).bind(id).execute(c).await.map(drop))?;
        for (n, line) in (0i64..).zip(lines) {
            on!(conn.again(), insert, |c, q| sqlx::query(q)
                .bind(id)
                .bind(n)
                .bind(line.as_str())
                .execute(c)
                .await
                .map(drop))?;
        }
    }
    Ok(())
}

/// The lines of what some changes touch, in order.
pub(crate) async fn targets(conn: Conn<'_>, ids: &[Uuid]) -> sqlx::Result<Vec<(Uuid, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT change_id, scope FROM change_targets WHERE change_id IN ",
        );
        push_list(&mut query, ids);
        query.push(" ORDER BY change_id, n");
        query.build_query_as().fetch_all(c).await
    })
}

/// What a change links to.
pub(crate) async fn links(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Vec<String>> {
    on!(conn, LINKS, |c, q| sqlx::query_scalar(q).bind(id).fetch_all(c).await)
}

/// Keeps what a revision asks for.
pub(crate) async fn keep_revision(
    conn: Conn<'_>,
    (id, revision): (Uuid, i64),
    plan: &Plan,
    at: Timestamp,
) -> sqlx::Result<()> {
    on!(conn, INSERT_REVISION, |c, q| sqlx::query(q)
        .bind(id)
        .bind(revision)
        .bind(Json(plan))
        .bind(at)
        .execute(c)
        .await
        .map(drop))
}

/// What a revision asked for.
pub(crate) async fn revision(
    conn: Conn<'_>,
    id: Uuid,
    revision: i64,
) -> sqlx::Result<Option<Plan>> {
    let plan: Option<Json<Plan>> = on!(conn, REVISION, |c, q| sqlx::query_scalar(q)
        .bind(id)
        .bind(revision)
        .fetch_optional(c)
        .await)?;
    Ok(plan.map(|plan| plan.0))
}

/// What waits for a decision of `person`, the next start first, after the key.
pub(crate) async fn list_waiting(
    conn: Conn<'_>,
    person: Uuid,
    after: (Timestamp, Uuid),
    limit: i64,
) -> sqlx::Result<Vec<ChangeRow>> {
    on!(conn, WAITING, |c, q| sqlx::query_as(q)
        .bind(person)
        .bind(after.0)
        .bind(after.1)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// What `person` asked for and only they can go on with, the next start first.
pub(crate) async fn list_needing(
    conn: Conn<'_>,
    person: Uuid,
    now: Timestamp,
) -> sqlx::Result<Vec<ChangeRow>> {
    on!(conn, NEEDING, |c, q| sqlx::query_as(q).bind(person).bind(now).fetch_all(c).await)
}

/// What `person` asked for, the last changed first, before the key.
pub(crate) async fn list_mine(
    conn: Conn<'_>,
    person: Uuid,
    before: (Timestamp, Uuid),
    limit: i64,
) -> sqlx::Result<Vec<ChangeRow>> {
    on!(conn, MINE, |c, q| sqlx::query_as(q)
        .bind(person)
        .bind(before.0)
        .bind(before.1)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// What has been decided, the last changed first, before the key.
pub(crate) async fn list_decided(
    conn: Conn<'_>,
    before: (Timestamp, Uuid),
    limit: i64,
) -> sqlx::Result<Vec<ChangeRow>> {
    on!(conn, DECIDED, |c, q| sqlx::query_as(q)
        .bind(before.0)
        .bind(before.1)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// All that was ever asked for, the last changed first, before the key.
pub(crate) async fn list_every(
    conn: Conn<'_>,
    before: (Timestamp, Uuid),
    limit: i64,
) -> sqlx::Result<Vec<ChangeRow>> {
    on!(conn, EVERY, |c, q| sqlx::query_as(q)
        .bind(before.0)
        .bind(before.1)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// How many wait for a decision of `person`.
pub(crate) async fn count_waiting_for(conn: Conn<'_>, person: Uuid) -> sqlx::Result<i64> {
    on!(conn, COUNT_WAITING_FOR, |c, q| sqlx::query_scalar(q).bind(person).fetch_one(c).await)
}

/// How many wait for anybody's.
pub(crate) async fn count_waiting(conn: Conn<'_>) -> sqlx::Result<i64> {
    on!(conn, COUNT_WAITING, |c, q| sqlx::query_scalar(q).fetch_one(c).await)
}

/// How many of `person` are not over.
pub(crate) async fn count_mine(conn: Conn<'_>, person: Uuid) -> sqlx::Result<i64> {
    on!(conn, COUNT_MINE, |c, q| sqlx::query_scalar(q).bind(person).fetch_one(c).await)
}

/// At most `limit` of those that were asked for and are not over, the next start first.
pub(crate) async fn ahead(conn: Conn<'_>, limit: i64) -> sqlx::Result<Vec<ChangeRow>> {
    on!(conn, AHEAD, |c, q| sqlx::query_as(q).bind(limit).fetch_all(c).await)
}

/// What was asked for and names this link, the last first.
pub(crate) async fn naming(conn: Conn<'_>, link: &str) -> sqlx::Result<Vec<ChangeRow>> {
    on!(conn, NAMING, |c, q| sqlx::query_as(q).bind(link).fetch_all(c).await)
}

/// What was asked for, over or not, and has its time between, the next start first.
pub(crate) async fn between(
    conn: Conn<'_>,
    (from, to): (Timestamp, Timestamp),
    limit: i64,
) -> sqlx::Result<Vec<ChangeRow>> {
    on!(conn, BETWEEN, |c, q| sqlx::query_as(q)
        .bind(from)
        .bind(to)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// Those that time or people may move without an act on them, by id after `after`.
pub(crate) async fn unsettled(conn: Conn<'_>, after: Uuid, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    on!(conn, UNSETTLED, |c, q| sqlx::query_scalar(q)
        .bind(after)
        .bind(limit)
        .fetch_all(c)
        .await)
}
