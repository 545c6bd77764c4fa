//! One follower's place in the log. It reads from its own position, so a slow one delays nobody.

use std::{collections::VecDeque, sync::Arc};

use domain::event::{Event, Seq, Topic};
use tokio::sync::watch;

use super::ring::Slice;
use crate::{backend::Backend, error::Result, store::events};

/// Events read from the table at a time.
const BATCH: i64 = 500;

/// What a follower is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// Something it asked for was committed.
    Event(Arc<Event>),
    /// What lies between its position and now is forgotten: it must read everything again.
    Resync(Seq),
}

/// A follower of some topics.
pub struct Subscription {
    backend: Backend,
    topics: Vec<Topic>,
    position: Seq,
    head: watch::Receiver<Seq>,
    waiting: VecDeque<Arc<Event>>,
}

impl Subscription {
    /// Follows `topics` from after `position`; `None` follows from now on.
    #[must_use]
    pub fn new(backend: &Backend, topics: &[Topic], position: Option<Seq>) -> Self {
        let head = backend.live().head.subscribe();
        let now = *head.borrow();
        // A position ahead of the log is of another database.
        let position = position.unwrap_or(now);
        Self {
            backend: backend.clone(),
            topics: topics.to_vec(),
            position,
            head,
            waiting: VecDeque::new(),
        }
    }

    /// Waits for the next thing this follower must know. Dropping the future loses nothing.
    ///
    /// # Errors
    /// When the table has to be read and the database fails.
    pub async fn next(&mut self) -> Result<Followed> {
        loop {
            while let Some(event) = self.waiting.pop_front() {
                self.position = event.seq;
                if self.topics.contains(&event.topic) {
                    return Ok(Followed::Event(event));
                }
            }
            let head = *self.head.borrow_and_update();
            if self.position > head {
                self.position = head;
                return Ok(Followed::Resync(head));
            }
            if self.position == head {
                // The sender lives as long as the backend that this holds.
                let _ = self.head.changed().await;
                continue;
            }
            match self.read_memory() {
                Slice::Events(events) => self.wait_with(events, head),
                Slice::Gone => {
                    if let Some(resync) = self.read_table(head).await? {
                        return Ok(resync);
                    }
                }
            }
        }
    }

    fn read_memory(&self) -> Slice {
        let ring = self.backend.live().ring.read();
        ring.unwrap_or_else(std::sync::PoisonError::into_inner)
            .after(self.position)
    }

    async fn read_table(&mut self, head: Seq) -> Result<Option<Followed>> {
        let mut reader = self.backend.reader().await?;
        let oldest = events::oldest(reader.conn()).await?;
        if oldest.is_none_or(|oldest| oldest.0 > self.position.0 + 1) {
            self.position = head;
            return Ok(Some(Followed::Resync(head)));
        }
        let read = events::after(reader.conn(), self.position, BATCH).await?;
        self.wait_with(read.into_iter().map(Arc::new).collect(), head);
        Ok(None)
    }

    /// What lies beyond `head` is left for later: ring and table may be ahead of what this process has announced, and
    /// a follower ahead of that would take itself for one of another database.
    fn wait_with(&mut self, events: Vec<Arc<Event>>, head: Seq) {
        self.waiting
            .extend(events.into_iter().filter(|event| event.seq <= head));
    }
}
