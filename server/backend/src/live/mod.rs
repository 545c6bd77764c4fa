//! The live side of the event log: one task reads it, everybody else follows from memory.

mod kept;
mod ring;
mod subscription;
mod tail;

use std::sync::{Arc, RwLock};

use domain::event::{Event, Seq};
use tokio::sync::{Notify, watch};

pub(crate) use kept::Kept;
pub use subscription::{Followed, Subscription};
pub use tail::{prune, tail};

use ring::Ring;

/// Events that are kept in memory for followers who fell behind a little.
const RING: usize = 4096;

/// What has been committed lately.
pub struct Live {
    ring: RwLock<Ring>,
    head: watch::Sender<Seq>,
    nudge: Notify,
}

impl Live {
    pub(crate) fn starting_at(head: Seq) -> Self {
        Self {
            ring: RwLock::new(Ring::new(RING, head)),
            head: watch::Sender::new(head),
            nudge: Notify::new(),
        }
    }

    /// Something was committed: look now rather than at the next tick. A hint; losing it costs a second.
    pub fn nudge(&self) {
        self.nudge.notify_one();
    }

    /// The last event that followers can see.
    #[must_use]
    pub fn head(&self) -> Seq {
        *self.head.borrow()
    }

    fn push(&self, events: Vec<Event>) {
        let Some(last) = events.last().map(|event| event.seq) else {
            return;
        };
        // A poisoned lock means a panic between two pushes of whole events: the ring is still whole.
        let mut ring = self
            .ring
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for event in events {
            ring.push(Arc::new(event));
        }
        drop(ring);
        self.head.send_replace(last);
    }
}
