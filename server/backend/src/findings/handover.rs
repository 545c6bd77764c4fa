//! Findings on their way into the index: who took them in lays them down, so that the index need not read them back.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::event::Seq;

use crate::store::findings::IndexedRow;

/// Pages that lie here at most; what finds no room is read back.
const PAGES: usize = 4;

type Pages = VecDeque<(Seq, Vec<IndexedRow>)>;

/// Rows by the event that tells of them; nothing lies here while nobody follows.
#[derive(Default)]
pub(crate) struct Handover(Mutex<Option<Pages>>);

impl Handover {
    /// Somebody takes what is laid down from now on.
    pub(super) fn open(&self) {
        self.pages().get_or_insert_default();
    }

    /// Lays down new rows, whose transaction is about to commit with this event.
    pub(super) fn lay(&self, seq: Seq, rows: impl FnOnce() -> Vec<IndexedRow>) -> Laid<'_> {
        if let Some(pages) = self.pages().as_mut().filter(|pages| pages.len() < PAGES) {
            pages.push_back((seq, rows()));
        }
        Laid {
            handover: self,
            uncommitted: Some(seq),
        }
    }

    /// Takes the rows of an event, if they lie here, and forgets those of the events before it.
    pub(super) fn take(&self, seq: Seq) -> Vec<IndexedRow> {
        let mut pages = self.pages();
        let Some(pages) = pages.as_mut() else {
            return Vec::new();
        };
        while pages.pop_front_if(|(first, _)| *first < seq).is_some() {}
        let page = pages.pop_front_if(|(first, _)| *first == seq);
        page.map(|(_, rows)| rows).unwrap_or_default()
    }

    fn pages(&self) -> MutexGuard<'_, Option<Pages>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows that are laid down. Unless their transaction commits they are taken away again: the event's number is given to
/// another then.
#[must_use]
pub(super) struct Laid<'h> {
    handover: &'h Handover,
    uncommitted: Option<Seq>,
}

impl Laid<'_> {
    /// The transaction has committed.
    pub(super) fn stays(mut self) {
        self.uncommitted = None;
    }
}

impl Drop for Laid<'_> {
    fn drop(&mut self) {
        if let (Some(seq), Some(pages)) = (self.uncommitted, self.handover.pages().as_mut()) {
            pages.retain(|(laid, _)| *laid != seq);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(handover: &Handover) -> usize {
        handover.pages().as_ref().map_or(0, VecDeque::len)
    }

    #[test]
    fn what_is_not_committed_is_taken_away_again() {
        let handover = Handover::default();
        handover.lay(Seq(1), Vec::new).stays();
        assert_eq!(laid(&handover), 0, "nobody follows");
        handover.open();
        drop(handover.lay(Seq(1), Vec::new));
        assert_eq!(laid(&handover), 0);
        for seq in 1..=9 {
            handover.lay(Seq(seq), Vec::new).stays();
        }
        assert_eq!(laid(&handover), PAGES);
        handover.take(Seq(2));
        assert_eq!(laid(&handover), PAGES - 2);
        handover.take(Seq(9));
        assert_eq!(laid(&handover), 0, "others were overtaken");
    }
}
