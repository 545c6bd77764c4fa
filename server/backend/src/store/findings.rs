//! Rows of findings.

use domain::finding::Tag;
use sqlx::types::Json;
use uuid::Uuid;

use super::db::{Conn, Sql, build_on, on, part_by_part, push_list, statements};

/// The columns of a finding that is new: those of [`FindingRow`] but for what only people fill.
macro_rules! new_columns {
    () => {
        "n, id, version, source_n, product_n, kind_n, account, region, aws_finding_id, severity, workflow,
            aws_workflow, record_state, compliance, resources, assignee, open_since, updated,
            not_reported_since, content_hash, addresses"
    };
}

/// The columns of [`FindingRow`].
macro_rules! columns {
    () => {
        concat!(new_columns!(), ", aws_severity, verification, aws_verification, tags, suppression")
    };
}

/// The columns of [`IndexedRow`].
macro_rules! indexed_columns {
    () => {
        "n, id, version, kind_n, product_n, account, region, aws_finding_id, severity, workflow, record_state,
            compliance, resources, assignee, open_since, updated, not_reported_since, suppression, addresses, tags"
    };
}

statements! {
    FIND = Sql::same(concat!("SELECT ", columns!(), " FROM findings WHERE id = $1"));
    UPDATE = Sql::same(
        "UPDATE findings SET version = version + 1, source_n = $3, product_n = $4, kind_n = $5,
            account = $6, region = $7, severity = $8, workflow = $9, aws_workflow = $10,
            record_state = $11, compliance = $12, resources = $13, assignee = $14, open_since = $15,
            updated = $16, not_reported_since = $17, content_hash = $18, aws_severity = $19,
            verification = $20, aws_verification = $21, suppression = $22, addresses = $23
         WHERE n = $1 AND version = $2"
    );
    AWS_KNOWS = Sql {
        sqlite: "UPDATE findings SET aws_workflow = COALESCE($2, aws_workflow),
                aws_severity = CASE WHEN $3 IS NULL THEN aws_severity WHEN severity = $3 THEN NULL ELSE $3 END,
                aws_verification = CASE WHEN verification IS NULL THEN NULL ELSE COALESCE($4, aws_verification) END,
                content_hash = x''
             WHERE n = $1",
        postgres: "UPDATE findings SET aws_workflow = COALESCE($2, aws_workflow),
                aws_severity = CASE WHEN $3::smallint IS NULL THEN aws_severity WHEN severity = $3 THEN NULL ELSE $3 END,
                aws_verification = CASE WHEN verification IS NULL THEN NULL ELSE COALESCE($4, aws_verification) END,
                content_hash = ''
             WHERE n = $1",
    };
    AFTER = Sql::same(concat!(
        "SELECT ",
        indexed_columns!(),
        " FROM findings WHERE n > $1 ORDER BY n LIMIT $2"
    ));
    OF_SOURCE_AFTER = Sql::same(
        "SELECT n FROM findings
         WHERE source_n = $1 AND n > $2 AND record_state <> 'NOT_REPORTED' ORDER BY n LIMIT $3"
    );
    LAST_N = Sql::same("SELECT value FROM counters WHERE name = 'finding'");
}

/// One finding as it is stored, but for its document.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct FindingRow {
    pub(crate) n: i64,
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) source_n: i64,
    pub(crate) product_n: i64,
    pub(crate) kind_n: i64,
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) aws_finding_id: String,
    pub(crate) severity: i16,
    pub(crate) workflow: String,
    pub(crate) aws_workflow: String,
    pub(crate) record_state: String,
    pub(crate) compliance: Option<String>,
    pub(crate) resources: Json<Vec<ResourceRow>>,
    pub(crate) assignee: Option<String>,
    pub(crate) open_since: i64,
    pub(crate) updated: i64,
    pub(crate) not_reported_since: Option<i64>,
    pub(crate) content_hash: Vec<u8>,
    /// The IP addresses of its documents, with a space between them.
    pub(crate) addresses: Option<String>,
    /// The severity that AWS reported last, where people here hold it to be another.
    pub(crate) aws_severity: Option<i16>,
    /// Whether people here hold it to be true, where they said so.
    pub(crate) verification: Option<String>,
    /// What AWS reported last of that, as far as it was read since they said so.
    pub(crate) aws_verification: Option<String>,
    pub(crate) tags: Option<Json<Vec<Tag>>>,
    /// The number of the suppression that hides it.
    pub(crate) suppression: Option<i64>,
}

/// A resource as it is stored: type and id.
pub(crate) type ResourceRow = (String, String);

/// What the in-memory index keeps of a finding, but for what its kind and product say.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct IndexedRow {
    pub(crate) n: i64,
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) kind_n: i64,
    pub(crate) product_n: i64,
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) aws_finding_id: String,
    pub(crate) severity: i16,
    pub(crate) workflow: String,
    pub(crate) record_state: String,
    pub(crate) compliance: Option<String>,
    pub(crate) resources: Json<Vec<ResourceRow>>,
    pub(crate) assignee: Option<String>,
    pub(crate) open_since: i64,
    pub(crate) updated: i64,
    pub(crate) not_reported_since: Option<i64>,
    pub(crate) suppression: Option<i64>,
    pub(crate) addresses: Option<String>,
    pub(crate) tags: Option<Json<Vec<Tag>>>,
}

impl From<FindingRow> for IndexedRow {
    fn from(row: FindingRow) -> Self {
        Self {
            n: row.n,
            id: row.id,
            version: row.version,
            kind_n: row.kind_n,
            product_n: row.product_n,
            account: row.account,
            region: row.region,
            aws_finding_id: row.aws_finding_id,
            severity: row.severity,
            workflow: row.workflow,
            record_state: row.record_state,
            compliance: row.compliance,
            resources: row.resources,
            assignee: row.assignee,
            open_since: row.open_since,
            updated: row.updated,
            not_reported_since: row.not_reported_since,
            suppression: row.suppression,
            addresses: row.addresses,
            tags: row.tags,
        }
    }
}

pub(crate) async fn find(conn: Conn<'_>, id: Uuid) -> sqlx::Result<Option<FindingRow>> {
    on!(conn, FIND, |c, q| sqlx::query_as(q).bind(id).fetch_optional(c).await)
}

/// Those of `ids` that are kept.
pub(crate) async fn by_ids(conn: Conn<'_>, ids: &[Uuid]) -> sqlx::Result<Vec<FindingRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(concat!("SELECT ", columns!(), " FROM findings WHERE id IN "));
        push_list(&mut query, ids);
        query.build_query_as().fetch_all(c).await
    })
}

/// What tells whether a report is known: id, when it was updated, and the hash of its document.
pub(crate) type KnownRow = (Uuid, i64, Vec<u8>);

/// Of those of `ids` that are kept, what tells whether a report of them is known.
pub(crate) async fn known(conn: Conn<'_>, ids: &[Uuid]) -> sqlx::Result<Vec<KnownRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new("SELECT id, updated, content_hash FROM findings WHERE id IN ");
        push_list(&mut query, ids);
        query.build_query_as().fetch_all(c).await
    })
}

/// Those of the row numbers `ns` that are kept.
pub(crate) async fn by_numbers(conn: Conn<'_>, ns: &[i64]) -> sqlx::Result<Vec<FindingRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(concat!("SELECT ", columns!(), " FROM findings WHERE n IN "));
        push_list(&mut query, ns);
        query.build_query_as().fetch_all(c).await
    })
}

/// The row number and AWS's id of the findings `ns`.
pub(crate) async fn aws_ids(conn: Conn<'_>, ns: &[i64]) -> sqlx::Result<Vec<(i64, String)>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new("SELECT n, aws_finding_id FROM findings WHERE n IN ");
        push_list(&mut query, ns);
        query.build_query_as().fetch_all(c).await
    })
}

/// Findings `ns` are the source's from now on; their version does not move, since nobody sees whose they are.
pub(crate) async fn take_over(conn: Conn<'_>, source_n: i64, ns: &[i64]) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new("UPDATE findings SET source_n = ");
        query.push_bind(source_n).push(" WHERE n IN ");
        push_list(&mut query, ns);
        query.build().execute(c).await.map(drop)
    })
}

/// The most findings that one statement inserts.
const CHUNK: usize = 250;

/// Inserts findings that are not kept yet.
pub(crate) async fn insert(conn: Conn<'_>, rows: &[FindingRow]) -> sqlx::Result<()> {
    build_on!(conn, |c, DB| part_by_part::<DB, _>(c, rows, CHUNK, |rows| {
        let mut query = sqlx::QueryBuilder::<DB>::new(concat!("INSERT INTO findings (", new_columns!(), ") "));
        query.push_values(rows, |mut values, row| {
            values
                .push_bind(row.n)
                .push_bind(row.id)
                .push_bind(row.version)
                .push_bind(row.source_n)
                .push_bind(row.product_n)
                .push_bind(row.kind_n)
                .push_bind(row.account.as_str())
                .push_bind(row.region.as_str())
                .push_bind(row.aws_finding_id.as_str())
                .push_bind(row.severity)
                .push_bind(row.workflow.as_str())
                .push_bind(row.aws_workflow.as_str())
                .push_bind(row.record_state.as_str())
                .push_bind(row.compliance.as_deref())
                .push_bind(&row.resources)
                .push_bind(row.assignee.as_deref())
                .push_bind(row.open_since)
                .push_bind(row.updated)
                .push_bind(row.not_reported_since)
                .push_bind(row.content_hash.as_slice())
                .push_bind(row.addresses.as_deref());
        });
        query
    }).await)
}

/// Writes a finding back, fenced by the version that `row` was read with; none changed means a lost race.
pub(crate) async fn update(conn: Conn<'_>, row: &FindingRow) -> sqlx::Result<u64> {
    on!(conn, UPDATE, |c, q| sqlx::query(q)
        .bind(row.n)
        .bind(row.version)
        .bind(row.source_n)
        .bind(row.product_n)
        .bind(row.kind_n)
        .bind(row.account.as_str())
        .bind(row.region.as_str())
        .bind(row.severity)
        .bind(row.workflow.as_str())
        .bind(row.aws_workflow.as_str())
        .bind(row.record_state.as_str())
        .bind(row.compliance.as_deref())
        .bind(&row.resources)
        .bind(row.assignee.as_deref())
        .bind(row.open_since)
        .bind(row.updated)
        .bind(row.not_reported_since)
        .bind(row.content_hash.as_slice())
        .bind(row.aws_severity)
        .bind(row.verification.as_deref())
        .bind(row.aws_verification.as_deref())
        .bind(row.suppression)
        .bind(row.addresses.as_deref())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// The most findings whose triage one statement writes back.
pub(crate) const TRIAGE_CHUNK: usize = 500;

/// Writes back what people change, at most [`TRIAGE_CHUNK`], each fenced by the version that its row was read with;
/// fewer changed than there are rows means a lost race.
pub(crate) async fn update_triage(conn: Conn<'_>, rows: &[&FindingRow]) -> sqlx::Result<u64> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(
            "WITH v (n, version, severity, aws_severity, workflow, verification, aws_verification, tags, assignee, suppression) AS (",
        );
        query.push_values(rows, |mut values, row| {
            values
                .push_bind(row.n)
                .push_bind(row.version)
                .push_bind(row.severity)
                .push_bind(row.aws_severity)
                .push_bind(row.workflow.as_str())
                .push_bind(row.verification.as_deref())
                .push_bind(row.aws_verification.as_deref())
                .push_bind(row.tags.as_ref())
                .push_bind(row.assignee.as_deref())
                .push_bind(row.suppression);
        });
        query.push(
            ") UPDATE findings SET version = findings.version + 1, severity = v.severity,
                aws_severity = v.aws_severity, workflow = v.workflow, verification = v.verification,
                aws_verification = v.aws_verification, tags = v.tags, assignee = v.assignee,
                suppression = v.suppression
             FROM v WHERE findings.n = v.n AND findings.version = v.version",
        );
        let query = query.build().persistent(rows.len() == TRIAGE_CHUNK);
        query.execute(c).await.map(|done| done.rows_affected())
    })
}

/// AWS was told these and is taken to know them; its next report is looked at even if it is the same again. The version
/// stays: nothing that a page shows has changed.
pub(crate) async fn aws_knows(
    conn: Conn<'_>,
    n: i64,
    (workflow, severity, verification): (Option<&str>, Option<i16>, Option<&str>),
) -> sqlx::Result<()> {
    on!(conn, AWS_KNOWS, |c, q| sqlx::query(q)
        .bind(n)
        .bind(workflow)
        .bind(severity)
        .bind(verification)
        .execute(c)
        .await
        .map(drop))
}

/// At most `limit` findings after row `n`, as the index keeps them.
pub(crate) async fn after(conn: Conn<'_>, n: i64, limit: i64) -> sqlx::Result<Vec<IndexedRow>> {
    on!(conn, AFTER, |c, q| sqlx::query_as(q).bind(n).bind(limit).fetch_all(c).await)
}

/// The findings with these row numbers, as the index keeps them.
pub(crate) async fn indexed(conn: Conn<'_>, ns: &[i64]) -> sqlx::Result<Vec<IndexedRow>> {
    build_on!(conn, |c, DB| {
        let mut query = sqlx::QueryBuilder::<DB>::new(concat!("SELECT ", indexed_columns!(), " FROM findings WHERE n IN "));
        push_list(&mut query, ns);
        query.build_query_as().fetch_all(c).await
    })
}

/// Row numbers of a source's findings that are still reported, in order, after `n`.
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

/// The last row number that was given.
pub(crate) async fn last_n(conn: Conn<'_>) -> sqlx::Result<i64> {
    on!(conn, LAST_N, |c, q| sqlx::query_scalar(q).fetch_one(c).await)
}
