//! Sources: what is asked of AWS, for which account and region, and how old the answer is.

mod freshness;
mod progress;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use freshness::{Freshness, FreshnessState};
pub use progress::{FINDING_PAGES_PER_SECOND, SyncProgress};

use crate::scope::{AccountId, Region};

text_enum! {
    /// What is asked.
    SourceKind {
        /// Security Hub findings.
        SecurityHub = "security_hub",
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
    /// The name as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::SecurityHub => "Security Hub",
            Self::Health => "AWS Health",
            Self::Route53 => "Route 53",
            Self::CloudWatch => "CloudWatch",
            Self::Organizations => "Organizations",
            Self::Standards => "Standards",
            Self::Identity => "AWS identity",
            Self::File => "Files",
        }
    }

    /// Whether it is read page by page, so that its first full read takes a while and only a part is known meanwhile.
    #[must_use]
    pub const fn is_read_in_pages(self) -> bool {
        matches!(self, Self::SecurityHub)
    }

    /// Whether what it says is part of what the floor is judged by. Standards say how findings are gathered into scores, and
    /// not how things stand.
    #[must_use]
    pub const fn is_of_the_floor(self) -> bool {
        !matches!(self, Self::Standards)
    }
}

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
