//! Rows of what Security Hub says of its standards: which are enabled, their controls, and what each control is.

use super::db::{Conn, Sql, build_on, on, statements};

/// Rows written by one statement, within what either engine binds.
const CHUNK: usize = 1_000;

statements! {
    ENABLED = Sql::same(
        "SELECT e.source_n, s.account, e.standard, e.state, e.reason
         FROM enabled_standards e JOIN sources s ON s.n = e.source_n
         WHERE s.retired_at IS NULL ORDER BY e.source_n, e.standard"
    );
    CONTROLS = Sql::same(
        "SELECT c.source_n, s.account, c.standard, c.control, c.status, c.reason
         FROM standard_controls c JOIN sources s ON s.n = c.source_n
         WHERE s.retired_at IS NULL ORDER BY c.source_n, c.standard, c.control"
    );
    ENABLED_OF = Sql::same(
        "SELECT e.source_n, s.account, e.standard, e.state, e.reason
         FROM enabled_standards e JOIN sources s ON s.n = e.source_n
         WHERE e.source_n = $1 ORDER BY e.standard"
    );
    CONTROLS_OF = Sql::same(
        "SELECT c.source_n, s.account, c.standard, c.control, c.status, c.reason
         FROM standard_controls c JOIN sources s ON s.n = c.source_n
         WHERE c.source_n = $1 ORDER BY c.standard, c.control"
    );
    TEXTS = Sql::same(
        "SELECT control, title, description, severity, remediation_url, update_status
         FROM security_controls ORDER BY control"
    );
    KEEP_TEXT = Sql::same(
        "INSERT INTO security_controls (control, title, description, severity, remediation_url, update_status)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (control) DO UPDATE SET title = excluded.title, description = excluded.description,
            severity = excluded.severity, remediation_url = excluded.remediation_url,
            update_status = excluded.update_status"
    );
    FORGET_ENABLED = Sql::same("DELETE FROM enabled_standards WHERE source_n = $1");
    FORGET_CONTROLS = Sql::same("DELETE FROM standard_controls WHERE source_n = $1");
    // A source that is polled no more, or again, changes what is known.
    STAMP = Sql::same(
        "SELECT (SELECT value FROM counters WHERE name = 'standards') * 1000000
            + (SELECT COUNT(*) FROM sources WHERE kind = 'standards' AND retired_at IS NULL)"
    );
}

/// A standard that is enabled in a source's account and region.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct EnabledRow {
    pub(crate) source_n: i64,
    pub(crate) account: String,
    pub(crate) standard: String,
    pub(crate) state: String,
    pub(crate) reason: Option<String>,
}

/// A control of a standard there.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ControlRow {
    pub(crate) source_n: i64,
    pub(crate) account: String,
    pub(crate) standard: String,
    pub(crate) control: String,
    /// ENABLED or DISABLED.
    pub(crate) status: String,
    pub(crate) reason: Option<String>,
}

/// What a control is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct TextRow {
    pub(crate) control: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) severity: String,
    pub(crate) remediation_url: String,
    pub(crate) update_status: String,
}

/// Those of all sources that are polled.
pub(crate) async fn enabled(conn: Conn<'_>) -> sqlx::Result<Vec<EnabledRow>> {
    on!(conn, ENABLED, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

/// Those of all sources that are polled.
pub(crate) async fn controls(conn: Conn<'_>) -> sqlx::Result<Vec<ControlRow>> {
    on!(conn, CONTROLS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

pub(crate) async fn texts(conn: Conn<'_>) -> sqlx::Result<Vec<TextRow>> {
    on!(conn, TEXTS, |c, q| sqlx::query_as(q).fetch_all(c).await)
}

pub(crate) async fn enabled_of(conn: Conn<'_>, source_n: i64) -> sqlx::Result<Vec<EnabledRow>> {
    on!(conn, ENABLED_OF, |c, q| sqlx::query_as(q).bind(source_n).fetch_all(c).await)
}

pub(crate) async fn controls_of(conn: Conn<'_>, source_n: i64) -> sqlx::Result<Vec<ControlRow>> {
    on!(conn, CONTROLS_OF, |c, q| sqlx::query_as(q).bind(source_n).fetch_all(c).await)
}

/// A number that is another one whenever what is known of standards is.
pub(crate) async fn stamp(conn: Conn<'_>) -> sqlx::Result<i64> {
    on!(conn, STAMP, |c, q| sqlx::query_scalar(q).fetch_one(c).await)
}

pub(crate) async fn keep_text(conn: Conn<'_>, row: &TextRow) -> sqlx::Result<()> {
    on!(conn, KEEP_TEXT, |c, q| sqlx::query(q)
        .bind(row.control.as_str())
        .bind(row.title.as_str())
        .bind(row.description.as_str())
        .bind(row.severity.as_str())
        .bind(row.remediation_url.as_str())
        .bind(row.update_status.as_str())
        .execute(c)
        .await
        .map(drop))
}

/// Puts these in the place of what a source said before.
pub(crate) async fn replace(
    mut conn: Conn<'_>,
    source_n: i64,
    enabled: &[EnabledRow],
    controls: &[ControlRow],
) -> sqlx::Result<()> {
    for forget in [FORGET_ENABLED, FORGET_CONTROLS] {
        on!(conn.again(), forget, |c, q| sqlx::query(q)
            .bind(source_n)
            .execute(c)
            .await
            .map(drop))?;
    }
    for some in enabled.chunks(CHUNK) {
        build_on!(conn.again(), |c, DB| {
            let mut query = sqlx::QueryBuilder::<DB>::new(
                "INSERT INTO enabled_standards (source_n, standard, state, reason) ",
            );
            query.push_values(some, |mut values, row| {
                values
                    .push_bind(source_n)
                    .push_bind(row.standard.as_str())
                    .push_bind(row.state.as_str())
                    .push_bind(row.reason.as_deref());
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    for some in controls.chunks(CHUNK) {
        build_on!(conn.again(), |c, DB| {
            let mut query = sqlx::QueryBuilder::<DB>::new(
                "INSERT INTO standard_controls (source_n, standard, control, status, reason) ",
            );
            query.push_values(some, |mut values, row| {
                values
                    .push_bind(source_n)
                    .push_bind(row.standard.as_str())
                    .push_bind(row.control.as_str())
                    .push_bind(row.status.as_str())
                    .push_bind(row.reason.as_deref());
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    Ok(())
}
