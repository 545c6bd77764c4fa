//! Spans of time whose end does not belong to them.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// From an instant up to another, which is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Window {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
}

impl Window {
    /// Whether the instant lies in it.
    #[must_use]
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }

    /// Whether they have an instant in common; an empty one has none.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.within(other).is_some()
    }

    /// The part of it that lies in another; nothing where they have no instant in common.
    #[must_use]
    pub fn within(&self, other: &Self) -> Option<Self> {
        let part = Self {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        };
        (part.from < part.until).then_some(part)
    }
}

/// The same instants as windows that neither overlap nor touch, in order. Empty ones are left out.
#[must_use]
pub fn union(mut windows: Vec<Window>) -> Vec<Window> {
    windows.retain(|window| window.from < window.until);
    windows.sort_unstable();
    let mut united: Vec<Window> = Vec::with_capacity(windows.len());
    for window in windows {
        match united.last_mut() {
            Some(last) if window.from <= last.until => last.until = last.until.max(window.until),
            _ => united.push(window),
        }
    }
    united
}

/// What of `whole` the windows leave; they neither overlap nor touch and are in order.
pub(super) fn without(whole: Window, windows: &[Window]) -> Vec<Window> {
    let mut from = whole.from;
    let mut left = Vec::with_capacity(windows.len() + 1);
    for window in windows.iter().filter_map(|window| window.within(&whole)) {
        if from < window.from {
            left.push(Window {
                from,
                until: window.from,
            });
        }
        from = window.until;
    }
    if from < whole.until {
        left.push(Window {
            from,
            until: whole.until,
        });
    }
    left
}
