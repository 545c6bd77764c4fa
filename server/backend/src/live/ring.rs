//! The last events, in order, without a gap.

use std::{collections::VecDeque, sync::Arc};

use domain::event::{Event, Seq};

pub(super) struct Ring {
    events: VecDeque<Arc<Event>>,
    capacity: usize,
    /// The event before the oldest that is kept.
    before: Seq,
}

/// What a follower at some position gets.
pub(super) enum Slice {
    /// Everything after the position, possibly nothing.
    Events(Vec<Arc<Event>>),
    /// The position is older than the ring.
    Gone,
}

impl Ring {
    pub(super) fn new(capacity: usize, head: Seq) -> Self {
        Self {
            events: VecDeque::with_capacity(capacity),
            capacity,
            before: head,
        }
    }

    pub(super) fn push(&mut self, event: Arc<Event>) {
        if self.events.len() == self.capacity
            && let Some(oldest) = self.events.pop_front()
        {
            self.before = oldest.seq;
        }
        self.events.push_back(event);
    }

    pub(super) fn after(&self, position: Seq) -> Slice {
        if position < self.before {
            return Slice::Gone;
        }
        let from = self.events.partition_point(|event| event.seq <= position);
        Slice::Events(self.events.iter().skip(from).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use domain::{event::Topic, time::from_micros};

    use super::*;

    fn event(seq: i64) -> Arc<Event> {
        let at = from_micros(seq);
        let topic = Topic::Findings;
        Arc::new(Event {
            seq: Seq(seq),
            at,
            topic,
            kind: "x".into(),
            subjects: vec![],
        })
    }

    fn seqs(slice: &Slice) -> Option<Vec<i64>> {
        match slice {
            Slice::Events(events) => Some(events.iter().map(|event| event.seq.0).collect()),
            Slice::Gone => None,
        }
    }

    #[test]
    fn a_follower_gets_what_is_new_to_it_or_learns_that_it_is_too_late() {
        let mut ring = Ring::new(3, Seq(10));
        for seq in 11..=15 {
            ring.push(event(seq));
        }
        assert_eq!(seqs(&ring.after(Seq(15))), Some(vec![]));
        assert_eq!(seqs(&ring.after(Seq(13))), Some(vec![14, 15]));
        assert_eq!(seqs(&ring.after(Seq(12))), Some(vec![13, 14, 15]));
        assert_eq!(seqs(&ring.after(Seq(11))), None);
    }

    #[test]
    fn an_empty_ring_knows_where_it_starts() {
        let ring = Ring::new(3, Seq(10));
        assert_eq!(seqs(&ring.after(Seq(10))), Some(vec![]));
        assert_eq!(seqs(&ring.after(Seq(9))), None);
    }
}
