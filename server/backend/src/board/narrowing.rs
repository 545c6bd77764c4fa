//! What narrows row by row, because no facet tells: the words of a text search, and one group.

use domain::finding::{Facet, FindingList};

use super::{
    bits::{BLOCK, BLOCK_WORDS, Bits},
    cell::{self, NONE},
    state::State,
    word::Word,
};

/// More words than this in one search are not looked at: a bound on what one page may cost.
pub(super) const MAX_WORDS: usize = 24;

/// The rows that hold every word of the text and belong to the group; `None` if neither is asked for.
pub(super) fn narrowed(ask: &FindingList, state: &State) -> Option<Bits> {
    let mut texts: Vec<String> = Vec::new();
    for text in ask.filter.text.split_whitespace() {
        let text = super::fold::fold(text).into_owned();
        if !texts.contains(&text) && texts.len() < MAX_WORDS {
            texts.push(text);
        }
    }
    if texts.is_empty() && ask.group.is_none() {
        return None;
    }
    let group = ask.group.as_ref().map(|key| Group::new(key, state));
    let words: Vec<Word<'_>> = texts.iter().map(|text| Word::new(text, state)).collect();
    let len = state.rows.len();
    let mut all = Bits::none(len);
    for block in 0..len.div_ceil(BLOCK) {
        let left = all.block_mut(block);
        fill(left, len - block * BLOCK);
        if let Some(group) = &group {
            keep(left, &group.rows(state, block));
        }
        for word in &words {
            if left.iter().all(|word| *word == 0) {
                break;
            }
            let found = word.rows(state, block, left);
            keep(left, &found);
        }
    }
    Some(all)
}

/// How many of the rows are in each cell.
pub(super) fn weigh(rows: &Bits, state: &State) -> Vec<u32> {
    let mut weights = vec![0; state.cells.all().len()];
    for n in rows.iter(0, state.rows.len()) {
        weights[state.rows.cell[n] as usize] += 1;
    }
    weights
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

fn keep(left: &mut [u64], found: &[u64]) {
    for (left, found) in left.iter_mut().zip(found) {
        *left &= found;
    }
}

/// The findings of one control, and those without a control that have its name as their title.
struct Group {
    control: Option<u32>,
    title: Option<u32>,
}

impl Group {
    fn new(key: &str, state: &State) -> Self {
        Self {
            control: state.words.controls.find(key).filter(|code| *code != NONE),
            title: state.words.titles.find(key),
        }
    }

    fn rows(&self, state: &State, block: usize) -> [u64; BLOCK_WORDS] {
        let mut found = [0; BLOCK_WORDS];
        let rows = &state.rows;
        for n in block * BLOCK..rows.len().min((block + 1) * BLOCK) {
            let titled = Some(rows.title[n]) == self.title;
            if !titled && self.control.is_none() {
                continue;
            }
            let control = cell::of(state.cells.get(rows.cell[n]), Facet::Control);
            if Some(control) == self.control || titled && control == NONE {
                let at = n % BLOCK;
                found[at / 64] |= 1 << (at % 64);
            }
        }
        found
    }
}
