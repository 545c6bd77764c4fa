//! The whole floor at once: what is open anywhere, the one word for it, and since when that word holds.

mod read;
mod turn;
mod within;

pub use read::{Floor, Open, is_issue, open, read};
pub use turn::turn;
pub use within::{is_within, within};
