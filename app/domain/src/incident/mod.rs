//! Incidents: how bad one is, where it stands, how it ends and begins again, and what its timeline keeps.

mod state;
mod timeline;
mod words;

pub use state::{Incident, IncidentRule, reason};
pub use timeline::{TimelineEntry, TimelineKind, occurrence};
pub use words::{
    Impact, IncidentStatus, LinkKind, MAX_NOTE, MAX_REASON, MAX_SCOPES, MAX_SUMMARY, MAX_TITLE,
    note, scopes, summary, title,
};
