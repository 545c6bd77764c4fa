//! What happens while somebody reads: pages between changes, waiting, and many values.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use chrono::DateTime;
use domain::{
    event::Seq,
    finding::{Deadlines, Facet, FindingFilter, FindingList, SortOrder, Standpoint},
    id::FindingId,
    version::Version,
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};

use super::{
    answers::told,
    sample::{ask, id_of, row},
};
use crate::board::{Board, BoardRow};

/// A reader who knows nothing yet.
const FROM: Standpoint = Standpoint {
    now: DateTime::UNIX_EPOCH,
    seen: 0,
    deadlines: Deadlines::STANDARD,
};

/// Some row, to be changed where a test cares.
fn any_row() -> BoardRow {
    let tree = row().new_tree(&mut TestRunner::deterministic());
    tree.expect("rows are always made").current()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_that_stay_are_seen_once_whatever_comes_between_pages(
        first in vec(row(), 0..40),
        later in vec(row(), 0..40),
        ask in ask(),
    ) {
        let (board, naive) = told(&[first]);
        let later: BTreeMap<u32, BoardRow> = later.into_iter().map(|row| (row.n, row)).collect();
        let mut later = later.into_values().filter(|row| !naive.0.contains_key(&row.n));
        let (mut ask, mut seen) = (ask, Vec::new());
        let before: BTreeSet<FindingId> = naive.list(&ask, FROM).iter().map(|row| row.id).collect();
        loop {
            let page = board.list(&ask, FROM).expect("a cursor that the board gave").page;
            seen.extend(page.rows.iter().map(|row| row.id));
            board.apply(Seq(9), later.by_ref().take(3));
            match page.next {
                Some(next) => ask.after = Some(next),
                None => break,
            }
        }
        let unique: BTreeSet<FindingId> = seen.iter().copied().collect();
        prop_assert_eq!(unique.len(), seen.len());
        prop_assert!(unique.is_superset(&before));
    }
}

#[test]
fn the_most_frequent_values_are_listed_and_every_chosen_one() {
    let rows = (0..80u32).flat_map(|account| {
        (0..=account).map(move |at| BoardRow {
            n: account * 100 + at + 1,
            id: id_of(account * 100 + at + 1),
            account: format!("{account:012}"),
            ..any_row()
        })
    });
    let board = Board::new();
    board.apply(Seq(1), rows);
    let chosen = ["000000000003", "000000000079", "999999999999"];
    let filter = FindingFilter {
        account: chosen.map(str::to_owned).to_vec(),
        ..FindingFilter::default()
    };
    let listing = board
        .list(&FindingList::first(filter, 5), FROM)
        .expect("a first page");
    let accounts = listing
        .facets
        .iter()
        .find(|counts| counts.facet == Facet::Account);
    let accounts = accounts.expect("every facet is there");
    assert_eq!(listing.total, 84);
    assert_eq!(accounts.values.len(), 52);
    assert_eq!(
        (&*accounts.values[0].value, accounts.values[0].count),
        ("000000000079", 80)
    );
    assert_eq!(
        (&*accounts.values[50].value, accounts.values[50].count),
        ("000000000003", 4)
    );
    assert_eq!(
        (&*accounts.values[51].value, accounts.values[51].count),
        ("999999999999", 0)
    );
    assert_eq!(accounts.more, 29);
}

#[test]
fn an_account_is_found_by_its_newest_name() {
    let board = Board::new();
    let row = BoardRow {
        account_name: Some("Payments".to_owned()),
        ..any_row()
    };
    board.apply(Seq(1), [row.clone()]);
    let found = |text: &str| {
        let filter = FindingFilter {
            text: text.to_owned(),
            ..FindingFilter::default()
        };
        let listing = board.list(&FindingList::first(filter, 5), FROM);
        listing.expect("a first page").total
    };
    assert_eq!((found("payments"), found("billing")), (1, 0));
    let names = [
        (row.account, "Billing".to_owned()),
        ("0".to_owned(), "Nobody".to_owned()),
    ];
    board.name_accounts(Seq(2), names);
    assert_eq!(
        (found("payments"), found("billing"), found("nobody")),
        (0, 1, 0)
    );
    assert_eq!(board.as_of(), Seq(2));
}

#[test]
fn an_older_version_does_not_replace_a_newer_one() {
    let at = |version, title: &str| BoardRow {
        version: Version(version),
        title: title.to_owned(),
        ..any_row()
    };
    let board = Board::new();
    board.apply(Seq(1), [at(2, "second")]);
    board.apply(Seq(2), [at(1, "first")]);
    let kept = board.row(any_row().id).expect("it is there");
    assert_eq!((kept.title.as_str(), kept.version), ("second", Version(2)));
    assert_eq!(board.as_of(), Seq(2));
}

#[test]
fn rows_beyond_many_blocks_are_ordered_and_found() {
    let rows = (1..10_001u32).map(|n| BoardRow {
        n,
        id: id_of(n),
        aws_finding_id: format!("arn:aws:x:finding/{n:05}"),
        updated: any_row().updated + chrono::TimeDelta::seconds((n * 7919 % 10_007).into()),
        ..any_row()
    });
    let board = Board::new();
    board.apply(Seq(1), rows);
    let mut ask = FindingList::first(FindingFilter::default(), 200);
    for order in SortOrder::ALL {
        ask.order = *order;
        let seen = super::answers::pages(&board, &ask, FROM);
        assert_eq!(seen.len(), 10_000);
        assert!(seen.is_sorted_by_key(|row| match order {
            SortOrder::Ascending => row.updated.timestamp(),
            SortOrder::Descending => -row.updated.timestamp(),
        }));
    }
    ask.filter.text = "0999".to_owned();
    assert_eq!(board.list(&ask, FROM).expect("a first page").total, 11);
}

#[tokio::test]
async fn waiting_ends_when_the_event_is_known() {
    let board = Arc::new(Board::new());
    let waiting = tokio::spawn({
        let board = Arc::clone(&board);
        async move {
            board.wait_for(Seq(2)).await;
            board.as_of()
        }
    });
    board.apply(Seq(1), []);
    board.apply(Seq(2), [any_row()]);
    assert_eq!(waiting.await.expect("it ends"), Seq(2));
    board.wait_for(Seq(1)).await;
    assert!(!board.knows_within(Seq(3), Duration::ZERO).await);
}

/// A word that no finding has any more is not what somebody means who types it.
#[test]
fn a_typed_value_is_one_that_findings_have() {
    let board = Board::new();
    let first = BoardRow {
        product: "guardduty".to_owned(),
        ..any_row()
    };
    let now = BoardRow {
        product: "GuardDuty".to_owned(),
        version: first.version.next(),
        ..first.clone()
    };
    board.apply(Seq(1), [first]);
    let typed = FindingFilter::default().excluding(Facet::Product, "guardduty");
    let excluded = |filter: FindingFilter| filter.excluded[0].value.clone();
    assert_eq!(excluded(board.canonical(typed.clone())), "guardduty");
    board.apply(Seq(2), [now]);
    assert_eq!(excluded(board.canonical(typed)), "GuardDuty");
}
