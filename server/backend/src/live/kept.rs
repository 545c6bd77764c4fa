//! What a read gave, kept for as long as the log tells nothing new of its topic.
//!
//! The log is asked each time and not the process: its rows are committed together with what they tell of, by whichever
//! process, so what is kept is never older than the question.

use std::sync::{Arc, PoisonError, RwLock};

use domain::event::{Seq, Topic};

use super::tail::KEPT_AT_LEAST;
use crate::{
    error::Result,
    store::{
        db::{Conn, Reader},
        events,
    },
};

/// The last answer to one question, whose every change is told under one topic.
pub(crate) struct Kept<T> {
    topic: Topic,
    last: RwLock<Option<Answer<T>>>,
}

struct Answer<T> {
    /// The last event that it is known to hold.
    upto: Seq,
    value: Arc<T>,
}

impl<T> Kept<T> {
    /// Keeps nothing yet.
    pub(crate) const fn under(topic: Topic) -> Self {
        Self {
            topic,
            last: RwLock::new(None),
        }
    }

    /// The answer as it is now; `read` gives it where something of the topic happened since it was last read.
    ///
    /// # Errors
    /// When the database fails, or what `read` gives.
    pub(crate) async fn get(
        &self,
        reader: &mut Reader,
        read: impl AsyncFnOnce(Conn<'_>) -> Result<T>,
    ) -> Result<Arc<T>> {
        let held = self.held();
        let after = held.as_ref().map(|(upto, _)| *upto);
        let (head, news) = events::news(reader.conn(), self.topic, after).await?;
        let value = match held.filter(|(upto, _)| !news && reaches(*upto, head)) {
            Some((_, value)) => value,
            None => Arc::new(read(reader.conn()).await?),
        };
        // What was read may hold more than `head` tells: then it is read once more and is the same.
        self.hold(head, &value);
        Ok(value)
    }

    fn held(&self) -> Option<(Seq, Arc<T>)> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().map(|one| (one.upto, Arc::clone(&one.value)))
    }

    fn hold(&self, upto: Seq, value: &Arc<T>) {
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have read later and been quicker.
        if last.as_ref().is_none_or(|one| one.upto <= upto) {
            let value = Arc::clone(value);
            *last = Some(Answer { upto, value });
        }
    }
}

/// Whether the log still has everything that came after `upto`. One that ends before it is of another database.
fn reaches(upto: Seq, head: Seq) -> bool {
    (0..=KEPT_AT_LEAST).contains(&(head.0 - upto.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_older_than_the_log_or_of_another_one_is_read_again() {
        let seen = |upto, head| reaches(Seq(upto), Seq(head));
        assert!(seen(7, 7) && seen(7, 7 + KEPT_AT_LEAST));
        assert!(!seen(7, 8 + KEPT_AT_LEAST) && !seen(7, 6));
    }
}
