//! One page of a list, and where the next one starts.

use serde::{Deserialize, Serialize};

/// At most this many rows are on one page.
pub const MAX_PAGE: u16 = 200;

/// Rows of a list in order, with the key of the page that follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// What to ask with for the rows after these; `None` at the end of the list.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A list without rows.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            rows: Vec::new(),
            next: None,
        }
    }
}
