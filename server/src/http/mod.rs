//! HTTP: what stands between the network and the verbs. Each file is one concern; [`router`] puts them together.

mod address;
mod asker;
mod assets;
mod events;
mod exports;
mod headers;
mod health;
mod imports;
mod jumps;
mod origin;
mod public_url;
mod refusal_page;
mod router;
mod screen_cookie;
mod session_store;
mod sign_in_limit;
mod status;
mod uploads;

pub(crate) use health::{floor_sources, is_ready};
pub use router::{Site, router};
