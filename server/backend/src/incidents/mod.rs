//! Incidents: a file per verb. Each authorizes first and changes rows, timeline, audit and event in one transaction.

mod act;
mod attach;
mod begun;
mod change;
mod declare;
mod export;
mod get;
mod linking;
mod list;
mod note;
mod origin;
mod place;
mod resolve;
mod rows;
mod touched;
mod watched;

pub use act::IncidentTarget;
pub use attach::{attach, follow};
pub use change::{IncidentChange, change};
pub use declare::{Declare, Declared, declare};
pub use export::export;
pub use get::{IncidentDetail, IncidentLink, get};
pub(crate) use linking::{Ends, Linking, by_number, linked, relink};
pub use list::{IncidentSummary, OpenIncidents, counts, list, list_within, open};
pub use note::{Note, note};
pub(crate) use origin::words;
pub use origin::{LinkedIncident, Origin, Prefill, linked_to, prefill};
pub(crate) use place::of_finding as places_of;
pub use resolve::{reopen, resolve};
pub(crate) use rows::scopes_of;
pub(crate) use touched::{changed_words, of_endpoints, of_step};
