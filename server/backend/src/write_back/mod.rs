//! Write-back: what people here decide about findings is told to Security Hub, for accounts that are switched to it.
//!
//! A decision holds here whatever AWS answers. It is queued in the transaction that makes it, sent by a worker, and
//! marked after that: a process that dies between sending and marking sends once more, which changes nothing in AWS.
//! A finding of both planes has a row for each, so that what one plane refuses does not hide that the other took it.
//! What waits for AWS, and what AWS was told a moment ago, is not undone by a report of how it was before.

mod held;
mod list;
mod queue;
mod refused;
mod send;
mod settle;
mod standing;
mod switch;

pub(crate) use held::{Held, held};
pub use list::{AccountWrites, list};
pub(crate) use queue::{Decision, queue};
pub use refused::{RefusedWrite, refused};
pub use send::{places_due, send_due};
pub use standing::WriteBackStanding;
pub(crate) use standing::standing;
pub use switch::{SwitchAccount, switch};
