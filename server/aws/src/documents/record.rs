//! What a document can hold.

use std::collections::BTreeMap;

use domain::{
    endpoint::HealthCheck,
    finding::IncomingFinding,
    health::{AffectedEntity, IncomingHealthEvent},
};

use super::envelope::AwsEvent;

/// One record of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A finding, in any of the formats.
    Finding(Box<IncomingFinding>),
    /// An AWS Health event.
    HealthEvent(Box<IncomingHealthEvent>),
    /// A resource that an AWS Health event touches, told apart from it.
    HealthEntity {
        /// The event's ARN.
        event_arn: String,
        /// The resource.
        entity: AffectedEntity,
    },
    /// A Route 53 health check.
    HealthCheck(Box<HealthCheck>),
    /// The tags of one resource, where a health check has its name.
    Tags {
        /// The resource's id.
        resource_id: String,
        /// Its tags by key.
        tags: BTreeMap<String, String>,
    },
    /// An event of AWS that carries none of the above.
    Event(Box<AwsEvent>),
}

impl From<IncomingFinding> for Record {
    fn from(finding: IncomingFinding) -> Self {
        Self::Finding(Box::new(finding))
    }
}

impl From<IncomingHealthEvent> for Record {
    fn from(event: IncomingHealthEvent) -> Self {
        Self::HealthEvent(Box::new(event))
    }
}

impl From<HealthCheck> for Record {
    fn from(check: HealthCheck) -> Self {
        Self::HealthCheck(Box::new(check))
    }
}
