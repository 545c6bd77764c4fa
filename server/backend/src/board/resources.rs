//! The resources that findings name: type, and id in two parts.

use memchr::memmem::Finder;

use super::{
    bits::Bits,
    dictionary::Dictionary,
    fold::{cut, index},
    tuples::{Lists, Tuples},
};

/// Distinct resources, and the lists of them. Most findings name one resource, so that the code of a
/// list is twice the number of its only resource, or one more than twice the number of a kept list.
#[derive(Debug, Default)]
pub(super) struct Resources {
    pub(super) heads: Dictionary,
    pub(super) tails: Dictionary,
    /// Type, head and tail of each resource.
    pub(super) all: Tuples<3>,
    pub(super) lists: Lists,
}

/// The resources, and the kept lists, that hold a word, begin with a head or are of a list.
#[derive(Debug)]
pub(super) struct Holding {
    resources: Bits,
    lists: Bits,
}

impl Holding {
    /// Whether the list of this code has such a resource.
    pub(super) fn has(&self, code: u32) -> bool {
        let at = (code / 2) as usize;
        match code % 2 {
            0 => self.resources.has(at),
            _ => self.lists.has(at),
        }
    }

    /// Whether no resource holds the word.
    pub(super) fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }
}

impl Resources {
    /// The code of a resource of a type.
    pub(super) fn code(&mut self, kind: u32, id: &str) -> u32 {
        let (head, tail) = cut(id);
        let tuple = [kind, self.heads.code(head), self.tails.code(tail)];
        self.all.code(tuple)
    }

    /// The code of a resource of a type, if it is known.
    pub(super) fn find(&self, kind: u32, id: &str) -> Option<u32> {
        let (head, tail) = cut(id);
        self.all
            .find([kind, self.heads.find(head)?, self.tails.find(tail)?])
    }

    /// The code of a list of resources.
    pub(super) fn list_code(&mut self, list: &[u32]) -> u32 {
        match list {
            [one] => one * 2,
            _ => self.lists.code(list) * 2 + 1,
        }
    }

    /// Whether the code of a list was given.
    pub(super) fn knows(&self, code: u32) -> bool {
        let known = match code % 2 {
            0 => self.all.all().len(),
            _ => self.lists.len(),
        };
        ((code / 2) as usize) < known
    }

    /// The first resource of a list and how many there are.
    pub(super) fn primary(&self, code: u32) -> (Option<u32>, usize) {
        match code % 2 {
            0 => (Some(code / 2), 1),
            _ => {
                let list = self.lists.get(code / 2);
                (list.first().copied(), list.len())
            }
        }
    }

    /// The resources of a list.
    pub(super) fn codes(&self, code: u32) -> impl Iterator<Item = u32> + '_ {
        let (one, list) = match code % 2 {
            0 => (Some(code / 2), &[][..]),
            _ => (None, self.lists.get(code / 2)),
        };
        one.into_iter().chain(list.iter().copied())
    }

    /// The type of a resource, and its id.
    pub(super) fn get(&self, resource: u32) -> (u32, String) {
        let [kind, head, tail] = *self.all.get(resource);
        (kind, [self.heads.get(head), self.tails.get(tail)].concat())
    }

    /// What holds a word; `before` is the part of it up to its last separator, `rest` what follows.
    pub(super) fn holding(&self, finder: &Finder<'_>, before: &str, rest: &str) -> Holding {
        let heads = self.heads.containing(finder);
        let ending = self.heads.ending(before);
        let tails = if before.is_empty() {
            self.tails.containing(finder)
        } else {
            Bits::default()
        };
        let mut holding = self.holding_none();
        if heads.is_empty() && ending.is_empty() && tails.is_empty() {
            return holding;
        }
        for (at, [_, head, tail]) in self.all.all().iter().enumerate() {
            let spans = || ending.has(*head as usize) && self.tails.folded(*tail).starts_with(rest);
            if heads.has(*head as usize) || tails.has(*tail as usize) || spans() {
                holding.resources.put(at);
            }
        }
        self.add_lists(&mut holding);
        holding
    }

    /// Resources whose ids begin with one of these heads, and the kept lists that hold one.
    pub(super) fn under(&self, heads: &Bits) -> Holding {
        let mut holding = self.holding_none();
        if !heads.is_empty() {
            for (at, [_, head, _]) in self.all.all().iter().enumerate() {
                if heads.has(*head as usize) {
                    holding.resources.put(at);
                }
            }
            self.add_lists(&mut holding);
        }
        holding
    }

    /// The resources of a list, and the kept lists that hold one.
    pub(super) fn naming_one_of(&self, code: u32) -> Holding {
        let mut holding = self.holding_none();
        for resource in self.codes(code) {
            holding.resources.put(resource as usize);
        }
        if !holding.is_empty() {
            self.add_lists(&mut holding);
        }
        holding
    }

    fn holding_none(&self) -> Holding {
        Holding {
            resources: Bits::none(self.all.all().len()),
            lists: Bits::none(self.lists.len()),
        }
    }

    fn add_lists(&self, holding: &mut Holding) {
        for code in 0..index(self.lists.len()) {
            let mut list = self.lists.get(code).iter();
            if list.any(|resource| holding.resources.has(*resource as usize)) {
                holding.lists.put(code as usize);
            }
        }
    }
}
