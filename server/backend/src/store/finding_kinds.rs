//! Rows of what many findings share: title, generator, control, standards and types.

use sqlx::types::Json;

use super::db::{Conn, Sql, build_on, on, push_list, statements};

statements! {
    FIND = Sql::same("SELECT n FROM finding_kinds WHERE fingerprint = $1");
    INSERT = Sql::same(
        "INSERT INTO finding_kinds (n, fingerprint, title, generator, control, standards, types)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
}

/// A kind as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct KindRow {
    pub(crate) title: String,
    pub(crate) generator: String,
    pub(crate) control: Option<String>,
    pub(crate) standards: Json<Vec<String>>,
    pub(crate) types: Json<Vec<String>>,
}

/// A kind with its number.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct NumberedKind {
    pub(crate) n: i64,
    #[sqlx(flatten)]
    pub(crate) kind: KindRow,
}

pub(crate) async fn find(conn: Conn<'_>, fingerprint: &[u8]) -> sqlx::Result<Option<i64>> {
    on!(conn, FIND, |c, q| sqlx::query_scalar(q).bind(fingerprint).fetch_optional(c).await)
}

pub(crate) async fn insert(
    conn: Conn<'_>,
    n: i64,
    fingerprint: &[u8],
    row: &KindRow,
) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(n)
        .bind(fingerprint)
        .bind(row.title.as_str())
        .bind(row.generator.as_str())
        .bind(row.control.as_deref())
        .bind(&row.standards)
        .bind(&row.types)
        .execute(c)
        .await
        .map(drop))
}

/// The kinds with these numbers, in no order.
pub(crate) async fn by_numbers(conn: Conn<'_>, ns: &[i64]) -> sqlx::Result<Vec<NumberedKind>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT n, title, generator, control, standards, types FROM finding_kinds WHERE n IN ",
        );
        push_list(&mut query, ns);
        query.build_query_as().fetch_all(c).await
    })
}
