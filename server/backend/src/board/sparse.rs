//! Codes of the few rows that have one.

use super::bits::BLOCK;

/// A code by row number. 0 is none and takes no room; the others are kept block by block, so that a change moves no more
/// than its block.
#[derive(Debug, Default)]
pub(super) struct Sparse {
    /// Row within the block, and code, in order of the rows.
    blocks: Vec<Vec<(u16, u32)>>,
}

impl Sparse {
    /// The code of a row, 0 for one that has none.
    pub(super) fn get(&self, n: usize) -> u32 {
        let block = self.block(n / BLOCK);
        let found = block.binary_search_by_key(&place(n), |(at, _)| *at);
        found.map_or(0, |at| block[at].1)
    }

    /// Replaces the code of a row.
    pub(super) fn set(&mut self, n: usize, code: u32) {
        if code == 0 && self.block(n / BLOCK).is_empty() {
            return;
        }
        if self.blocks.len() <= n / BLOCK {
            self.blocks.resize_with(n / BLOCK + 1, Vec::new);
        }
        let block = &mut self.blocks[n / BLOCK];
        match (block.binary_search_by_key(&place(n), |(at, _)| *at), code) {
            (Ok(at), 0) => drop(block.remove(at)),
            (Ok(at), code) => block[at].1 = code,
            (Err(_), 0) => {}
            (Err(at), code) => block.insert(at, (place(n), code)),
        }
    }

    /// The rows of a block that have a code, by their place in it.
    pub(super) fn block(&self, block: usize) -> &[(u16, u32)] {
        self.blocks.get(block).map_or(&[], Vec::as_slice)
    }

    /// Every code that some row has.
    pub(super) fn codes(&self) -> impl Iterator<Item = u32> + '_ {
        self.blocks.iter().flatten().map(|(_, code)| *code)
    }
}

/// Where in its block a row is.
fn place(n: usize) -> u16 {
    u16::try_from(n % BLOCK).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    proptest! {
        #[test]
        fn it_equals_a_plain_map(
            steps in vec((select(vec![0, 1, 2, 63, 64, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK]), 0..4_u32), 0..40),
        ) {
            let (mut sparse, mut plain) = (Sparse::default(), BTreeMap::new());
            for (n, code) in steps {
                sparse.set(n, code);
                plain.insert(n, code);
                prop_assert_eq!(sparse.get(n), code);
            }
            plain.retain(|_, code| *code != 0);
            for n in 0..4 * BLOCK {
                prop_assert_eq!(sparse.get(n), plain.get(&n).copied().unwrap_or(0));
            }
            let by_block = (0..5).flat_map(|block| {
                sparse.block(block).iter().map(move |(at, code)| (block * BLOCK + usize::from(*at), *code))
            });
            prop_assert!(by_block.eq(plain.clone()));
            prop_assert!(sparse.codes().eq(plain.into_values()));
        }
    }
}
