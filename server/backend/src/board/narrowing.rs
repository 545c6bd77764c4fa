//! What narrows row by row, because no facet tells: the words of a text search, and one group.

use std::ops::Range;

use domain::finding::{FindingList, Wanted, query_words};

use super::{
    bits::{BLOCK, BLOCK_WORDS, Bits},
    grouping::GroupNumbers,
    scan::{in_parts, joined},
    state::State,
    word::Word,
};

/// More words than this in one search are not looked at: a bound on what one page may cost.
pub(super) const MAX_WORDS: usize = 24;

/// The rows that hold every word of the text and belong to the group; `None` if neither is asked for.
pub(super) fn narrowed(ask: &FindingList, state: &State) -> Option<Bits> {
    let mut texts: Vec<Wanted> = Vec::new();
    for wanted in query_words(&ask.filter.text) {
        let text = super::fold::fold(&wanted.text).into_owned();
        let wanted = Wanted { text, ..wanted };
        if !texts.contains(&wanted) && texts.len() < MAX_WORDS {
            texts.push(wanted);
        }
    }
    if texts.is_empty() && ask.group.is_none() {
        return None;
    }
    let group = ask.group.as_ref().map(|group| {
        let numbers = GroupNumbers::new(state, group.by);
        (numbers.find(&group.key), numbers)
    });
    let words: Vec<(Word<'_>, bool)> = texts
        .iter()
        .map(|one| (Word::new(&one.text, state), one.excluded))
        .collect();
    let len = state.rows.len();
    let parts = in_parts(len, |part| {
        let mut all = Vec::with_capacity(part.len().div_ceil(64));
        for from in part.step_by(BLOCK) {
            let mut left = [0; BLOCK_WORDS];
            fill(&mut left, len - from);
            if let Some((group, numbers)) = &group {
                keep(&mut left, &rows_of(*group, numbers, (from, len)), !0);
            }
            for (word, excluded) in &words {
                if left.iter().all(|word| *word == 0) {
                    break;
                }
                let found = word.rows(state, from / BLOCK, &left);
                keep(&mut left, &found, if *excluded { 0 } else { !0 });
            }
            all.extend(left);
        }
        all
    });
    Some(Bits::of_blocks(parts))
}

/// How many of the rows are in each cell.
pub(super) fn weigh(rows: &Bits, state: &State) -> Vec<u32> {
    let look = |part: Range<usize>| {
        let mut weights = vec![0; state.cells.all().len()];
        for n in rows.iter(part.start, part.end) {
            weights[state.rows.cell[n] as usize] += 1;
        }
        weights
    };
    joined(state.rows.len(), look, |all, later| *all += later)
}

fn fill(words: &mut [u64], rows: usize) {
    for (at, word) in words.iter_mut().enumerate() {
        *word = match rows.saturating_sub(at * 64) {
            0 => 0,
            left @ 1..64 => (1 << left) - 1,
            _ => u64::MAX,
        };
    }
}

/// Leaves what is found, or with `wanted` zero what is not.
fn keep(left: &mut [u64], found: &[u64], wanted: u64) {
    for (left, found) in left.iter_mut().zip(found) {
        *left &= !(found ^ wanted);
    }
}

/// The rows of the block at `from`, of `len` in all, that belong to the group.
fn rows_of(
    group: Option<usize>,
    numbers: &GroupNumbers<'_>,
    (from, len): (usize, usize),
) -> [u64; BLOCK_WORDS] {
    let mut found = [0; BLOCK_WORDS];
    if group.is_some() {
        for n in from..len.min(from + BLOCK) {
            let at = n - from;
            found[at / 64] |= u64::from(numbers.group_of(n) == group) << (at % 64);
        }
    }
    found
}
