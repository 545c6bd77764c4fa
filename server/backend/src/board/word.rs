//! One word of a text search, looked up in the dictionaries first and in the rows last.

use domain::finding::{Facet, address};
use memchr::memmem::Finder;

use super::{
    bits::{BLOCK, BLOCK_WORDS, Bits, ones},
    cell,
    fold::cut,
    resources::Holding,
    state::State,
};

/// With fewer rows than this left in a block they are searched one by one.
const FEW: u32 = 256;

/// A word, and where it occurs.
pub(super) struct Word<'a> {
    finder: Finder<'a>,
    /// Codes that hold it, with the column to look them up in; those with the fewest codes first.
    columns: Vec<(Column, Bits)>,
    resources: Holding,
    /// Lists of addresses of which one holds it; none if no list has such a one.
    addresses: Option<Bits>,
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
    IdHead,
}

impl<'a> Word<'a> {
    /// Looks up a folded word.
    pub(super) fn new(word: &'a str, state: &State) -> Self {
        let finder = Finder::new(word);
        let (before, rest) = cut(word);
        let words = &state.words;
        let columns = [
            (Column::IdHead, words.id_heads.containing(&finder)),
            (Column::Title, words.titles.containing(&finder)),
            (Column::Cell, cells(&finder, state)),
        ];
        Self {
            heads: words.id_heads.ending(before),
            resources: words.resources.holding(&finder, before, rest),
            addresses: addresses(word, &finder, state),
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
                Column::IdHead => &rows.id_head[from..to],
            };
            mark(column, left, &mut found, |code| codes.has(code as usize));
        }
        if !self.resources.is_empty() {
            let column = &rows.resources[from..to];
            mark(column, left, &mut found, |code| self.resources.has(code));
        }
        if let Some(lists) = &self.addresses {
            for (at, code) in rows.addresses.block(block) {
                let at = usize::from(*at);
                found[at / 64] |= u64::from(lists.has(*code as usize)) << (at % 64);
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

/// Sets the bits of the rows whose code holds; where none is left to be found it does not look.
fn mark(column: &[u32], left: &[u64], found: &mut [u64], holds: impl Fn(u32) -> bool) {
    for ((found, left), codes) in found.iter_mut().zip(left).zip(column.chunks(64)) {
        if *left & !*found != 0 {
            for (bit, code) in codes.iter().enumerate() {
                *found |= u64::from(holds(*code)) << bit;
            }
        }
    }
}

/// The lists of addresses of which one holds the word, or is what it says in another spelling.
fn addresses(word: &str, finder: &Finder<'_>, state: &State) -> Option<Bits> {
    let words = &state.words;
    let mut wanted = words.addresses.containing(finder);
    let spelt = address(word).map(|address| address.to_string());
    if let Some(code) = spelt.and_then(|text| words.addresses.find(&text)) {
        wanted.put(code as usize);
    }
    if wanted.is_empty() {
        return None;
    }
    let mut found = Bits::none(words.address_lists.len());
    for (at, list) in words.address_lists.iter().enumerate() {
        if list.iter().any(|code| wanted.has(*code as usize)) {
            found.put(at);
        }
    }
    Some(found)
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
