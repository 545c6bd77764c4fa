//! A number for a tuple of codes, and for a list of codes, each once.

use super::{fold::index, slots::Slots};

/// Distinct tuples by code.
#[derive(Debug)]
pub(super) struct Tuples<const N: usize> {
    all: Vec<[u32; N]>,
    slots: Slots,
}

impl<const N: usize> Default for Tuples<N> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            slots: Slots::default(),
        }
    }
}

impl<const N: usize> Tuples<N> {
    /// The tuples in order of their codes.
    pub(super) fn all(&self) -> &[[u32; N]] {
        &self.all
    }

    /// The tuple of a code that was given.
    pub(super) fn get(&self, code: u32) -> &[u32; N] {
        &self.all[code as usize]
    }

    /// The code of a tuple, if it has one.
    pub(super) fn find(&self, tuple: [u32; N]) -> Option<u32> {
        let all = &self.all;
        self.slots.find(&tuple, |code| all[code as usize] == tuple)
    }

    /// The code of a tuple, a new one if it has none.
    pub(super) fn code(&mut self, tuple: [u32; N]) -> u32 {
        self.find(tuple).unwrap_or_else(|| self.add(tuple))
    }

    /// Adds a tuple that has no code yet.
    pub(super) fn add(&mut self, tuple: [u32; N]) -> u32 {
        let all = &mut self.all;
        all.push(tuple);
        let code = index(all.len() - 1);
        self.slots.insert(code, |code| all[code as usize]);
        code
    }

    /// Makes room for as many tuples in all.
    pub(super) fn reserve(&mut self, tuples: usize) {
        let all = &mut self.all;
        all.reserve(tuples.saturating_sub(all.len()));
        self.slots.reserve(tuples, |code| all[code as usize]);
    }
}

/// Distinct lists of codes by code; code 0 is the empty list.
#[derive(Debug)]
pub(super) struct Lists {
    items: Vec<u32>,
    /// Where each list ends.
    ends: Vec<u32>,
    slots: Slots,
}

impl Default for Lists {
    fn default() -> Self {
        let mut new = Self {
            items: Vec::new(),
            ends: Vec::new(),
            slots: Slots::default(),
        };
        new.code(&[]);
        new
    }
}

impl Lists {
    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The list of a code that was given.
    pub(super) fn get(&self, code: u32) -> &[u32] {
        list(&self.items, &self.ends, code)
    }

    /// The lists in order of their codes.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..index(self.len())).map(|code| self.get(code))
    }

    /// The code of a list, a new one if it has none.
    pub(super) fn code(&mut self, wanted: &[u32]) -> u32 {
        let found = self.slots.find(wanted, |code| self.get(code) == wanted);
        if let Some(code) = found {
            return code;
        }
        self.items.extend_from_slice(wanted);
        self.ends.push(index(self.items.len()));
        let (items, ends, code) = (&self.items, &self.ends, index(self.ends.len() - 1));
        self.slots.insert(code, |code| list(items, ends, code));
        code
    }
}

fn list<'a>(items: &'a [u32], ends: &[u32], code: u32) -> &'a [u32] {
    let end = |code: usize| ends[code] as usize;
    let start = (code as usize).checked_sub(1).map_or(0, end);
    &items[start..end(code as usize)]
}
