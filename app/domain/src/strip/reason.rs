//! What can speak against a change, and how much.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::StripVerdict;
use crate::{
    calendar::Meets,
    scope::{MatchLevel, Scope},
    source::SourceKind,
    time::Timestamp,
};

text_enum! {
    /// Where a reason comes from, in the order in which a strip says what is quiet.
    Cause {
        /// A change calendar.
        Calendar = "calendar",
        /// A freeze.
        Freeze = "freeze",
        /// An incident.
        Incident = "incident",
        /// A finding.
        Finding = "finding",
        /// AWS Health.
        Health = "health",
        /// An endpoint.
        Endpoint = "endpoint",
        /// Another change.
        Change = "change",
    }
}

impl Cause {
    /// The sources without which it cannot be seen.
    #[must_use]
    pub const fn sources(self) -> &'static [SourceKind] {
        match self {
            Self::Finding => &SourceKind::OF_FINDINGS,
            Self::Health => &[SourceKind::Health],
            Self::Endpoint => &[SourceKind::Route53, SourceKind::CloudWatch],
            Self::Calendar | Self::Freeze | Self::Incident | Self::Change => &[],
        }
    }
}

text_enum! {
    /// How bad it is, worst last.
    Grade {
        /// A change that lies ahead.
        Ahead = "ahead",
        /// Work that AWS plans.
        Planned = "planned",
        /// A change that runs.
        Running = "running",
        /// A finding of severity high.
        High = "high",
        /// A freeze that warns.
        Soft = "soft",
        /// An incident of impact 5.
        Impact5 = "impact_5",
        /// An incident of impact 4.
        Impact4 = "impact_4",
        /// An endpoint that does not answer.
        Failing = "failing",
        /// An issue of AWS.
        Issue = "issue",
        /// An incident of impact 3.
        Impact3 = "impact_3",
        /// A finding of severity critical.
        Critical = "critical",
        /// An incident of impact 2.
        Impact2 = "impact_2",
        /// An incident of impact 1.
        Impact1 = "impact_1",
        /// A calendar that is closed.
        Closed = "closed",
        /// A freeze that blocks.
        Hard = "hard",
    }
}

impl Grade {
    /// The grade of an incident by its impact, 1 for the worst.
    #[must_use]
    pub const fn of_impact(impact: u8) -> Self {
        match impact {
            0 | 1 => Self::Impact1,
            2 => Self::Impact2,
            3 => Self::Impact3,
            4 => Self::Impact4,
            _ => Self::Impact5,
        }
    }

    /// Whether it keeps a change from beginning, where it meets the start.
    #[must_use]
    pub const fn blocks(self) -> bool {
        matches!(self, Self::Closed | Self::Hard)
    }

    /// Whether it speaks for the whole organization, so that not even an account must be the same.
    #[must_use]
    pub const fn reaches_everywhere(self) -> bool {
        matches!(self, Self::Closed | Self::Hard | Self::Soft)
    }
}

text_enum! {
    /// Whether a reason has its full weight.
    Bearing {
        /// It has.
        Counts = "counts",
        /// It would block, and an emergency change ignores that.
        Ignored = "ignored",
    }
}

text_enum! {
    /// What a reason leads to.
    LinkKind {
        /// A finding, by its id.
        Finding = "finding",
        /// The open findings of one severity in an account: `account/SEVERITY`, or the severity alone.
        Findings = "findings",
        /// An AWS Health event, by its id.
        Health = "health",
        /// An endpoint, by account and health check: `account/check`.
        Endpoint = "endpoint",
        /// An incident, by its id.
        Incident = "incident",
        /// A change, by its id.
        Change = "change",
        /// A freeze, by its id.
        Freeze = "freeze",
        /// A change calendar, by its id or name.
        Calendar = "calendar",
    }
}

/// What a reason is about. Two reasons with the same link are the same reason at two instants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// What kind of thing.
    pub kind: LinkKind,
    /// Which one.
    pub id: String,
}

impl Link {
    /// A link to one thing.
    #[must_use]
    pub fn to(kind: LinkKind, id: impl ToString) -> Self {
        Self {
            kind,
            id: id.to_string(),
        }
    }
}

/// Where something is, for [`super::judge`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In these scopes; the matcher decides how near that is.
    In(Vec<Scope>),
    /// As near as this: whoever gathered it has matched it already.
    Near(MatchLevel),
}

/// Something that may speak against a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Where it comes from.
    pub cause: Cause,
    /// How bad it is.
    pub grade: Grade,
    /// Where it is.
    pub place: Place,
    /// One sentence without a full stop.
    pub title: String,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Until when, where that is known.
    pub until: Option<Timestamp>,
    /// When it is first in the way: counts for what keeps a change from beginning.
    pub meets: Meets,
    /// How many things it stands for; 1 but for findings that are counted together.
    pub count: u64,
    /// When the newest of them began.
    pub newest: Option<Timestamp>,
    /// What it is.
    pub link: Link,
}

/// A fact that touches the change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StripReason {
    /// Where it comes from.
    pub cause: Cause,
    /// How bad it is.
    pub grade: Grade,
    /// What it makes of the verdict.
    pub effect: StripVerdict,
    /// Whether it has its full weight.
    pub bearing: Bearing,
    /// When it is first in the way; what comes after the start blocks nothing.
    #[serde(default = "at_start", skip_serializing_if = "is_at_start")]
    pub meets: Meets,
    /// How near it is.
    pub level: MatchLevel,
    /// One sentence without a full stop.
    pub title: String,
    /// Since when.
    #[serde(default)]
    pub since: Option<Timestamp>,
    /// Until when, where that is known.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// How many things it stands for.
    #[serde(default = "one")]
    pub count: u64,
    /// When the newest of them began.
    #[serde(default)]
    pub newest: Option<Timestamp>,
    /// What it is.
    pub link: Link,
}

const fn one() -> u64 {
    1
}

/// What strips from before say by saying nothing.
const fn at_start() -> Meets {
    Meets::AtStart
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the way in which serde asks"
)]
fn is_at_start(meets: &Meets) -> bool {
    *meets == at_start()
}

impl StripReason {
    /// The order of reasons: the worst first, and always the same for the same reasons. The nearer stands before the
    /// worse, but for what nobody may overlook wherever it is.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let worth = |one: &Self| {
            let grave = one.grade >= Grade::Impact2;
            (one.effect, grave, one.level, one.grade, one.count)
        };
        let worse_first = worth(other).cmp(&worth(self));
        let older_first = self.since.cmp(&other.since);
        worse_first
            .then(older_first)
            .then_with(|| self.link.cmp(&other.link))
    }
}
