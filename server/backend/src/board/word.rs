//! One word of a text search, looked up in the dictionaries first and in the rows last.

use domain::finding::Facet;
use memchr::memmem::Finder;

use super::{
    bits::{BLOCK, BLOCK_WORDS, Bits, ones},
    cell,
    dictionary::Dictionary,
    fold::cut,
    state::State,
};

/// With fewer rows than this left in a block they are searched one by one.
const FEW: u32 = 256;

/// A word, and where it occurs.
pub(super) struct Word<'a> {
    finder: Finder<'a>,
    /// Codes that hold it, with the column to look them up in.
    columns: Vec<(Column, Bits)>,
    /// The part after its last separator: a tail may begin so if its head ends in the part before.
    rest: &'a str,
    /// Heads of ids that end in the part before; none if the word has no separator.
    heads: Bits,
    /// Whether the word may lie within a tail, that is, has no separator.
    within: bool,
}

#[derive(Clone, Copy)]
enum Column {
    Cell,
    Title,
    Resources,
    IdHead,
}

impl<'a> Word<'a> {
    /// Looks up a folded word.
    pub(super) fn new(word: &'a str, state: &State) -> Self {
        let finder = Finder::new(word);
        let (before, rest) = cut(word);
        let words = &state.words;
        let columns = [
            (Column::Cell, cells(&finder, state)),
            (Column::Title, words.titles.containing(&finder)),
            (Column::Resources, resources(&finder, before, rest, state)),
            (Column::IdHead, words.id_heads.containing(&finder)),
        ];
        Self {
            heads: ending(&words.id_heads, before),
            columns: columns
                .into_iter()
                .filter(|(_, codes)| !codes.is_empty())
                .collect(),
            finder,
            rest,
            within: before.is_empty(),
        }
    }

    /// The rows of a block that hold the word; rows that are not `left` may be missing.
    pub(super) fn rows(&self, state: &State, block: usize, left: &[u64]) -> [u64; BLOCK_WORDS] {
        let mut found = [0; BLOCK_WORDS];
        let rows = &state.rows;
        let from = block * BLOCK;
        let to = rows.len().min(from + BLOCK);
        for (column, codes) in &self.columns {
            let column = match column {
                Column::Cell => &rows.cell[from..to],
                Column::Title => &rows.title[from..to],
                Column::Resources => &rows.resources[from..to],
                Column::IdHead => &rows.id_head[from..to],
            };
            for (word, column) in found.iter_mut().zip(column.chunks(64)) {
                for (bit, code) in column.iter().enumerate() {
                    *word |= u64::from(codes.has(*code as usize)) << bit;
                }
            }
        }
        self.tails(state, block, left, &mut found);
        found
    }

    fn tails(&self, state: &State, block: usize, left: &[u64], found: &mut [u64; BLOCK_WORDS]) {
        let missing: Vec<u64> = left.iter().zip(&*found).map(|(l, f)| l & !f).collect();
        let few = missing.iter().map(|word| word.count_ones()).sum::<u32>() < FEW;
        let (rows, from) = (&state.rows, block * BLOCK);
        if self.within && !few {
            return rows.id_tail.mark(block, &self.finder, found);
        }
        if !self.within && self.heads.is_empty() {
            return;
        }
        for (at, word) in missing.into_iter().enumerate() {
            for bit in ones(word) {
                let n = from + at * 64 + bit;
                let tail = rows.id_tail.get(n);
                let holds = if self.within {
                    self.finder.find(tail.as_bytes()).is_some()
                } else {
                    self.heads.has(rows.id_head[n] as usize) && tail.starts_with(self.rest)
                };
                found[at] |= u64::from(holds) << bit;
            }
        }
    }
}

/// The cells whose control, account or account's name holds the word.
fn cells(finder: &Finder<'_>, state: &State) -> Bits {
    let words = &state.words;
    let controls = words.controls.containing(finder);
    let mut accounts = words.accounts.containing(finder);
    for (code, name) in words.account_names.iter().enumerate() {
        if finder.find(name.as_bytes()).is_some() {
            accounts.put(code);
        }
    }
    let all = state.cells.all();
    let mut found = Bits::none(all.len());
    if controls.is_empty() && accounts.is_empty() {
        return found;
    }
    for (at, cell) in all.iter().enumerate().skip(1) {
        if controls.has(cell::of(cell, Facet::Control) as usize)
            || accounts.has(cell::of(cell, Facet::Account) as usize)
        {
            found.put(at);
        }
    }
    found
}

/// The lists of resources of which one holds the word in its id.
fn resources(finder: &Finder<'_>, before: &str, rest: &str, state: &State) -> Bits {
    let words = &state.words;
    let holding = words.resource_heads.containing(finder);
    let ending = ending(&words.resource_heads, before);
    let tails = if before.is_empty() {
        words.resource_tails.containing(finder)
    } else {
        Bits::default()
    };
    let mut lists = Bits::none(words.resource_lists.len());
    if holding.is_empty() && ending.is_empty() && tails.is_empty() {
        return lists;
    }
    let holds = |[_, head, tail]: &[u32; 3]| {
        holding.has(*head as usize)
            || tails.has(*tail as usize)
            || ending.has(*head as usize) && words.resource_tails.folded(*tail).starts_with(rest)
    };
    for (at, list) in words.resource_lists.iter().enumerate() {
        if list.iter().any(|code| holds(words.resources.get(*code))) {
            lists.put(at);
        }
    }
    lists
}

/// The heads that end in `before`; none if that is empty.
fn ending(heads: &Dictionary, before: &str) -> Bits {
    let mut found = Bits::none(heads.len());
    if !before.is_empty() {
        for code in 0..heads.len() {
            if heads.folded(super::fold::index(code)).ends_with(before) {
                found.put(code);
            }
        }
    }
    found
}
