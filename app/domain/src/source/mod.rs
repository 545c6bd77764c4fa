//! Sources: what is asked of AWS, for which account and region, and how old the answer is.

mod freshness;
mod progress;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use freshness::{Freshness, FreshnessState};
pub use progress::{FINDING_PAGES_PER_SECOND, SyncProgress};

use crate::{
    finding::Plane,
    scope::{AccountId, Region},
};

text_enum! {
    /// What is asked.
    SourceKind {
        /// Security Hub CSPM's findings.
        SecurityHub = "security_hub",
        /// Security Hub V2's findings.
        SecurityHubV2 = "security_hub_v2",
        /// AWS Health events.
        Health = "health",
        /// The list of Route 53 health checks.
        Route53 = "route53",
        /// Their status, from CloudWatch.
        CloudWatch = "cloudwatch",
        /// The accounts of the organization.
        Organizations = "organizations",
        /// The enabled standards of Security Hub and their controls.
        Standards = "standards",
        /// Who our credentials are: without that nothing else can be asked.
        Identity = "identity",
        /// Files that somebody brings: nobody asks them, so they are never old.
        File = "file",
    }
}

impl SourceKind {
    /// Those that findings come from; of the two as many are set up as there are planes that are read.
    pub const OF_FINDINGS: [Self; 2] = [Self::SecurityHub, Self::SecurityHubV2];

    /// The name as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::SecurityHub => "Security Hub",
            Self::SecurityHubV2 => "Security Hub V2",
            Self::Health => "AWS Health",
            Self::Route53 => "Route 53",
            Self::CloudWatch => "CloudWatch",
            Self::Organizations => "Organizations",
            Self::Standards => "Standards",
            Self::Identity => "AWS identity",
            Self::File => "Files",
        }
    }

    /// The plane of Security Hub that it reads findings of.
    #[must_use]
    pub const fn plane(self) -> Option<Plane> {
        match self {
            Self::SecurityHub => Some(Plane::Cspm),
            Self::SecurityHubV2 => Some(Plane::V2),
            _ => None,
        }
    }

    /// The kind that reads findings of a plane.
    #[must_use]
    pub const fn of_plane(plane: Plane) -> Self {
        match plane {
            Plane::Cspm => Self::SecurityHub,
            Plane::V2 => Self::SecurityHubV2,
        }
    }

    /// Whether what it says is part of what the floor is judged by. Standards say how findings are gathered into scores, and
    /// not how things stand.
    #[must_use]
    pub const fn is_of_the_floor(self) -> bool {
        !matches!(self, Self::Standards)
    }
}

/// What stands in place of the region of a source that asks for a whole organization. AWS Health has no regions, so the
/// word is free there; and the view of an account and that of an organization are two questions, each with an age of its
/// own.
pub const ORGANIZATION_VIEW: &str = "organization";

/// One thing that is polled: what, in whose account, where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId {
    /// What is asked.
    pub kind: SourceKind,
    /// The account whose credentials ask.
    pub account: AccountId,
    /// The region that is asked.
    pub region: Region,
}

impl SourceId {
    /// Whether it tells of every account of the organization, and not of its own alone.
    #[must_use]
    pub fn sees_organization(&self) -> bool {
        self.kind == SourceKind::Health && self.region.as_str() == ORGANIZATION_VIEW
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.kind, self.account, self.region)
    }
}

/// Why a source gave no answer: decides the words on the page and whether waiting may help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum SourceFault {
    /// AWS refuses; the text names the action, such as `securityhub:GetFindings`.
    #[error("access denied to {0}")]
    AccessDenied(String),
    /// The account has no support plan that opens the AWS Health API.
    #[error("the account's support plan does not open the AWS Health API")]
    NoSupportPlan,
    /// The service is not switched on in this account and region.
    #[error("{0} is not enabled here")]
    NotEnabled(String),
    /// AWS asks to be called less often.
    #[error("throttled by AWS")]
    Throttled,
    /// No answer, or one that cannot be read; the text is for people who run Watchfloor.
    #[error("no usable answer: {0}")]
    Unreachable(String),
}
