//! Whole documents come back as they came, whatever they are compressed with and whoever did it.

use backend::{
    ports::LARGEST_DOCUMENT,
    testing::{Engine, TestBackend, batch, incoming},
};
use domain::finding::IncomingFinding;
use rstest::rstest;

use crate::{
    asks::{detail, id_of},
    own_sql::OwnSql,
};

/// As many as a dictionary is trained on, and some more.
const ENOUGH: u32 = 420;

/// Findings that are alike as real ones are: the same fields, other words.
fn varied(name: &str, ids: std::ops::Range<u32>) -> Vec<IncomingFinding> {
    let one = |n: u32| {
        incoming(&format!("{name}-{n}"), |finding| {
            let hash = n.wrapping_mul(2_654_435_761);
            finding.title = format!("Rule {} of {name} is broken {hash:x}", n % 17);
            finding.description = format!("{hash:032b} seen at {}.{}.", hash % 255, n % 255);
            finding.generator = format!("security-control/EC2.{}", n % 17);
            finding.resources[0].id = format!("arn:aws:ec2:eu-west-1:1:instance/i-{hash:08x}")
                .as_str()
                .into();
        })
    };
    ids.map(one).collect()
}

async fn all_read_back(backend: &TestBackend, findings: &[IncomingFinding]) {
    for finding in findings {
        let found = detail(backend, id_of(finding)).await;
        assert_eq!(&found.reported, finding);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn before_and_after_a_dictionary_is_trained(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut all = varied("one", 0..ENOUGH);
    for page in all.chunks(100) {
        backend.ingest(batch(page.to_vec())).await;
    }
    let mut own = OwnSql::of(&backend).await;
    assert_eq!(
        own.number("SELECT COUNT(*) FROM zstd_dictionaries").await,
        1
    );
    let late = varied("late", 0..20);
    backend.ingest(batch(late.clone())).await;
    all.extend(late);
    let used = "SELECT DISTINCT dictionary FROM finding_documents ORDER BY dictionary";
    assert_eq!(own.column(used).await, ["0", "1"]);
    let small = "SELECT MAX(LENGTH(body)) FROM finding_documents WHERE dictionary =";
    let (without, with) = (
        own.number(&format!("{small} 0")).await,
        own.number(&format!("{small} 1")).await,
    );
    assert!(
        with < without,
        "{with} bytes with a dictionary, {without} without"
    );
    all_read_back(&backend, &all).await;
    let backend = backend.restart().await;
    all_read_back(&backend, &all).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_document_that_changed_is_the_new_one(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    backend.ingest(batch(varied("one", 0..3))).await;
    let changed = incoming("one-1", |finding| {
        finding.description = "Changed.".to_owned()
    });
    backend.ingest(batch(vec![changed.clone()])).await;
    all_read_back(&backend, &[changed]).await;
    let kept = OwnSql::of(&backend)
        .await
        .number("SELECT COUNT(*) FROM finding_documents")
        .await;
    assert_eq!(kept, 3);
}

/// Whoever reads documents refuses larger ones, so this one must come back.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_largest_document_comes_back(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let bytes = incoming("a", |_| {}).document.len();
    let largest = incoming("a", |finding| {
        finding
            .description
            .push_str(&"x".repeat(LARGEST_DOCUMENT - bytes));
    });
    assert_eq!(largest.document.len(), LARGEST_DOCUMENT);
    backend.ingest(batch(vec![largest.clone()])).await;
    all_read_back(&backend, &[largest]).await;
}

/// Two processes may each have seen enough documents to train on: the store keeps one dictionary, and both use it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_processes_read_what_the_other_compressed(#[case] engine: Engine) {
    let Some(first) = TestBackend::new(engine).await else {
        return;
    };
    let second = first.second().await;
    let mut all = varied("first", 0..ENOUGH);
    first.ingest(batch(all.clone())).await;
    let late = varied("first-late", 0..5);
    first.ingest(batch(late.clone())).await;
    all.extend(late);
    let theirs = varied("second", 0..ENOUGH);
    let seq = second
        .ingest(batch(theirs.clone()))
        .await
        .seq
        .expect("an event");
    all.extend(theirs);
    let late = varied("second-late", 0..5);
    let seq = second.ingest(batch(late.clone())).await.seq.unwrap_or(seq);
    all.extend(late);
    crate::eventually::within_limit("the other's page", first.board().wait_for(seq)).await;
    all_read_back(&first, &all).await;
    all_read_back(&second, &all).await;
    drop(second);
    let first = first.restart().await;
    all_read_back(&first, &all).await;
}
