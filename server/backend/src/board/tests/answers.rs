//! Every answer equals the naive one, whatever came in and in which pieces.

use std::cmp::Reverse;

use domain::{
    event::Seq,
    finding::{Due, FindingGroup, FindingList, FindingSummary, Grouping, Standpoint},
    time::from_micros,
};
use proptest::{collection::vec, prelude::*};

use super::{
    naive::{Naive, due, summary},
    sample::{ENDS, asked, id_of, numbers, row},
};
use crate::board::{Board, BoardRow, Neighbours};

/// A board and a plain list that were told the same.
pub(super) fn told(batches: &[Vec<BoardRow>]) -> (Board, Naive) {
    let (board, mut naive) = (Board::new(), Naive::default());
    learn(&board);
    for (seq, batch) in (1..).zip(batches) {
        board.apply(Seq(seq), batch.clone());
        batch.iter().for_each(|row| naive.put(row));
    }
    (board, naive)
}

/// Tells a board of the ends of suppressions, which no snapshot has.
pub(super) fn learn(board: &Board) {
    let ends = ENDS
        .iter()
        .map(|(number, until)| (*number, from_micros(*until)));
    board.learn_ends(Seq::START, ends);
}

/// All pages in turn.
pub(super) fn pages(board: &Board, ask: &FindingList, from: Standpoint) -> Vec<FindingSummary> {
    let (mut ask, mut all) = (ask.clone(), Vec::new());
    loop {
        let page = board
            .list(&ask, from)
            .expect("a cursor that the board gave")
            .page;
        assert!(
            page.rows.len() <= usize::from(ask.limit),
            "no page is longer than asked for"
        );
        all.extend(page.rows);
        match page.next {
            Some(next) => ask.after = Some(next),
            None => return all,
        }
    }
}

fn group_pages(
    board: &Board,
    ask: &FindingList,
    by: Grouping,
    from: Standpoint,
) -> Vec<FindingGroup> {
    let (mut ask, mut all) = (ask.clone(), Vec::new());
    loop {
        let page = board
            .groups(&ask, by, from)
            .expect("a cursor that the board gave")
            .page;
        assert!(
            page.rows.len() <= usize::from(ask.limit),
            "no page is longer than asked for"
        );
        all.extend(page.rows);
        match page.next {
            Some(next) => ask.after = Some(next),
            None => return all,
        }
    }
}

/// Compares every kind of answer to one question.
pub(super) fn same(
    board: &Board,
    naive: &Naive,
    (ask, by, from): &(FindingList, Grouping, Standpoint),
) -> Result<(), TestCaseError> {
    let (by, from) = (*by, *from);
    let rows = naive.list(ask, from);
    let mut numbers: Vec<u32> = rows.iter().map(|row| row.n).collect();
    let expected: Vec<FindingSummary> = rows.into_iter().map(summary).collect();
    let listing = board.list(ask, from).expect("a first page");
    prop_assert_eq!(listing.total, expected.len() as u64);
    prop_assert_eq!(&listing.facets, &naive.facets(ask, from));
    prop_assert_eq!(&pages(board, ask, from), &expected);
    numbers.sort_unstable();
    let half = numbers.get(numbers.len() / 2).copied().unwrap_or(0);
    let came = numbers.iter().filter(|n| **n > half).count() as u64;
    prop_assert_eq!(board.came_after(ask, from, half), came);
    prop_assert_eq!(board.numbers(ask, from), numbers);
    let groups = board.groups(ask, by, from).expect("a first page");
    let expected_groups = naive.groups(ask, by, from);
    prop_assert_eq!(groups.groups, expected_groups.len() as u64);
    prop_assert_eq!(groups.total, listing.total);
    prop_assert_eq!(&groups.facets, &listing.facets);
    let mut answered = group_pages(board, ask, by, from);
    if by == Grouping::Resource {
        answered
            .sort_by_key(|group| (Reverse((group.severity, group.matching)), group.key.clone()));
    }
    prop_assert_eq!(answered, expected_groups);
    prop_assert_eq!(board.counts(), naive.counts());
    prop_assert_eq!(board.len(), naive.0.len() as u64);
    let overdue = naive
        .0
        .values()
        .filter(|row| due(row, from) == Due::Overdue);
    prop_assert_eq!(board.overdue(from), overdue.count() as u64);
    if let Some(at) = expected.len().checked_sub(1).map(|last| last / 2) {
        let before = at.checked_sub(1).map(|before| expected[before].id);
        let after = expected.get(at + 1).map(|row| row.id);
        prop_assert_eq!(
            board.neighbours(expected[at].id, ask, from),
            Neighbours {
                previous: before,
                next: after,
                place: Some((at as u64 + 1, expected.len() as u64)),
            }
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_equal_those_of_a_plain_list(
        batches in vec(vec(row(), 0..40), 0..5),
        asks in vec(asked(), 1..6),
    ) {
        let (board, naive) = told(&batches);
        for ask in &asks {
            same(&board, &naive, ask)?;
        }
        for n in numbers() {
            prop_assert_eq!(board.row(id_of(n)), naive.0.get(&n).map(summary));
        }
    }

    #[test]
    fn a_cursor_of_any_text_is_a_place_or_an_error(
        rows in vec(row(), 0..20),
        (ask, by, from) in asked(),
        after in "(s|sd|ua|cd|nd|g|g3\\.|g[0-9]{1,2}\\.[0-9]{0,25}\\.)?[0-9a-f.+]{0,34}.{0,3}",
    ) {
        let (board, _) = told(&[rows]);
        let ask = FindingList { after: Some(after), ..ask };
        if let Ok(listing) = board.list(&ask, from) {
            prop_assert!(listing.page.rows.len() as u64 <= listing.total);
        }
        if let Ok(listing) = board.groups(&ask, by, from) {
            prop_assert!(listing.page.rows.len() as u64 <= listing.groups);
        }
    }
}
