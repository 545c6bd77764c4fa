//! Both engines keep the same tables: names alone are not enough, so the catalogs are brought to one form and compared.
//!
//! What differs by design is written in [`class`] and in `sqlite::checks`: how a type is kept, and that SQLite checks
//! what PostgreSQL knows by the type `JSONB`.

mod postgres;
mod sqlite;

use std::collections::BTreeSet;

use backend::testing::{Engine, TestBackend};
use rstest::rstest;

use crate::own_sql::OwnSql;

/// One line a fact of the schema.
type Facts = BTreeSet<String>;

/// The class of a type, whichever engine it is of. Left of it how PostgreSQL calls it, right of it how SQLite keeps it.
const CLASSES: &[(&str, &str)] = &[
    ("text", "TEXT"),
    ("timestamp with time zone", "TEXT"),
    ("date", "TEXT"),
    ("jsonb", "TEXT that is JSON"),
    ("uuid", "BLOB"),
    ("bytea", "BLOB"),
    ("bigint", "INTEGER"),
    ("smallint", "INTEGER"),
    ("boolean", "BOOLEAN"),
];

fn class(postgres: &str) -> &'static str {
    let known = CLASSES.iter().find(|(name, _)| *name == postgres);
    known
        .unwrap_or_else(|| panic!("no class is written for {postgres}"))
        .1
}

fn column(table: &str, name: &str, class: &str, null: bool, default: Option<&str>) -> String {
    let null = if null { "NULL" } else { "NOT NULL" };
    format!(
        "{table}.{name} {class} {null} DEFAULT {}",
        default.unwrap_or("none")
    )
}

/// The facts of each engine that the other does not have.
async fn differences(sqlite: &TestBackend, postgres: &TestBackend) -> (Vec<String>, Vec<String>) {
    let mut own = OwnSql::of(sqlite).await;
    let mut theirs = OwnSql::of(postgres).await;
    let mut one = sqlite::facts(&mut own).await;
    let other = postgres::facts(&mut theirs).await;
    one.extend(postgres::retold(&mut theirs, sqlite::retold(&mut own).await).await);
    let missing = |from: &Facts, to: &Facts| from.difference(to).cloned().collect();
    (missing(&one, &other), missing(&other, &one))
}

async fn both() -> Option<(TestBackend, TestBackend)> {
    let postgres = TestBackend::new(Engine::Postgres).await?;
    Some((TestBackend::sqlite().await, postgres))
}

#[tokio::test]
async fn both_engines_keep_the_same_tables() {
    let Some((sqlite, postgres)) = both().await else {
        return;
    };
    let (one, other) = differences(&sqlite, &postgres).await;
    assert!(
        one.is_empty() && other.is_empty(),
        "on SQLite alone:\n{}\non PostgreSQL alone:\n{}",
        one.join("\n"),
        other.join("\n")
    );
}

#[rstest]
#[case::a_column("ALTER TABLE audit ADD COLUMN extra TEXT", "audit.extra")]
#[case::a_default(
    "ALTER TABLE audit ADD COLUMN extra TEXT NOT NULL DEFAULT 'x'",
    "DEFAULT 'x'"
)]
#[case::a_table("CREATE TABLE extra (n INTEGER NOT NULL PRIMARY KEY)", "extra.n")]
#[case::a_foreign_key(
    "CREATE TABLE extra (n INTEGER NOT NULL REFERENCES findings (n) ON DELETE CASCADE)",
    "ON DELETE CASCADE"
)]
#[case::a_unique_key("CREATE TABLE extra (n INTEGER NOT NULL, UNIQUE (n))", "UNIQUE (n)")]
#[tokio::test]
async fn what_sqlite_has_more_is_found(#[case] drift: &str, #[case] found: &str) {
    let Some((sqlite, postgres)) = both().await else {
        return;
    };
    OwnSql::of(&sqlite).await.run(drift).await;
    let (one, _) = differences(&sqlite, &postgres).await;
    assert!(one.iter().any(|fact| fact.contains(found)), "{one:?}");
}

#[rstest]
#[case::a_null(
    "ALTER TABLE findings ALTER COLUMN region DROP NOT NULL",
    "findings.region"
)]
#[case::a_check(
    "ALTER TABLE findings DROP CONSTRAINT findings_severity_check",
    "severity"
)]
#[case::a_check_changed(
    "ALTER TABLE findings DROP CONSTRAINT findings_severity_check, ADD CHECK (severity < 9)",
    "severity"
)]
#[case::an_index("DROP INDEX audit_at", "audit_at")]
#[case::a_key(
    "ALTER TABLE counters DROP CONSTRAINT counters_pkey",
    "counters PRIMARY KEY (name)"
)]
#[tokio::test]
async fn what_postgres_lacks_is_found(#[case] drift: &str, #[case] found: &str) {
    let Some((sqlite, postgres)) = both().await else {
        return;
    };
    OwnSql::of(&postgres).await.run(drift).await;
    let (one, _) = differences(&sqlite, &postgres).await;
    assert!(one.iter().any(|fact| fact.contains(found)), "{one:?}");
}
