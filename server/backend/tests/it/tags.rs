//! Findings are found again by the tags that people put on them.

use backend::{
    Backend, findings,
    testing::{Engine, TestBackend, batch},
};
use domain::{
    finding::{
        Facet, FindingFilter, FindingList, Severity, Touch, WorkflowStatus, apply_query, tags,
    },
    id::FindingId,
};
use rstest::rstest;

use crate::{
    asks::{analyst, count_of, listed, viewer},
    board_equals_sql::compare,
    suppression_asks::{keep_up, made, reported, statuses, taken_in, with_people},
    touch_asks::{acted, ask, ben},
};

fn gets(text: &str) -> Touch {
    Touch {
        add_tags: tags(text).expect("tags"),
        ..Touch::default()
    }
}

async fn loses(backend: &Backend, id: FindingId, text: &str) {
    let touch = Touch {
        remove_tags: tags(text).expect("tags"),
        ..Touch::default()
    };
    acted(backend, &analyst(), ask(backend, &[id], touch)).await;
}

/// The last letter of the title of each finding that a query finds, as somebody types it.
fn found(backend: &Backend, query: &str) -> String {
    let filter = apply_query(FindingFilter::default(), query).expect("a query");
    let filter = findings::canonical(backend, &viewer(), filter).expect("a filter");
    let rows = listed(backend, filter).into_iter();
    let mut letters: Vec<char> = rows.filter_map(|row| row.title.chars().last()).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

fn counted(backend: &Backend) -> [u64; 2] {
    ["pci", "prod"].map(|tag| count_of(backend, Facet::Tag, tag))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_tagged_is_found_and_counted_until_it_is_taken_back(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let [a, b, _] = taken_in(&backend, ["a", "b", "c"]).await;
    assert_eq!(
        (counted(&backend), found(&backend, "-tag:pci")),
        ([0, 0], "abc".to_owned())
    );
    let first = ask(&backend, &[a, b], gets("PCI team/web"));
    acted(&backend, &analyst(), first).await;
    let second = acted(&backend, &ben(), ask(&backend, &[b], gets("prod"))).await;
    assert_eq!(counted(&backend), [2, 1]);
    for (query, expected) in [
        ("tag:Pci", "ab"),
        ("tag:prod,team/web", "ab"),
        ("-tag:prod", "ac"),
        ("tag:pci -tag:prod", "a"),
        ("tag:pc", ""),
        // A word is sought where it always was.
        ("pci", ""),
    ] {
        assert_eq!(found(&backend, query), expected, "{query}");
    }
    let all = FindingList::first(FindingFilter::default(), 1);
    let offered = findings::facet_values(&backend, &viewer(), &all, (Facet::Tag, "P"));
    let offered = offered.expect("values").expect("of free text").values;
    let offered: Vec<(&str, u64)> = offered.iter().map(|one| (&*one.value, one.count)).collect();
    assert_eq!(offered, [("pci", 2), ("prod", 1)]);
    let undo = findings::undo(&backend, &ben(), second.id, None).await;
    undo.expect("it is taken back");
    assert_eq!(
        (counted(&backend), found(&backend, "tag:prod")),
        ([2, 0], String::new())
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn tags_outlive_reports_and_starts(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let [a, b] = taken_in(&backend, ["a", "b"]).await;
    acted(
        &backend,
        &analyst(),
        ask(&backend, &[a, b], gets("pci prod")),
    )
    .await;
    backend.keep_index().await;
    loses(&backend, a, "pci").await;
    let worse = reported("b", 1, |finding| finding.severity = Severity::Critical);
    backend.ingest(batch(vec![worse])).await;
    let held = |backend: &Backend| {
        assert_eq!(counted(backend), [1, 2]);
        assert_eq!(found(backend, "tag:pci severity:critical"), "b");
    };
    held(&backend);
    // Out of its file with the events since, and out of the tables.
    let backend = backend.restart().await;
    held(&backend);
    compare(&backend, &backend.url(), &[])
        .await
        .expect("it equals the tables");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_rule_over_a_tag_hides_what_gets_it_and_shows_what_loses_it(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let [a, b] = taken_in(&backend, ["a", "b"]).await;
    acted(&backend, &analyst(), ask(&backend, &[a], gets("pci"))).await;
    made(&backend, "tag:pci", 9).await;
    keep_up(&backend).await;
    let (new, hidden) = (WorkflowStatus::New, WorkflowStatus::Suppressed);
    assert_eq!(statuses(&backend, [a, b]), [hidden, new]);
    acted(&backend, &ben(), ask(&backend, &[b], gets("pci"))).await;
    loses(&backend, a, "pci").await;
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [a, b]), [new, hidden]);
}
