//! A text for a number, each text once.

use memchr::memmem::Finder;

use super::{
    bits::Bits,
    fold::{fold, index},
    slots::Slots,
    text_column::TextColumn,
};

/// Distinct texts by code, in the order in which they came; codes never change and never go.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// The texts with their case folded: what is searched.
    folded: TextColumn,
    /// The texts as they came; empty where that is the folded one.
    exact: TextColumn,
    slots: Slots,
}

impl Dictionary {
    /// One in which code 0 is the empty text: what stands for none.
    pub(super) fn with_none() -> Self {
        let mut new = Self::default();
        new.code("");
        new
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    /// The text of a code, empty for one that was never given.
    pub(super) fn get(&self, code: u32) -> &str {
        text(&self.folded, &self.exact, code)
    }

    /// The text of a code, folded.
    pub(super) fn folded(&self, code: u32) -> &str {
        self.folded.get(code as usize)
    }

    /// The code of a text, if it has one.
    pub(super) fn find(&self, wanted: &str) -> Option<u32> {
        self.slots.find(wanted, |code| self.get(code) == wanted)
    }

    /// The code of a text, a new one if it has none.
    pub(super) fn code(&mut self, wanted: &str) -> u32 {
        self.find(wanted).unwrap_or_else(|| self.add(wanted))
    }

    /// Adds a text that has no code yet.
    pub(super) fn add(&mut self, new: &str) -> u32 {
        let code = index(self.len());
        let folded = fold(new);
        self.exact.push(if folded == new { "" } else { new });
        self.folded.push(&folded);
        let (folded, exact) = (&self.folded, &self.exact);
        self.slots.insert(code, |code| text(folded, exact, code));
        code
    }

    /// Makes room for the slots of as many texts in all.
    pub(super) fn reserve(&mut self, texts: usize) {
        let (folded, exact) = (&self.folded, &self.exact);
        self.slots.reserve(texts, |code| text(folded, exact, code));
    }

    /// The codes whose folded text ends in `end`; none if that is empty.
    pub(super) fn ending(&self, end: &str) -> Bits {
        let mut found = Bits::none(self.len());
        if !end.is_empty() {
            for code in 0..self.len() {
                if self.folded.get(code).ends_with(end) {
                    found.put(code);
                }
            }
        }
        found
    }

    /// The codes whose folded text contains the word.
    pub(super) fn containing(&self, word: &Finder<'_>) -> Bits {
        self.folded.containing(word)
    }
}

fn text<'a>(folded: &'a TextColumn, exact: &'a TextColumn, code: u32) -> &'a str {
    match exact.get(code as usize) {
        "" => folded.get(code as usize),
        exact => exact,
    }
}
