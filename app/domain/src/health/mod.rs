//! AWS Health: what AWS says of its own services and of the work it plans on a customer's resources.
//! Words and shapes: AWS Health API reference.

use serde::{Deserialize, Serialize};

use crate::{
    scope::{AccountId, Region},
    time::Timestamp,
};

text_enum! {
    /// What kind of event it is.
    HealthCategory {
        /// A service does not work as it should.
        Issue = "issue",
        /// Work that AWS plans.
        ScheduledChange = "scheduledChange",
        /// A notice to the account.
        AccountNotification = "accountNotification",
        /// AWS lists it and does not use it.
        Investigation = "investigation",
    }
}

text_enum! {
    /// Where an event stands.
    HealthStatus {
        /// It goes on.
        Open = "open",
        /// It lies ahead.
        Upcoming = "upcoming",
        /// It is over.
        Closed = "closed",
    }
}

text_enum! {
    /// How one resource stands in an event.
    EntityStatus {
        /// It is affected.
        Impaired = "IMPAIRED",
        /// It is not.
        Unimpaired = "UNIMPAIRED",
        /// AWS does not say.
        Unknown = "UNKNOWN",
        /// Something is left to do.
        Pending = "PENDING",
        /// It is done.
        Resolved = "RESOLVED",
    }
}

/// One resource that an event touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffectedEntity {
    /// The resource's id or ARN, or a stand-in such as `AWS_ACCOUNT`.
    pub value: String,
    /// The account it is in, if AWS says so.
    pub account: Option<AccountId>,
    /// How it stands.
    pub status: EntityStatus,
    /// When AWS last changed that.
    pub updated: Option<Timestamp>,
}

/// An AWS Health event as a source reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomingHealthEvent {
    /// AWS's identity; one event has one ARN for all accounts.
    pub arn: String,
    /// Service code such as `EC2`.
    pub service: String,
    /// Type code such as `AWS_EC2_OPERATIONAL_ISSUE`.
    pub type_code: String,
    /// What kind.
    pub category: HealthCategory,
    /// Where it stands.
    pub status: HealthStatus,
    /// The region, or `global`.
    pub region: Region,
    /// When it starts or started.
    pub start: Option<Timestamp>,
    /// When it ends or ended.
    pub end: Option<Timestamp>,
    /// When AWS last changed it.
    pub updated: Timestamp,
    /// Whether AWS tells everybody (`PUBLIC`) or these accounts alone, as it came.
    pub scope_code: String,
    /// Whether AWS says that somebody must act, as it came.
    pub actionability: Option<String>,
    /// AWS's newest text.
    pub description: String,
    /// The accounts it touches; empty for one that is public.
    pub accounts: Vec<AccountId>,
    /// The resources it touches.
    pub entities: Vec<AffectedEntity>,
    /// Words that are none of ours, as they came: field and word.
    pub unrecognised: Vec<(String, String)>,
}
