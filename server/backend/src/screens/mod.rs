//! Wall screens: their codes are made and revoked in the settings, and each opens the wall and nothing else.

mod code;
mod keep;

pub use code::{enter, holds, screen_of};
pub(crate) use keep::is_dim;
pub use keep::{NewScreen, ScreenStatus, add, dim, list, revoke};
