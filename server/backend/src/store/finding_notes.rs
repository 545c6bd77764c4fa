//! Rows of what people noted on findings, which are inserted and read and never changed.

use domain::time::Timestamp;

use super::db::{Conn, Sql, build_on, on, statements};

statements! {
    OF_FINDING = Sql::same(
        "SELECT at, actor, text FROM finding_notes WHERE n = $1 ORDER BY seq DESC LIMIT $2"
    );
}

/// One note as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct NoteRow {
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) text: String,
}

/// Keeps one note on each of these findings.
pub(crate) async fn insert(
    conn: Conn<'_>,
    ns: &[i64],
    seq: i64,
    note: &NoteRow,
) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO finding_notes (n, seq, at, actor, text) ",
        );
        query.push_values(ns, |mut values, n| {
            values
                .push_bind(*n)
                .push_bind(seq)
                .push_bind(note.at)
                .push_bind(note.actor.as_str())
                .push_bind(note.text.as_str());
        });
        query.build().persistent(false).execute(c).await.map(drop)
    })
}

/// At most `limit` notes of a finding, the newest first.
pub(crate) async fn of_finding(conn: Conn<'_>, n: i64, limit: i64) -> sqlx::Result<Vec<NoteRow>> {
    on!(conn, OF_FINDING, |c, q| sqlx::query_as(q).bind(n).bind(limit).fetch_all(c).await)
}
