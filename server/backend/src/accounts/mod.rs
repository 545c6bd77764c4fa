//! AWS accounts and what they are called.

mod list;
mod take_in;
mod unheard;

pub use list::{AccountName, list};
pub use take_in::take_in;
pub(crate) use unheard::unheard;
