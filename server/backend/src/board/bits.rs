//! Sets of small numbers, and the blocks that all scans go by.

/// Rows a block of text: a block is what a change rewrites and what a search skips.
pub(super) const BLOCK: usize = 4096;
/// Words a block.
pub(super) const BLOCK_WORDS: usize = BLOCK / 64;

/// A set of numbers below a length that is rounded up to whole blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The empty set with room for numbers below `len`.
    pub(super) fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(BLOCK) * BLOCK_WORDS])
    }

    /// The set whose blocks are these words, one after the other.
    pub(super) fn of_blocks(parts: Vec<Vec<u64>>) -> Self {
        Self(parts.concat())
    }

    /// Puts in what is in the other, which has room for the same numbers.
    pub(super) fn join(&mut self, other: &Self) {
        for (words, others) in self.0.iter_mut().zip(&other.0) {
            *words |= others;
        }
    }

    /// Whether the number is in.
    pub(super) fn has(&self, at: usize) -> bool {
        self.0
            .get(at / 64)
            .is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Puts the number in; it must be below the length.
    pub(super) fn put(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    /// Puts the number in, which must be below the length, and says whether it was not in before.
    pub(super) fn put_new(&mut self, at: usize) -> bool {
        let (word, bit) = (&mut self.0[at / 64], 1 << (at % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Takes out the number, and with it some that are near.
    pub(super) fn clear_around(&mut self, at: usize) {
        self.0[at / 64] = 0;
    }

    /// How many numbers are in.
    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// What is in both sets, which have room for the same numbers.
    pub(super) fn both(mut self, other: &Self) -> Self {
        for (words, others) in self.0.iter_mut().zip(&other.0) {
            *words &= others;
        }
        self
    }

    /// Whether no number is in.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The words of one block.
    pub(super) fn block_mut(&mut self, block: usize) -> &mut [u64] {
        &mut self.0[block * BLOCK_WORDS..(block + 1) * BLOCK_WORDS]
    }

    /// The numbers of `from..to` that are in, in order; `from` is a multiple of 64.
    pub(super) fn iter(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
        let words = self.0.get(from / 64..to.div_ceil(64).min(self.0.len()));
        words
            .unwrap_or_default()
            .iter()
            .enumerate()
            .flat_map(move |(at, word)| ones(*word).map(move |bit| from + at * 64 + bit))
            .take_while(move |at| *at < to)
    }
}

/// The places of the bits that are set, lowest first.
pub(super) fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(bit)
    })
}
