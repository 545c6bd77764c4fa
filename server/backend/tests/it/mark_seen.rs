//! What is new to somebody, and how it stops being so.

use backend::{
    findings::{self, canonical, mark_seen, seen_up_to, unseen},
    testing::{Engine, TestBackend, batch, incoming},
};
use domain::{
    actor::Actor,
    finding::{Excluded, Facet, FindingFilter, FindingList, Seen},
};
use rstest::rstest;

use crate::asks::{analyst, viewer};

async fn report(test: &TestBackend, ids: &[&str]) {
    let findings = ids.iter().map(|id| incoming(id, |_| {})).collect();
    let seq = test.ingest(batch(findings)).await.seq;
    test.board().wait_for(seq.expect("something came")).await;
}

fn listed(test: &TestBackend, by: &Actor, seen: Seen) -> u64 {
    let filter = FindingFilter {
        seen: vec![seen],
        ..FindingFilter::default()
    };
    let listing = findings::list(test, by, &FindingList::first(filter, 5));
    listing.expect("a list").total
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_came_is_new_until_its_reader_says_otherwise(#[case] engine: Engine) {
    let Some(test) = TestBackend::new(engine).await else {
        return;
    };
    report(&test, &["one", "two"]).await;
    let me = analyst();
    let new = |test: &TestBackend, by: &Actor| unseen(test, by).expect("a count");
    assert_eq!(new(&test, &me), 2);
    let (seen, last) = seen_up_to(&test, &me).expect("a mark");
    assert_eq!(seen, 0);
    let marked = mark_seen(&test, &me, last).await.expect("it is marked");
    assert!(marked.is_some());
    assert_eq!(new(&test, &me), 0);
    assert_eq!(new(&test, &viewer()), 2, "a mark is one's own");
    report(&test, &["three"]).await;
    assert_eq!(
        (listed(&test, &me, Seen::No), listed(&test, &me, Seen::Yes)),
        (1, 2)
    );
    // It never moves back, and never past what there is.
    assert_eq!(
        mark_seen(&test, &me, 1)
            .await
            .expect("it is refused by nothing"),
        None
    );
    mark_seen(&test, &me, u32::MAX).await.expect("it is marked");
    report(&test, &["four"]).await;
    assert_eq!(new(&test, &me), 1);
    let again = test.restart().await;
    assert_eq!(new(&again, &me), 1, "it outlives the process");
}

#[tokio::test]
async fn typed_values_become_those_that_findings_have() {
    let test = TestBackend::sqlite().await;
    report(&test, &["one"]).await;
    let kept = findings::list(
        &test,
        &viewer(),
        &FindingList::first(FindingFilter::default(), 1),
    );
    let kept = kept.expect("a list").page.rows.remove(0);
    let excluded = Excluded {
        facet: Facet::Product,
        value: kept.product.to_lowercase(),
    };
    let filter = FindingFilter {
        product: vec![kept.product.to_uppercase(), "Nobody's".to_owned()],
        assignee: vec!["me".to_owned()],
        excluded: vec![excluded],
        ..FindingFilter::default()
    };
    let me = analyst();
    let filter = canonical(&test, &me, filter).expect("a filter");
    assert_eq!(
        filter.product,
        ["Nobody's".to_owned(), kept.product.clone()]
    );
    assert_eq!(filter.assignee, [me.label()]);
    assert_eq!(filter.excluded(Facet::Product), [kept.product.as_str()]);
}
