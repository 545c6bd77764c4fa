//! What people do to findings: the fields that a form touched, the rules of it, and what it makes of one finding.
//!
//! One form may be put to one finding or to ten thousand. Only the fields that were touched are changed; a finding on
//! which nothing would change is left out, with the reason.

mod apply;
mod rule;
mod skip;
mod tag;
#[cfg(test)]
mod tests;
mod words;

pub use apply::{FieldMove, Triage, TriageField};
pub use rule::{MAX_REASON, TouchRule, UNDO_MINUTES, reason, undo};
pub use skip::{Skip, SkipKind};
pub use tag::{InvalidTag, MAX_TAGS, Tag, tags};
pub use words::{Assignment, Link, MAX_NOTE, Touch, note};
