//! Typed identifiers: one type a kind, so that a person's id is never taken for a finding's.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct InvalidId;

macro_rules! typed_id {
    ($( $(#[$meta:meta])* $name:ident ),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }
    )+ };
}

typed_id! {
    /// A finding, ours: made from account, product and AWS's finding id, so that one finding is one id wherever it is read.
    FindingId,
    /// An act on any number of findings.
    BulkActId,
    /// A view of the list of findings.
    ViewId,
    /// A person with an account here.
    PersonId,
    /// An entry of the audit.
    AuditId,
    /// An AWS Health event, ours: made from its ARN.
    HealthEventId,
    /// An incident.
    IncidentId,
    /// An entry of an incident's timeline.
    TimelineEntryId,
    /// A change.
    ChangeId,
    /// A change calendar.
    CalendarId,
    /// An event of a change calendar.
    CalendarEventId,
    /// A freeze.
    FreezeId,
    /// A suppression.
    SuppressionId,
    /// A wall screen.
    ScreenId,
    /// A record that could not be taken in.
    RejectId,
    /// One request to the server, as its log lines name it.
    RequestId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_no_id_is_refused() {
        assert_eq!("../etc".parse::<FindingId>(), Err(InvalidId));
        let id = FindingId(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse(), Ok(id));
    }
}
