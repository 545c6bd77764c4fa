//! A snapshot read back gives the same answers, and a broken one an error.

use std::io::{self, Write};

use domain::event::Seq;
use proptest::{collection::vec, prelude::*};

use super::{
    answers::{learn, same, told},
    sample::{asked, row},
};
use crate::board::{BadSnapshot, Board, BoardRow};

fn written(board: &Board) -> Vec<u8> {
    let mut file = Vec::new();
    board.save(&mut file).expect("memory takes all");
    file
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 64, ..ProptestConfig::default()
    })]

    #[test]
    fn a_board_that_was_saved_goes_on_as_if_nothing_had_been(
        before in vec(vec(row(), 0..40), 0..4),
        after in vec(row(), 0..40),
        asks in vec(asked(), 1..4),
    ) {
        let (board, mut naive) = told(&before);
        let loaded = Board::load(&*written(&board)).expect("it was written whole");
        prop_assert_eq!(loaded.as_of(), board.as_of());
        learn(&loaded);
        for ask in &asks {
            same(&loaded, &naive, ask)?;
        }
        loaded.apply(Seq(9), after.clone());
        after.iter().for_each(|row| naive.put(row));
        for ask in &asks {
            same(&loaded, &naive, ask)?;
        }
    }

    #[test]
    fn any_damage_is_an_error(
        rows in vec(row(), 1..20),
        place in any::<prop::sample::Index>(),
        flip in 1..=255u8,
        cut in any::<bool>(),
    ) {
        let (board, _) = told(&[rows]);
        let mut file = written(&board);
        let at = place.index(file.len());
        if cut { file.truncate(at) } else { file[at] ^= flip }
        prop_assert!(Board::load(&*file).is_err());
    }
}

/// A file during whose writing the board goes on: a row more with each piece.
struct Busy<'a> {
    file: Vec<u8>,
    board: &'a Board,
    rows: std::vec::IntoIter<BoardRow>,
}

impl Write for Busy<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.board.apply(Seq(8), self.rows.next());
        self.file.write(piece)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 64, ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_applied_while_it_is_saved_may_be_told_again(
        before in vec(row(), 0..30),
        during in vec(row(), 60..100),
        ask in asked(),
    ) {
        let (board, mut naive) = told(&[before]);
        during.iter().for_each(|row| naive.put(row));
        let mut busy = Busy { file: Vec::new(), board: &board, rows: during.clone().into_iter() };
        board.save(&mut busy).expect("memory takes all");
        let loaded = Board::load(&*busy.file).expect("every code has its meaning");
        prop_assert_eq!(loaded.as_of(), Seq(1));
        learn(&loaded);
        loaded.apply(Seq(8), during);
        same(&loaded, &naive, &ask)?;
    }
}

#[test]
fn a_file_of_another_schema_says_so() {
    // That before findings had tags, and one that is to come.
    for schema in [3u32, 99] {
        let mut file = Vec::new();
        let content = [schema.to_le_bytes().as_slice(), &7i64.to_le_bytes()].concat();
        file.extend_from_slice(&12u32.to_le_bytes());
        file.extend_from_slice(&content);
        let number_and_content = [&0u64.to_le_bytes(), content.as_slice()].concat();
        file.extend_from_slice(blake3::hash(&number_and_content).as_bytes());
        let refused = Board::load(&*file).expect_err("it is not ours");
        assert!(
            matches!(refused, BadSnapshot::OtherSchema { found, .. } if found == schema),
            "{refused}"
        );
    }
}

#[test]
fn an_empty_file_is_an_error() {
    assert!(matches!(Board::load(&[][..]), Err(BadSnapshot::Damaged(_))));
}
