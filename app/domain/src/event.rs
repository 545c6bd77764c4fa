//! The event log: what changed, in the order in which it was committed.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// The place of an event in the log; commit order and this order are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub i64);

impl Seq {
    /// Before the first event.
    pub const START: Self = Self(0);
}

text_enum! {
    /// What a page can follow.
    Topic {
        /// Security Hub findings.
        Findings = "findings",
        /// AWS Health events.
        Health = "health",
        /// Route 53 health checks.
        Endpoints = "endpoints",
        /// How fresh each source is, and how far a sync has come.
        Sources = "sources",
        /// AWS accounts and their names.
        Accounts = "accounts",
        /// People and their roles.
        People = "people",
        /// Incidents and their timelines.
        Incidents = "incidents",
        /// Changes and who decided them.
        Changes = "changes",
        /// Change calendars and freezes.
        Calendar = "calendar",
        /// Wall screens.
        Screens = "screens",
        /// Suppressions of findings.
        Suppressions = "suppressions",
        /// The enabled standards and their controls.
        Standards = "standards",
    }
}

/// One entry of the log. It says what changed, never how it looks now: a page asks for that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place.
    pub seq: Seq,
    /// When it was committed, by the server's clock.
    pub at: Timestamp,
    /// Which pages it concerns.
    pub topic: Topic,
    /// What happened, such as `findings.ingested`.
    pub kind: String,
    /// Whom it concerns: ids, row numbers or names, as `kind` defines.
    pub subjects: Vec<String>,
}
