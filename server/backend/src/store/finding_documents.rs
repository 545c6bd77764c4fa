//! Rows of whole documents, compressed, and of the dictionaries they are compressed with.

use super::db::{Conn, Sql, build_on, on, part_by_part, push_list, statements};

statements! {
    FIND = Sql::same("SELECT dictionary, body FROM finding_documents WHERE n = $1");
    DICTIONARIES = Sql::same("SELECT n, body FROM zstd_dictionaries ORDER BY n");
    INSERT_DICTIONARY = Sql::same(
        "INSERT INTO zstd_dictionaries (n, body) VALUES ($1, $2) ON CONFLICT (n) DO NOTHING"
    );
}

/// A document as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct DocumentRow {
    pub(crate) dictionary: i64,
    pub(crate) body: Vec<u8>,
}

pub(crate) async fn find(conn: Conn<'_>, n: i64) -> sqlx::Result<Option<DocumentRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(n).fetch_optional(c).await)
}

/// The documents of the findings `ns`, each with its number.
pub(crate) async fn by_numbers(
    conn: Conn<'_>,
    ns: &[i64],
) -> sqlx::Result<Vec<(i64, DocumentRow)>> {
    let rows: Vec<(i64, i64, Vec<u8>)> = build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new("SELECT n, dictionary, body FROM finding_documents WHERE n IN ");
        push_list(&mut query, ns);
        query.build_query_as().fetch_all(c).await
    })?;
    let row = |(n, dictionary, body)| (n, DocumentRow { dictionary, body });
    Ok(rows.into_iter().map(row).collect())
}

/// The most documents that one statement keeps.
const CHUNK: usize = 500;

/// Keeps the documents of findings, replacing what was kept before.
pub(crate) async fn upsert(conn: Conn<'_>, rows: &[(i64, DocumentRow)]) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| part_by_part::<DB, _>(c, rows, CHUNK, |rows| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "INSERT INTO finding_documents (n, dictionary, body) ",
        );
        query.push_values(rows, |mut values, (n, row)| {
            values.push_bind(*n).push_bind(row.dictionary).push_bind(row.body.as_slice());
        });
        query.push(
            " ON CONFLICT (n) DO UPDATE SET dictionary = excluded.dictionary, body = excluded.body",
        );
        query
    }).await)
}

/// Every dictionary with its number, oldest first.
pub(crate) async fn dictionaries(conn: Conn<'_>) -> sqlx::Result<Vec<(i64, Vec<u8>)>> {
    on!(conn, DICTIONARIES, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

pub(crate) async fn insert_dictionary(conn: Conn<'_>, n: i64, body: &[u8]) -> sqlx::Result<()> {
    on!(conn, INSERT_DICTIONARY, |c, q| sqlx::query(q).bind(n).bind(body).execute(c).await.map(drop))
}
