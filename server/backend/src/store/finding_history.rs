//! Rows of what changed on a finding, when and by whom.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

statements! {
    BY_PEOPLE_SINCE = Sql::same(
        "SELECT seq, field, at, actor, old, new, reason FROM finding_history
         WHERE n = $1 AND version > $2 AND person_id IS NOT NULL ORDER BY seq DESC LIMIT 1"
    );
    OF_FINDING = Sql::same(
        "SELECT seq, field, at, actor, old, new, reason FROM finding_history
         WHERE n = $1 ORDER BY seq DESC, field LIMIT $2"
    );
}

/// One change of one field as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct HistoryRow {
    pub(crate) seq: i64,
    pub(crate) field: String,
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
    pub(crate) reason: Option<String>,
}

/// A change that is to be kept.
#[derive(Debug, Clone)]
pub(crate) struct NewHistory {
    pub(crate) n: i64,
    /// The version of the finding that it made.
    pub(crate) version: i64,
    /// The person behind it, if a person is.
    pub(crate) person_id: Option<Uuid>,
    pub(crate) change: HistoryRow,
}

/// The most changes that one statement keeps.
pub(crate) const CHUNK: usize = 500;

/// Keeps changes, at most [`CHUNK`].
pub(crate) async fn insert(conn: Conn<'_>, rows: &[NewHistory]) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO finding_history (n, seq, field, at, actor, old, new, reason, version, person_id) ",
        );
        query.push_values(rows, |mut values, row| {
            values
                .push_bind(row.n)
                .push_bind(row.change.seq)
                .push_bind(row.change.field.as_str())
                .push_bind(row.change.at)
                .push_bind(row.change.actor.as_str())
                .push_bind(row.change.old.as_deref())
                .push_bind(row.change.new.as_deref())
                .push_bind(row.change.reason.as_deref())
                .push_bind(row.version)
                .push_bind(row.person_id);
        });
        // Each number of rows is a statement of its own: only those of one and of many are worth keeping prepared.
        let often = rows.len() == CHUNK || rows.len() == 1;
        query.build().persistent(often).execute(c).await.map(drop)
    })
}

/// The last change of a finding by a person after this version of it.
pub(crate) async fn by_people_since(
    conn: Conn<'_>,
    n: i64,
    version: i64,
) -> sqlx::Result<Option<HistoryRow>> {
    on!(conn, BY_PEOPLE_SINCE, |c, q| sqlx::query_as(q).bind(n).bind(version).fetch_optional(c).await)
}

/// At most `limit` changes of one finding, newest first.
pub(crate) async fn of_finding(
    conn: Conn<'_>,
    n: i64,
    limit: i64,
) -> sqlx::Result<Vec<HistoryRow>> {
    on!(conn, OF_FINDING, |c, q| sqlx::query_as(q).bind(n).bind(limit).fetch_all(c).await)
}

/// A change with the number of its finding.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct NumberedHistory {
    pub(crate) n: i64,
    pub(crate) person_id: Option<Uuid>,
    /// The version of the finding that it made; none for changes from before that was kept.
    pub(crate) version: Option<i64>,
    #[sqlx(flatten)]
    pub(crate) change: HistoryRow,
}

/// What one event changed on these findings.
pub(crate) async fn of_event(
    conn: Conn<'_>,
    ns: &[i64],
    seq: i64,
) -> sqlx::Result<Vec<NumberedHistory>> {
    numbered(conn, ns, (" AND seq = ", seq)).await
}

/// What was changed on these findings after an event, the oldest first.
pub(crate) async fn since(
    conn: Conn<'_>,
    ns: &[i64],
    seq: i64,
) -> sqlx::Result<Vec<NumberedHistory>> {
    numbered(conn, ns, (" AND seq > ", seq)).await
}

/// To whom these findings were given, the oldest first.
pub(crate) async fn assignments(
    conn: Conn<'_>,
    ns: &[i64],
) -> sqlx::Result<Vec<NumberedHistory>> {
    numbered(conn, ns, (" AND field = 'assignee' AND seq > ", 0)).await
}

/// At most `limit` changes on these findings from `from` to `until` of what decides how they stand, the newest first.
pub(crate) async fn within(
    conn: Conn<'_>,
    ns: &[i64],
    (from, until): (Timestamp, Timestamp),
    limit: i64,
) -> sqlx::Result<Vec<NumberedHistory>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT n, person_id, version, seq, field, at, actor, old, new, reason FROM finding_history
             WHERE field IN ('workflow', 'severity', 'compliance', 'record_state') AND n IN ",
        );
        push_list(&mut query, ns);
        query.push(" AND at >= ").push_bind(from).push(" AND at <= ").push_bind(until);
        query.push(" ORDER BY at DESC, n, field LIMIT ").push_bind(limit);
        query.build_query_as().fetch_all(c).await
    })
}

async fn numbered(
    conn: Conn<'_>,
    ns: &[i64],
    (compared, seq): (&'static str, i64),
) -> sqlx::Result<Vec<NumberedHistory>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT n, person_id, version, seq, field, at, actor, old, new, reason FROM finding_history WHERE n IN ",
        );
        push_list(&mut query, ns);
        query.push(compared).push_bind(seq).push(" ORDER BY n, seq, field");
        query.build_query_as().fetch_all(c).await
    })
}
