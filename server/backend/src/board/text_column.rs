//! Texts in blocks, made to be searched: each block is one string, its texts parted by line ends.

use memchr::memmem::Finder;

use super::{
    bits::{BLOCK, Bits},
    fold::index,
};

/// Stands between texts. A searched word has no white space, so no match spans two texts.
const GAP: char = '\n';

#[derive(Debug, Default)]
struct Block {
    text: String,
    /// Where each text ends, its [`GAP`] included.
    ends: Vec<u32>,
}

impl Block {
    fn start(&self, at: usize) -> usize {
        at.checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize)
    }
}

/// Texts by number.
#[derive(Debug, Default)]
pub(super) struct TextColumn {
    blocks: Vec<Block>,
}

impl TextColumn {
    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.blocks
            .last()
            .map_or(0, |last| (self.blocks.len() - 1) * BLOCK + last.ends.len())
    }

    /// The text, empty past the end.
    pub(super) fn get(&self, at: usize) -> &str {
        let Some(block) = self.blocks.get(at / BLOCK) else {
            return "";
        };
        let at = at % BLOCK;
        let end = block.ends.get(at).map_or(0, |end| *end as usize);
        block
            .text
            .get(block.start(at.min(block.ends.len()))..end.saturating_sub(GAP.len_utf8()))
            .unwrap_or_default()
    }

    /// Adds a text at the end.
    pub(super) fn push(&mut self, text: &str) {
        if self.len() == self.blocks.len() * BLOCK {
            self.blocks.push(Block::default());
        }
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        block.text.push_str(text);
        block.text.push(GAP);
        block.ends.push(index(block.text.len()));
        if block.ends.len() == BLOCK {
            block.text.shrink_to_fit();
            block.ends.shrink_to_fit();
        }
    }

    /// Replaces a text that is there.
    pub(super) fn set(&mut self, at: usize, text: &str) {
        if self.get(at) == text {
            return;
        }
        let Some(block) = self.blocks.get_mut(at / BLOCK) else {
            return;
        };
        let at = at % BLOCK;
        let (start, end) = (block.start(at), block.ends[at] as usize - GAP.len_utf8());
        block.text.replace_range(start..end, text);
        for place in &mut block.ends[at..] {
            *place = index(*place as usize + text.len() - (end - start));
        }
    }

    /// All texts that contain the word.
    pub(super) fn containing(&self, word: &Finder<'_>) -> Bits {
        let mut found = Bits::none(self.len());
        for block in 0..self.blocks.len() {
            self.mark(block, word, found.block_mut(block));
        }
        found
    }

    /// Sets the bits of the texts of one block that contain the word.
    pub(super) fn mark(&self, block: usize, word: &Finder<'_>, bits: &mut [u64]) {
        let Some(block) = self.blocks.get(block) else {
            return;
        };
        let text = block.text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = word.find(&text[from..]) {
            let place = from + found;
            while block.ends[at] as usize <= place {
                at += 1;
            }
            bits[at / 64] |= 1 << (at % 64);
            from = block.ends[at] as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_and_are_found_after_they_grew_and_shrank() {
        let mut column = TextColumn::default();
        for n in 0..BLOCK + 3 {
            column.push(&format!("row-{n}"));
        }
        column.set(1, "a much longer text");
        column.set(BLOCK, "");
        assert_eq!(column.len(), BLOCK + 3);
        assert_eq!(column.get(0), "row-0");
        assert_eq!(column.get(1), "a much longer text");
        assert_eq!(column.get(2), "row-2");
        assert_eq!(column.get(BLOCK), "");
        assert_eq!(column.get(BLOCK + 2), "row-4098");
        assert_eq!(column.get(BLOCK + 3), "");
        let found = column.containing(&Finder::new("row-409"));
        let found: Vec<usize> = found.iter(0, column.len()).collect();
        assert_eq!(found, [409, 4090, 4091, 4092, 4093, 4094, 4095, 4097, 4098]);
    }
}
