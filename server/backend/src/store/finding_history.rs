//! Rows of what changed on a finding, when and by whom.

use domain::time::Timestamp;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO finding_history (n, seq, field, at, actor, old, new, reason, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT version FROM findings WHERE n = $1))"
    );
    OF_VERSION = Sql::same(
        "SELECT seq, field, at, actor, old, new, reason FROM finding_history
         WHERE n = $1 AND version = $2 LIMIT 1"
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

/// Keeps a change that made the version which the finding has now.
pub(crate) async fn insert(conn: Conn<'_>, n: i64, row: &HistoryRow) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(n)
        .bind(row.seq)
        .bind(row.field.as_str())
        .bind(row.at)
        .bind(row.actor.as_str())
        .bind(row.old.as_deref())
        .bind(row.new.as_deref())
        .bind(row.reason.as_deref())
        .execute(c)
        .await
        .map(drop))
}

/// A change that made this version of a finding; none when a report made it that changed no field of ours.
pub(crate) async fn of_version(
    conn: Conn<'_>,
    n: i64,
    version: i64,
) -> sqlx::Result<Option<HistoryRow>> {
    on!(conn, OF_VERSION, |c, q| sqlx::query_as(q).bind(n).bind(version).fetch_optional(c).await)
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
    #[sqlx(flatten)]
    pub(crate) change: HistoryRow,
}

/// What one event changed on these findings.
pub(crate) async fn of_event(
    conn: Conn<'_>,
    ns: &[i64],
    seq: i64,
) -> sqlx::Result<Vec<NumberedHistory>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT n, seq, field, at, actor, old, new, reason FROM finding_history WHERE n IN ",
        );
        push_list(&mut query, ns);
        query.push(" AND seq = ").push_bind(seq).push(" ORDER BY n, field");
        query.build_query_as().fetch_all(c).await
    })
}
