//! A hash table of row numbers: the keys stay in the columns and are not kept twice.

use std::hash::{BuildHasher, Hash, RandomState};

const EMPTY: u32 = 0;

/// Finds the index of a key among keys that are kept elsewhere. Nothing is ever taken out.
#[derive(Debug, Default)]
pub(super) struct Slots {
    /// Index plus one, or [`EMPTY`]; the length is a power of two, or zero.
    slots: Vec<u32>,
    used: usize,
    /// Seeded by chance, so that nobody can choose texts that collide.
    hasher: RandomState,
}

impl Slots {
    /// The index whose key hashes as `key` does and of which `same` is true.
    pub(super) fn find<K: Hash + ?Sized>(
        &self,
        key: &K,
        same: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = start(self.hasher.hash_one(key), mask);
        while self.slots[at] != EMPTY {
            let index = self.slots[at] - 1;
            if same(index) {
                return Some(index);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Adds `index`, which must not be in; `key_of` gives the key of any index that is in, itself included.
    pub(super) fn insert<K: Hash>(&mut self, index: u32, key_of: impl Fn(u32) -> K) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            self.grow((self.slots.len() * 2).max(16), &key_of);
        }
        self.used += 1;
        self.place(index, &key_of(index));
    }

    /// Makes room for as many keys in all, so that they can be inserted without growing in between.
    pub(super) fn reserve<K: Hash>(&mut self, keys: usize, key_of: impl Fn(u32) -> K) {
        let wanted = (keys * 4 / 3 + 1).next_power_of_two();
        if wanted > self.slots.len() {
            self.grow(wanted, &key_of);
        }
    }

    fn grow<K: Hash>(&mut self, slots: usize, key_of: &impl Fn(u32) -> K) {
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; slots]);
        for slot in old.into_iter().filter(|slot| *slot != EMPTY) {
            self.place(slot - 1, &key_of(slot - 1));
        }
    }

    fn place<K: Hash>(&mut self, index: u32, key: &K) {
        let mask = self.slots.len() - 1;
        let mut at = start(self.hasher.hash_one(key), mask);
        while self.slots[at] != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = index + 1;
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "only the low bits are wanted"
)]
const fn start(hash: u64, mask: usize) -> usize {
    hash as usize & mask
}
