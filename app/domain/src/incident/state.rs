//! How an incident ends and begins again. A transition consumes the incident and gives back the next one.

use serde::{Deserialize, Serialize};

use super::{Impact, IncidentStatus, MAX_REASON, words::short};
use crate::{plain::plain, scope::Scope, time::Timestamp};

/// Why an incident does not do what was asked. The text is what a person reads at the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
pub enum IncidentRule {
    /// No title.
    #[error("An incident needs a title.")]
    TitleMissing,
    /// Over [`super::MAX_TITLE`].
    #[error("A title has at most 200 characters.")]
    TitleTooLong,
    /// Over [`super::MAX_SUMMARY`].
    #[error("A summary has at most 4000 characters.")]
    SummaryTooLong,
    /// No text.
    #[error("A note needs a text.")]
    NoteMissing,
    /// Over [`super::MAX_NOTE`].
    #[error("A note has at most 4000 characters.")]
    NoteTooLong,
    /// A note of what has not happened yet.
    #[error("A note cannot lie in the future.")]
    InTheFuture,
    /// No reason.
    #[error("Say why the incident is opened again.")]
    ReasonMissing,
    /// Over [`super::MAX_REASON`].
    #[error("A reason has at most 1000 characters.")]
    ReasonTooLong,
    /// It is over already.
    #[error("The incident is resolved already.")]
    AlreadyResolved,
    /// It goes on.
    #[error("The incident is open already.")]
    AlreadyOpen,
    /// A resolved incident stays as it is.
    #[error("The incident is resolved. Reopen it to change it.")]
    IsResolved,
    /// Over [`super::MAX_SCOPES`].
    #[error("An incident touches at most 50 places.")]
    TooManyScopes,
    /// A commander who has no account, or one that is disabled or may not work on incidents.
    #[error("Nobody who may work on incidents here has that name.")]
    NoSuchCommander,
}

/// An incident as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// What it is called.
    pub title: String,
    /// What is known of it, in a few sentences; empty until somebody writes them.
    pub summary: String,
    /// How bad it is.
    pub impact: Impact,
    /// Where it stands.
    pub status: IncidentStatus,
    /// Who leads the work, by sign-in name.
    pub commander: Option<String>,
    /// What it touches, each place once.
    pub scopes: Vec<Scope>,
    /// When it was declared.
    pub opened_at: Timestamp,
    /// When it ended, if it did.
    pub resolved_at: Option<Timestamp>,
}

impl Incident {
    /// The incident when it is over.
    ///
    /// # Errors
    /// [`IncidentRule::AlreadyResolved`].
    pub fn resolve(self, at: Timestamp) -> Result<Self, IncidentRule> {
        match self.status {
            IncidentStatus::Resolved => Err(IncidentRule::AlreadyResolved),
            IncidentStatus::Open => Ok(Self {
                status: IncidentStatus::Resolved,
                // A clock that was set back makes no incident that ended before it began.
                resolved_at: Some(at.max(self.opened_at)),
                ..self
            }),
        }
    }

    /// The incident when it was not over after all.
    ///
    /// # Errors
    /// [`IncidentRule::AlreadyOpen`].
    pub fn reopen(self) -> Result<Self, IncidentRule> {
        match self.status {
            IncidentStatus::Open => Err(IncidentRule::AlreadyOpen),
            IncidentStatus::Resolved => Ok(Self {
                status: IncidentStatus::Open,
                resolved_at: None,
                ..self
            }),
        }
    }

    /// The incident when its title, summary, impact, commander or scopes may be changed.
    ///
    /// # Errors
    /// [`IncidentRule::IsResolved`].
    pub fn changeable(self) -> Result<Self, IncidentRule> {
        match self.status {
            IncidentStatus::Open => Ok(self),
            IncidentStatus::Resolved => Err(IncidentRule::IsResolved),
        }
    }
}

/// The reason for which an incident is opened again, as it is kept.
///
/// # Errors
/// [`IncidentRule::ReasonMissing`] or [`IncidentRule::ReasonTooLong`].
pub fn reason(text: &str) -> Result<String, IncidentRule> {
    let text = plain(text);
    if text.is_empty() {
        return Err(IncidentRule::ReasonMissing);
    }
    short(text, MAX_REASON, IncidentRule::ReasonTooLong)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::from_micros;

    fn open() -> Incident {
        Incident {
            title: "Bitcoin mining".to_owned(),
            summary: String::new(),
            impact: Impact::Major,
            status: IncidentStatus::Open,
            commander: None,
            scopes: Vec::new(),
            opened_at: from_micros(1_000),
            resolved_at: None,
        }
    }

    #[test]
    fn an_incident_ends_once_and_begins_again() {
        let resolved = open().resolve(from_micros(2_000)).expect("it ends");
        assert_eq!(resolved.resolved_at, Some(from_micros(2_000)));
        assert_eq!(
            resolved.clone().resolve(from_micros(3_000)),
            Err(IncidentRule::AlreadyResolved)
        );
        assert_eq!(resolved.clone().changeable(), Err(IncidentRule::IsResolved));
        assert_eq!(resolved.reopen(), Ok(open()));
        assert_eq!(open().reopen(), Err(IncidentRule::AlreadyOpen));
        assert_eq!(open().changeable(), Ok(open()));
        let early = open().resolve(from_micros(1)).expect("it ends");
        assert_eq!(early.resolved_at, Some(early.opened_at));
    }

    #[test]
    fn nobody_opens_it_again_without_a_reason() {
        assert_eq!(reason(" \r\n"), Err(IncidentRule::ReasonMissing));
        assert_eq!(
            reason(&"x".repeat(MAX_REASON + 1)),
            Err(IncidentRule::ReasonTooLong)
        );
        assert_eq!(reason(" it came back "), Ok("it came back".to_owned()));
    }

    proptest! {
        /// Whatever is asked in whatever order: it is resolved exactly while it has an end.
        #[test]
        fn resolved_is_having_an_end(asks in proptest::collection::vec((any::<bool>(), 0_i64..9_000), 0..20)) {
            let mut incident = open();
            for (resolve, at) in asks {
                let before = incident.clone();
                let next = if resolve { incident.resolve(from_micros(at)) } else { incident.reopen() };
                prop_assert_eq!(next.is_ok(), resolve == (before.status == IncidentStatus::Open));
                incident = next.unwrap_or(before);
                prop_assert_eq!(incident.status == IncidentStatus::Resolved, incident.resolved_at.is_some());
                prop_assert!(incident.resolved_at.is_none_or(|end| end >= incident.opened_at));
            }
        }
    }
}
