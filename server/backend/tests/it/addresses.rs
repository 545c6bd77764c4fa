//! An IP address that stands in the document of a finding and nowhere else finds it.

use backend::testing::{Engine, TestBackend, batch, batch_v2, incoming, incoming_v2};
use chrono::TimeDelta;
use domain::finding::{IncomingFinding, address};
use rstest::rstest;

use crate::{
    asks::{analyst, titles_with},
    board_equals_sql::compare,
    files::bring,
    own_sql::OwnSql,
};

/// The finding whose document has these addresses, as it is `hours` later.
fn with(id: &str, addresses: &[&str], hours: i64) -> IncomingFinding {
    incoming(id, |finding| fill(finding, id, addresses, hours))
}

fn with_v2(id: &str, addresses: &[&str], hours: i64) -> IncomingFinding {
    incoming_v2(id, |finding| fill(finding, id, addresses, hours))
}

fn fill(finding: &mut IncomingFinding, title: &str, addresses: &[&str], hours: i64) {
    finding.title = title.to_owned();
    finding.addresses = addresses.iter().filter_map(|one| address(one)).collect();
    finding.updated += TimeDelta::hours(hours);
}

/// What the table keeps of each finding.
async fn kept(backend: &TestBackend) -> Vec<String> {
    let mut own = OwnSql::of(backend).await;
    own.column("SELECT addresses FROM findings ORDER BY n")
        .await
}

async fn equals_the_tables(backend: &TestBackend) {
    let compared = compare(backend, &backend.url(), &[]).await;
    compared.expect("it equals the tables");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_finding_is_found_by_an_address_of_its_document(#[case] engine: Engine) {
    let Some(mut backend) = TestBackend::new(engine).await else {
        return;
    };
    let page = vec![
        with("one", &["203.0.113.7", "2001:DB8:0::7"], 0),
        with("other", &["203.0.113.70"], 0),
        with("none", &[], 0),
    ];
    backend.ingest(batch(page)).await;
    assert_eq!(
        kept(&backend).await,
        ["203.0.113.7 2001:db8::7", "203.0.113.70", ""]
    );
    // The first start reads every row, the second the index that was kept.
    for keeps in [false, true, false] {
        for (text, titles) in [
            ("203.0.113.7", vec!["one", "other"]),
            ("203.0.113.70", vec!["other"]),
            ("203.0.113.", vec!["one", "other"]),
            ("203.0.113.7/32 one", vec!["one"]),
            ("2001:DB8::7", vec!["one"]),
            ("2001:0db8:0:0:0:0:0:7", vec!["one"]),
            ("-203.0.113.70", vec!["none", "one"]),
            ("203.0.113.8", vec![]),
            ("\"203.0.113.7 2001:db8::7\"", vec![]),
        ] {
            assert_eq!(titles_with(&backend, text), titles, "{text}");
        }
        if keeps {
            backend.keep_index().await;
        }
        backend = backend.restart().await;
    }
    equals_the_tables(&backend).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_report_without_it_takes_it_away(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    backend
        .ingest(batch(vec![with("one", &["203.0.113.7"], 0)]))
        .await;
    backend.keep_index().await;
    let other = with("one", &["198.51.100.1"], 1);
    backend.ingest(batch(vec![other])).await;
    assert_eq!(titles_with(&backend, "203.0.113.7").len(), 0);
    assert_eq!(titles_with(&backend, "198.51.100.1"), ["one"]);
    backend.ingest(batch(vec![with("one", &[], 2)])).await;
    let older = with("one", &["203.0.113.7"], 0);
    backend.ingest(batch(vec![older])).await;
    let backend = backend.restart().await;
    for text in ["203.0.113.7", "198.51.100.1"] {
        assert_eq!(titles_with(&backend, text).len(), 0, "{text}");
    }
    assert_eq!(kept(&backend).await, [""]);
    equals_the_tables(&backend).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn one_of_both_planes_is_found_by_those_of_each(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let cspm = with("one", &["203.0.113.7", "10.0.0.1"], 0);
    backend.ingest(batch(vec![cspm])).await;
    let v2 = with_v2("one", &["10.0.0.1", "2001:db8::7"], 1);
    backend.ingest(batch_v2(vec![v2])).await;
    assert_eq!(kept(&backend).await, ["203.0.113.7 10.0.0.1 2001:db8::7"]);
    for text in ["203.0.113.7", "10.0.0.1", "2001:db8::7"] {
        assert_eq!(titles_with(&backend, text), ["one"], "{text}");
    }
    let cspm = with("one", &[], 2);
    backend.ingest(batch(vec![cspm])).await;
    assert_eq!(kept(&backend).await, ["10.0.0.1 2001:db8::7"]);
}

/// A finding that was kept before its addresses were gets them with the next report, though that says what it said before.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_kept_before_is_found_once_it_is_reported_again(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let page = vec![
        with("one", &["203.0.113.7"], 1),
        with("both", &["203.0.113.8"], 1),
        with("none", &[], 1),
    ];
    backend.ingest(batch(page.clone())).await;
    let v2 = with_v2("both", &["203.0.113.9"], 0);
    backend.ingest(batch_v2(vec![v2])).await;
    let mut own = OwnSql::of(&backend).await;
    own.run("UPDATE findings SET addresses = NULL").await;
    let backend = backend.restart().await;
    assert_eq!(titles_with(&backend, "203.0.113").len(), 0);
    // A file says nothing of what AWS reports, and what is older than what is kept nothing at all.
    let done = bring(&backend, &analyst(), page.clone()).await;
    assert_eq!((done.updated, done.unchanged), (0, 3));
    let older = with("one", &["203.0.113.1"], 0);
    let done = backend.ingest(batch(vec![older])).await;
    assert_eq!((done.updated, done.unchanged), (0, 1));
    let done = backend.ingest(batch(page.clone())).await;
    assert_eq!((done.updated, done.unchanged), (2, 1));
    assert_eq!(titles_with(&backend, "203.0.113"), ["both", "one"]);
    assert_eq!(titles_with(&backend, "203.0.113.9"), ["both"]);
    let done = backend.ingest(batch(page)).await;
    assert_eq!((done.updated, done.unchanged), (0, 3), "once is enough");
    equals_the_tables(&backend).await;
}
