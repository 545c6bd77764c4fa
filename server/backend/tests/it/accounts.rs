//! Names of accounts, from Organizations and from findings.

use backend::{
    accounts::{self, take_in},
    ports::Account,
    testing::{Engine, TestBackend, batch, incoming, source},
};
use domain::{event::Seq, finding::IncomingFinding};
use rstest::rstest;

use crate::{
    asks::{titles_with, viewer, worker},
    eventually::within_limit,
    own_sql::OwnSql,
};

const ACCOUNT: &str = "111122223333";

async fn named(backend: &TestBackend, name: &str) -> u64 {
    let account = Account {
        id: ACCOUNT.into(),
        name: name.to_owned(),
    };
    take_in(backend, &worker(), &source(), &[account])
        .await
        .expect("taken in")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn organizations_knows_better_than_a_finding(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let finding = incoming("a", |finding| {
        finding.account_name = Some("told".to_owned())
    });
    backend.ingest(batch(vec![finding.clone()])).await;
    assert_eq!(named(&backend, "Ledger\0").await, 1);
    assert_eq!(named(&backend, "Ledger\0").await, 0, "the same again");
    let event = "SELECT MAX(seq) FROM events WHERE topic = 'accounts'";
    let seq = Seq(OwnSql::of(&backend).await.number(event).await);
    within_limit("the new name", backend.board().wait_for(seq)).await;
    assert_eq!(
        titles_with(&backend, "ledger"),
        std::slice::from_ref(&finding.title)
    );
    assert!(titles_with(&backend, "told").is_empty());
    backend
        .ingest(batch(vec![finding.clone(), incoming("b", |_| {})]))
        .await;
    let all = accounts::list(&backend, &viewer()).await.expect("accounts");
    assert_eq!((all.len(), all[0].name.as_str()), (1, "Ledger\u{fffd}"));
    let backend = backend.restart().await;
    assert_eq!(titles_with(&backend, "ledger").len(), 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_report_that_changes_nothing_may_still_name_an_account(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let nameless = incoming("a", |_| {});
    backend.ingest(batch(vec![nameless.clone()])).await;
    let named = IncomingFinding {
        account_name: Some("Ledger".to_owned()),
        ..nameless.clone()
    };
    let told = backend.ingest(batch(vec![named.clone()])).await;
    assert_eq!((told.updated, told.unchanged), (0, 1));
    let seq = told.seq.expect("an event for the name");
    within_limit("the new name", backend.board().wait_for(seq)).await;
    assert_eq!(
        titles_with(&backend, "ledger"),
        std::slice::from_ref(&nameless.title)
    );
    let again = backend.ingest(batch(vec![named])).await;
    assert_eq!(again.seq, None, "the name is known");
}
