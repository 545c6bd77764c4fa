//! Every statement that is declared is one, on both engines: a misspelt column fails here and not in front of somebody.

use backend::testing::{Engine, TestBackend, statements};
use rstest::rstest;

use crate::own_sql::OwnSql;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_statement_prepares_on_a_migrated_database(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut own = OwnSql::of(&backend).await;
    let mut faults = Vec::new();
    let all = statements(engine);
    for (name, text) in &all {
        if let Err(error) = own.prepare(text).await {
            faults.push(format!("{name}: {error}\n{text}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(
        all.len() > 50,
        "the list of statements is not whole: {}",
        all.len()
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_misspelt_column_is_found(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut own = OwnSql::of(&backend).await;
    let error = own.prepare("SELECT severety FROM findings").await;
    let error = error.expect_err("there is no such column");
    assert!(error.contains("severety"), "{error}");
}

#[test]
fn names_are_given_once() {
    let mut names: Vec<String> = statements(Engine::Sqlite)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    names.sort();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}
