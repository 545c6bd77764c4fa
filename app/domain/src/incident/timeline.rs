//! What an incident's timeline keeps: when it happened, and when we wrote it down.

use serde::{Deserialize, Serialize};

use super::IncidentRule;
use crate::{id::TimelineEntryId, time::Timestamp};

text_enum! {
    /// What an entry tells.
    TimelineKind {
        /// The incident was declared.
        Declared = "declared",
        /// A person wrote something down.
        Note = "note",
        /// It has another title.
        Title = "title",
        /// It has another summary.
        Summary = "summary",
        /// It is better or worse than it was.
        Impact = "impact",
        /// Somebody else leads the work.
        Commander = "commander",
        /// It touches other places.
        Scope = "scope",
        /// Findings were linked to it.
        Linked = "linked",
        /// Findings are no longer linked to it.
        Unlinked = "unlinked",
        /// It ended.
        Resolved = "resolved",
        /// It was not over after all.
        Reopened = "reopened",
        /// Findings linked to it or in its scope changed.
        Finding = "finding",
        /// An AWS Health event linked to it or in its scope changed.
        Health = "health",
        /// A health check linked to it or in its scope changed.
        Endpoint = "endpoint",
        /// A change that names it or is in its scope went on.
        Change = "change",
    }
}

impl TimelineKind {
    /// Whether a person made the entry, by a note or by changing the incident: those tell the story.
    #[must_use]
    pub const fn is_told(self) -> bool {
        !matches!(
            self,
            Self::Finding | Self::Health | Self::Endpoint | Self::Change
        )
    }
}

/// One entry. It is written once and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// Which.
    pub id: TimelineEntryId,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// What it tells.
    pub kind: TimelineKind,
    /// Who made it: a person, or a worker by name.
    pub actor: String,
    /// What happened.
    pub text: String,
    /// What it is about: the id of a finding, an AWS Health event, a health check or a change.
    pub subject: Option<String>,
}

/// When something happened: as somebody says, or now.
///
/// # Errors
/// [`IncidentRule::InTheFuture`].
pub fn occurrence(said: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, IncidentRule> {
    match said {
        Some(at) if at > now => Err(IncidentRule::InTheFuture),
        Some(at) => Ok(at),
        None => Ok(now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_micros;

    #[test]
    fn a_note_may_lie_in_the_past_and_never_in_the_future() {
        let now = from_micros(50);
        assert_eq!(occurrence(None, now), Ok(now));
        assert_eq!(occurrence(Some(from_micros(49)), now), Ok(from_micros(49)));
        assert_eq!(occurrence(Some(now), now), Ok(now));
        assert_eq!(
            occurrence(Some(from_micros(51)), now),
            Err(IncidentRule::InTheFuture)
        );
    }

    #[test]
    fn what_workers_attach_is_not_the_story() {
        let told = TimelineKind::ALL.iter().filter(|kind| kind.is_told());
        assert_eq!(told.count(), TimelineKind::ALL.len() - 4);
    }
}
