//! Rows of what suppressions hid.

use domain::time::Timestamp;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

statements! {
    // The findings that it hides now.
    HIDDEN_AFTER = Sql::same(
        "SELECT s.n, s.workflow, s.aws_workflow FROM suppressed_findings s JOIN findings f ON f.n = s.n
         WHERE s.number = $1 AND f.suppression = $1 AND s.n > $2 ORDER BY s.n LIMIT $3"
    );
    // Those that it hid, shows now, and may hide again.
    SHOWN = Sql::same(
        "SELECT s.n FROM suppressed_findings s JOIN findings f ON f.n = s.n
         WHERE s.number = $1 AND s.released_at IS NULL AND f.workflow <> 'SUPPRESSED' ORDER BY s.n"
    );
    RELEASED = Sql::same(
        "SELECT n FROM suppressed_findings WHERE number = $1 AND released_at IS NOT NULL"
    );
}

/// A finding that a suppression hid, and how it was before.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct HiddenRow {
    pub(crate) n: i64,
    pub(crate) workflow: String,
    pub(crate) aws_workflow: String,
}

/// At most `limit` findings after row `n` that the suppression hides now.
pub(crate) async fn hidden_after(
    conn: Conn<'_>,
    number: i64,
    n: i64,
    limit: i64,
) -> sqlx::Result<Vec<HiddenRow>> {
    on!(conn, HIDDEN_AFTER, |c, q| sqlx::query_as(q)
        .bind(number)
        .bind(n)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// Row numbers of findings that it hid and would hide, but that are shown now.
pub(crate) async fn shown(conn: Conn<'_>, number: i64) -> sqlx::Result<Vec<i64>> {
    on!(conn, SHOWN, |c, q| sqlx::query_scalar(q).bind(number).fetch_all(c).await)
}

/// Row numbers of findings that it hid until somebody showed them again.
pub(crate) async fn released(conn: Conn<'_>, number: i64) -> sqlx::Result<Vec<i64>> {
    on!(conn, RELEASED, |c, q| sqlx::query_scalar(q).bind(number).fetch_all(c).await)
}

/// Keeps what a suppression hides from now on, at most 500.
pub(crate) async fn insert(
    conn: Conn<'_>,
    number: i64,
    rows: &[HiddenRow],
    at: Timestamp,
) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO suppressed_findings (number, n, workflow, aws_workflow, at) ",
        );
        query.push_values(rows, |mut values, row| {
            values
                .push_bind(number)
                .push_bind(row.n)
                .push_bind(row.workflow.as_str())
                .push_bind(row.aws_workflow.as_str())
                .push_bind(at);
        });
        query.push(
            " ON CONFLICT (number, n) DO UPDATE SET workflow = excluded.workflow, aws_workflow = excluded.aws_workflow,
                at = excluded.at, released_at = NULL",
        );
        query.build().persistent(false).execute(c).await.map(drop)
    })
}

/// Somebody shows these again: what hid them does not do so once more.
pub(crate) async fn release(conn: Conn<'_>, ns: &[i64], at: Timestamp) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new("UPDATE suppressed_findings SET released_at = ");
        query.push_bind(at);
        query.push(" WHERE released_at IS NULL AND n IN ");
        push_list(&mut query, ns);
        query.build().execute(c).await.map(drop)
    })
}

/// The last suppression of each finding that hid it and has not ended: row number and the suppression's.
pub(crate) async fn last_of(conn: Conn<'_>, ns: &[i64]) -> sqlx::Result<Vec<(i64, i64)>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT s.n, MAX(s.number) FROM suppressed_findings s JOIN suppressions p ON p.number = s.number
             WHERE p.ended_at IS NULL AND p.off_since IS NULL AND s.n IN ",
        );
        push_list(&mut query, ns);
        query.push(" GROUP BY s.n");
        query.build_query_as().fetch_all(c).await
    })
}
