//! My work: what one person has, what waits for them, and what nobody has that should have been done.

mod read;

pub use read::{MAX_FINDINGS, OwnFinding, Work, read};
