//! Reads in the middle of their pages.
//!
//! A first page fixes the order of what matched; later pages walk that order. So a finding that is there throughout
//! comes exactly once, whatever is put, changed or removed in between, even when its `UpdatedAt` moves.

use crate::wire::Tree;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many numbers are kept in all before the oldest reads are forgotten (4 bytes each).
const CAPACITY: usize = 4_000_000;

/// How many reads are kept before the oldest is forgotten.
const READS: usize = 2_000;

#[derive(Debug)]
struct Read {
    serial: u64,
    question: u64,
    numbers: Arc<[u32]>,
}

/// Where a read stands: its number, the order of what matched, and the position of the next page.
pub(super) type Standing = (u64, Arc<[u32]>, usize);

/// The reads that may still be continued.
#[derive(Debug)]
pub(crate) struct Snapshots {
    mark: &'static str,
    reads: VecDeque<Read>,
    held: usize,
    next: u64,
}

impl Snapshots {
    /// None yet. Tokens begin with the mark, so that those of another plane are not taken for its own.
    pub(super) fn new(mark: &'static str) -> Self {
        Self {
            mark,
            reads: VecDeque::new(),
            held: 0,
            next: 0,
        }
    }

    /// Begins a read of what matched, in pages of `size`, and says where it stands. `question` as for [`Self::keep`].
    pub(super) fn begin(&mut self, question: u64, numbers: Vec<u32>, size: usize) -> Standing {
        let numbers: Arc<[u32]> = numbers.into();
        // A read that fits its first page is never resumed.
        let serial = if numbers.len() > size {
            self.keep(question, Arc::clone(&numbers))
        } else {
            0
        };
        (serial, numbers, 0)
    }

    /// Keeps the order of a read. `question` is a digest of who asked and what.
    fn keep(&mut self, question: u64, numbers: Arc<[u32]>) -> u64 {
        self.next += 1;
        self.held += numbers.len();
        self.reads.push_back(Read {
            serial: self.next,
            question,
            numbers,
        });
        while self.reads.len() > READS || (self.held > CAPACITY && self.reads.len() > 1) {
            let Some(oldest) = self.reads.pop_front() else {
                break;
            };
            self.held -= oldest.numbers.len();
        }
        self.next
    }

    /// The order and the position a token stands for; `None` when it is not one of ours, or of another question.
    pub(crate) fn resume(&self, token: &str, question: u64) -> Option<Standing> {
        let mut parts = token.split('.');
        if parts.next() != Some(self.mark) {
            return None;
        }
        let serial: u64 = parts.next()?.parse().ok()?;
        let at: usize = parts.next()?.parse().ok()?;
        let read = self.reads.iter().find(|read| read.serial == serial)?;
        let good = parts.next().is_none() && read.question == question && at <= read.numbers.len();
        good.then(|| (serial, Arc::clone(&read.numbers), at))
    }

    /// The answer with the page of at most `size` that a read stands at, and a token if there is another. A number
    /// without a text is of a finding that is gone, or that is no longer what was asked for.
    pub(super) fn page(
        &self,
        (serial, numbers, start): Standing,
        size: usize,
        text: impl Fn(u32) -> Option<Arc<str>>,
    ) -> Tree {
        let (mut page, mut at) = (Vec::with_capacity(size), start);
        while at < numbers.len() && page.len() < size {
            page.extend(text(numbers[at]).map(Tree::Raw));
            at += 1;
        }
        let mut answer = vec![("Findings", Tree::List("member", page))];
        if at < numbers.len() {
            answer.push(("NextToken", Tree::text(self.token(serial, at))));
        }
        Tree::Map(answer)
    }

    /// The token for a position in a read.
    fn token(&self, serial: u64, at: usize) -> String {
        format!("{}.{serial}.{at}", self.mark)
    }
}
