//! Bringing a database to this version's tables.

use std::{collections::BTreeSet, path::Path};

use backend::{
    store::{Db, MigrationError, migrate, pending},
    testing::{Engine, TestBackend},
};
use rstest::rstest;

use crate::own_sql::OwnSql;

fn names(engine: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(engine);
    let files = std::fs::read_dir(&folder).expect("the folder of migrations");
    files
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

#[test]
fn both_engines_have_the_same_migrations() {
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("postgres"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn migrating_twice_changes_nothing(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let applied = "SELECT version FROM _sqlx_migrations ORDER BY version";
    let mut own = OwnSql::of(&backend).await;
    let before = own.column(applied).await;
    migrate(backend.db()).await.expect("a second time");
    assert_eq!(own.column(applied).await, before);
    assert_eq!(before.len(), names("sqlite").len());
    assert_eq!(pending(backend.db()).await.expect("it answers"), 0);
}

#[tokio::test]
async fn all_are_pending_in_an_empty_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::sqlite(&folder.path().join("new.db"))
        .await
        .expect("a new file");
    assert_eq!(
        pending(&db).await.expect("it answers"),
        names("sqlite").len()
    );
    migrate(&db).await.expect("it migrates");
    assert_eq!(pending(&db).await.expect("it answers"), 0);
    db.close().await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_missing_is_counted(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut own = OwnSql::of(&backend).await;
    let last = "(SELECT MAX(version) FROM _sqlx_migrations)";
    own.run(&format!(
        "DELETE FROM _sqlx_migrations WHERE version = {last}"
    ))
    .await;
    assert_eq!(pending(backend.db()).await.expect("it answers"), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_database_of_a_newer_version_is_refused(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut own = OwnSql::of(&backend).await;
    own.run(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         SELECT 9999, 'of the future', success, checksum, execution_time FROM _sqlx_migrations LIMIT 1",
    )
    .await;
    let refused = migrate(backend.db()).await.expect_err("a newer one");
    assert!(matches!(refused, MigrationError::Newer(9999)), "{refused}");
    let refused = pending(backend.db()).await.expect_err("a newer one");
    assert!(matches!(refused, MigrationError::Newer(9999)), "{refused}");
    assert_eq!(
        refused.to_string().lines().count(),
        1,
        "one line: {refused}"
    );
}
