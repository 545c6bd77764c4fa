//! Rows of what each plane of Security Hub says of a finding that V2 has. One that only CSPM has has no row here.

use uuid::Uuid;

use super::{
    db::{Conn, Sql, build_on, on, push_list, statements},
    finding_documents::DocumentRow,
};

/// The columns of [`PlaneRow`].
macro_rules! columns {
    () => {
        "n, plane, source_n, product_n, metadata_uid, updated, workflow, severity, record_state, content_hash"
    };
}

statements! {
    ANY = Sql::same("SELECT n FROM finding_planes LIMIT 1");
    OF_SOURCE_AFTER = Sql::same(
        "SELECT n FROM finding_planes
         WHERE source_n = $1 AND n > $2 AND record_state <> 'NOT_REPORTED' ORDER BY n LIMIT $3"
    );
    NOT_REPORTED = Sql::same(
        "UPDATE finding_planes SET record_state = 'NOT_REPORTED' WHERE n = $1 AND plane = $2"
    );
    KNOWS = Sql {
        sqlite: "UPDATE finding_planes SET workflow = COALESCE($3, workflow), severity = COALESCE($4, severity),
                content_hash = x'' WHERE n = $1 AND plane = $2",
        postgres: "UPDATE finding_planes SET workflow = COALESCE($3, workflow), severity = COALESCE($4, severity),
                content_hash = '' WHERE n = $1 AND plane = $2",
    };
}

/// What one plane says of a finding, but for its document.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PlaneRow {
    pub(crate) n: i64,
    pub(crate) plane: String,
    pub(crate) source_n: i64,
    /// The product as the plane calls it.
    pub(crate) product_n: i64,
    /// V2's own id of the finding.
    pub(crate) metadata_uid: Option<String>,
    pub(crate) updated: i64,
    /// What the plane reported last, or was told.
    pub(crate) workflow: String,
    /// The rank of what it reported last, or was told.
    pub(crate) severity: i16,
    pub(crate) record_state: String,
    pub(crate) content_hash: Vec<u8>,
}

/// Whether any finding was ever seen in V2.
pub(crate) async fn any(conn: Conn<'_>) -> sqlx::Result<bool> {
    let first: Option<i64> = on!(conn, ANY, |c, q| sqlx::query_scalar(q).fetch_optional(c).await)?;
    Ok(first.is_some())
}

/// The rows of the findings `ns`.
pub(crate) async fn of(conn: Conn<'_>, ns: &[i64]) -> sqlx::Result<Vec<PlaneRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(concat!("SELECT ", columns!(), " FROM finding_planes WHERE n IN "));
        push_list(&mut query, ns);
        query.push(" ORDER BY n, plane");
        query.build_query_as().fetch_all(c).await
    })
}

/// What tells whether a plane's report is known: the finding's id, the plane, when it was updated, and the hash.
pub(crate) type KnownRow = (Uuid, String, i64, Vec<u8>);

/// The same of the findings `ids`.
pub(crate) async fn known(conn: Conn<'_>, ids: &[Uuid]) -> sqlx::Result<Vec<KnownRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT f.id, p.plane, p.updated, p.content_hash FROM finding_planes p JOIN findings f ON f.n = p.n WHERE f.id IN ",
        );
        push_list(&mut query, ids);
        query.build_query_as().fetch_all(c).await
    })
}

/// The documents that stand here, of the findings `ns`: V2's, where CSPM has one too.
pub(crate) async fn documents(
    conn: Conn<'_>,
    ns: &[i64],
) -> sqlx::Result<Vec<(i64, DocumentRow)>> {
    let rows: Vec<(i64, i64, Vec<u8>)> = build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "SELECT n, dictionary, body FROM finding_planes WHERE body IS NOT NULL AND n IN ",
        );
        push_list(&mut query, ns);
        query.build_query_as().fetch_all(c).await
    })?;
    let row = |(n, dictionary, body)| (n, DocumentRow { dictionary, body });
    Ok(rows.into_iter().map(row).collect())
}

/// The most rows that one statement keeps.
pub(crate) const CHUNK: usize = 250;

/// Keeps rows with their documents, at most [`CHUNK`], in the place of what was kept of the same planes.
pub(crate) async fn upsert(
    conn: Conn<'_>,
    rows: &[(PlaneRow, Option<DocumentRow>)],
) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(concat!(
            "INSERT INTO finding_planes (", columns!(), ", dictionary, body) "
        ));
        query.push_values(rows, |mut values, (row, document)| {
            values
                .push_bind(row.n)
                .push_bind(row.plane.as_str())
                .push_bind(row.source_n)
                .push_bind(row.product_n)
                .push_bind(row.metadata_uid.as_deref())
                .push_bind(row.updated)
                .push_bind(row.workflow.as_str())
                .push_bind(row.severity)
                .push_bind(row.record_state.as_str())
                .push_bind(row.content_hash.as_slice())
                .push_bind(document.as_ref().map(|one| one.dictionary))
                .push_bind(document.as_ref().map(|one| one.body.as_slice()));
        });
        query.push(
            " ON CONFLICT (n, plane) DO UPDATE SET source_n = excluded.source_n, product_n = excluded.product_n,
                metadata_uid = COALESCE(excluded.metadata_uid, finding_planes.metadata_uid), updated = excluded.updated, workflow = excluded.workflow,
                severity = excluded.severity, record_state = excluded.record_state,
                content_hash = excluded.content_hash, dictionary = excluded.dictionary, body = excluded.body",
        );
        query.build().persistent(rows.len() == CHUNK).execute(c).await.map(drop)
    })
}

/// Row numbers of findings that a source still reports in its plane, in order, after `n`.
pub(crate) async fn of_source_after(
    conn: Conn<'_>,
    source_n: i64,
    n: i64,
    limit: i64,
) -> sqlx::Result<Vec<i64>> {
    on!(conn, OF_SOURCE_AFTER, |c, q| sqlx::query_scalar(q)
        .bind(source_n)
        .bind(n)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// A plane reports the finding no more.
pub(crate) async fn not_reported(conn: Conn<'_>, n: i64, plane: &str) -> sqlx::Result<()> {
    on!(conn, NOT_REPORTED, |c, q| sqlx::query(q).bind(n).bind(plane).execute(c).await.map(drop))
}

/// A plane was told these and is taken to know them; its next report is looked at even if it is the same again.
pub(crate) async fn knows(
    conn: Conn<'_>,
    (n, plane): (i64, &str),
    (workflow, severity): (Option<&str>, Option<i16>),
) -> sqlx::Result<()> {
    on!(conn, KNOWS, |c, q| sqlx::query(q)
        .bind(n)
        .bind(plane)
        .bind(workflow)
        .bind(severity)
        .execute(c)
        .await
        .map(drop))
}
