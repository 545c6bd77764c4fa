//! Reads in the middle of their pages.
//!
//! A first page fixes the order of what matched; later pages walk that order. So a finding that is there throughout
//! comes exactly once, whatever is put, changed or removed in between, even when its `UpdatedAt` moves.

use std::collections::VecDeque;
use std::sync::Arc;

/// How many numbers are kept in all before the oldest reads are forgotten (4 bytes each).
const CAPACITY: usize = 4_000_000;

/// How many reads are kept before the oldest is forgotten.
const READS: usize = 2_000;

/// What a token begins with.
const MARK: &str = "watchfloor-page";

#[derive(Debug)]
struct Read {
    serial: u64,
    question: u64,
    numbers: Arc<[u32]>,
}

/// The reads that may still be continued.
#[derive(Debug, Default)]
pub(crate) struct Snapshots {
    reads: VecDeque<Read>,
    held: usize,
    next: u64,
}

impl Snapshots {
    /// Keeps the order of a read. `question` is a digest of who asked and what.
    pub(crate) fn keep(&mut self, question: u64, numbers: Arc<[u32]>) -> u64 {
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
    pub(crate) fn resume(&self, token: &str, question: u64) -> Option<(u64, Arc<[u32]>, usize)> {
        let mut parts = token.split('.');
        if parts.next() != Some(MARK) {
            return None;
        }
        let serial: u64 = parts.next()?.parse().ok()?;
        let at: usize = parts.next()?.parse().ok()?;
        let read = self.reads.iter().find(|read| read.serial == serial)?;
        let good = parts.next().is_none() && read.question == question && at <= read.numbers.len();
        good.then(|| (serial, Arc::clone(&read.numbers), at))
    }

    /// The token for a position in a read.
    pub(crate) fn token(serial: u64, at: usize) -> String {
        format!("{MARK}.{serial}.{at}")
    }
}
