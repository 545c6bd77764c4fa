//! The index in its file: a start that reads it answers as one that reads every row, and one that cannot does so.

use std::path::PathBuf;

use backend::{
    findings::{keep_index, kept_index},
    testing::{Engine, TestBackend, batch, incoming},
};
use domain::{event::Seq, finding::Severity};
use rstest::rstest;

use crate::{asks::titles_with, board_equals_sql::compare, own_sql::OwnSql};

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("index")
}

async fn with_three(engine: Engine) -> Option<(TestBackend, tempfile::TempDir)> {
    let backend = TestBackend::new(engine).await?;
    for id in ["a", "b", "c"] {
        let finding = incoming(id, |finding| finding.title = id.to_owned());
        backend.ingest(batch(vec![finding])).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    keep_index(&backend, &file(&folder))
        .await
        .expect("it is kept");
    Some((backend, folder))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_start_adds_what_came_since(#[case] engine: Engine) {
    let Some((backend, folder)) = with_three(engine).await else {
        return;
    };
    let kept = kept_index(backend.db(), &file(&folder)).await;
    assert_eq!((kept.len(), kept.as_of()), (3, Seq(3)));
    backend.keep_index().await;
    let worse = incoming("b", |finding| {
        finding.title = "b".to_owned();
        finding.severity = Severity::Critical;
    });
    let new = incoming("d", |finding| finding.title = "d".to_owned());
    backend.ingest(batch(vec![worse, new])).await;
    let backend = backend.restart().await;
    assert_eq!(titles_with(&backend, ""), ["a", "b", "c", "d"]);
    assert_eq!(backend.board().as_of(), Seq(4));
    compare(&backend, &backend.url(), &[])
        .await
        .expect("it equals the tables");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_that_is_damaged_or_not_there_is_passed_over(#[case] engine: Engine) {
    let Some((backend, folder)) = with_three(engine).await else {
        return;
    };
    let whole = std::fs::read(file(&folder)).expect("the file");
    let mut damaged: Vec<Vec<u8>> = [0, 7, 40, whole.len() / 2, whole.len() - 1]
        .map(|length| whole[..length].to_vec())
        .into();
    for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        damaged.push(flipped);
    }
    for bytes in damaged {
        std::fs::write(file(&folder), bytes).expect("it is written");
        assert!(kept_index(backend.db(), &file(&folder)).await.is_empty());
    }
    std::fs::remove_file(file(&folder)).expect("it is removed");
    assert!(kept_index(backend.db(), &file(&folder)).await.is_empty());
}

/// A copy of a data folder, or a database put back from a copy: its log is another one, however long it is.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_index_of_another_database_is_passed_over(#[case] engine: Engine) {
    let Some((backend, folder)) = with_three(engine).await else {
        return;
    };
    let Some(other) = TestBackend::new(engine).await else {
        return;
    };
    assert!(kept_index(other.db(), &file(&folder)).await.is_empty());
    let mut own = OwnSql::of(&backend).await;
    own.run("UPDATE events SET subjects = '[\"1\"]' WHERE seq = 3")
        .await;
    assert!(kept_index(backend.db(), &file(&folder)).await.is_empty());
    own.run("DELETE FROM events WHERE seq = 3").await;
    own.run("UPDATE event_head SET seq = 2").await;
    assert!(kept_index(backend.db(), &file(&folder)).await.is_empty());
}
