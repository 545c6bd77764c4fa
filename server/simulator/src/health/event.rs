//! A Health event and what it affects (aws.md 2.1).

use crate::wire::Tree;
use chrono::{DateTime, Utc};

/// Whom an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Everybody in the region.
    Public,
    /// The accounts it names.
    AccountSpecific,
}

/// One event.
#[derive(Clone, Debug)]
pub(crate) struct HealthEvent {
    /// `arn:aws:health:REGION::event/SERVICE/TYPE/ID`.
    pub(crate) arn: String,
    /// AWS's short name, such as `EC2`.
    pub(crate) product: &'static str,
    /// `eventTypeCode`.
    pub(crate) type_code: String,
    /// `issue`, `accountNotification` or `scheduledChange`.
    pub(crate) category: &'static str,
    /// A region, or `global`.
    pub(crate) region: &'static str,
    /// A zone's id, when only one is concerned.
    pub(crate) zone: Option<&'static str>,
    /// When it began or will begin.
    pub(crate) start: DateTime<Utc>,
    /// When it ended or will end.
    pub(crate) end: Option<DateTime<Utc>>,
    /// When AWS last said something.
    pub(crate) updated: DateTime<Utc>,
    /// `open`, `closed` or `upcoming`.
    pub(crate) status: &'static str,
    /// Whom it is about.
    pub(crate) scope: Scope,
    /// `ACTION_REQUIRED`, `ACTION_MAY_BE_REQUIRED` or `INFORMATIONAL`.
    pub(crate) actionability: &'static str,
    /// `OPERATIONS`, `SECURITY`, `BILLING`.
    pub(crate) personas: &'static [&'static str],
    /// What AWS says, newest last.
    pub(crate) description: String,
    /// `eventMetadata`.
    pub(crate) metadata: Vec<(&'static str, String)>,
    /// The accounts it affects, each with its resources.
    pub(crate) affected: Vec<Affected>,
}

/// One account that an event affects.
#[derive(Clone, Debug)]
pub(crate) struct Affected {
    /// Twelve digits.
    pub(crate) account: &'static str,
    /// Its resources.
    pub(crate) entities: Vec<Entity>,
}

/// One resource that an event affects.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// `arn:aws:health:REGION:ACCOUNT:entity/ID`.
    pub(crate) arn: String,
    /// An id or ARN of the resource, or a word that stands for the whole account.
    pub(crate) value: String,
    /// `IMPAIRED`, `UNIMPAIRED`, `UNKNOWN`, `PENDING` or `RESOLVED`.
    pub(crate) status: &'static str,
    /// When that was last looked at.
    pub(crate) updated: DateTime<Utc>,
    /// The resource's tags.
    pub(crate) tags: Vec<(String, String)>,
}

impl HealthEvent {
    /// Whether an account is named among the affected.
    pub(crate) fn affects(&self, account: &str) -> bool {
        self.affected
            .iter()
            .any(|affected| affected.account == account)
    }

    /// The resources of one account.
    pub(super) fn entities_of(&self, account: &str) -> &[Entity] {
        self.affected
            .iter()
            .find(|affected| affected.account == account)
            .map_or(&[], |found| &found.entities)
    }

    /// `PUBLIC` or `ACCOUNT_SPECIFIC`.
    pub(super) fn scope_code(&self) -> &'static str {
        match self.scope {
            Scope::Public => "PUBLIC",
            Scope::AccountSpecific => "ACCOUNT_SPECIFIC",
        }
    }

    /// The event in AWS's shape; its zone is left out of the organization's view, as AWS leaves it out.
    pub(super) fn shape(&self, view: super::View) -> Tree {
        let mut members = vec![
            ("arn", Tree::text(self.arn.clone())),
            ("service", self.product.into()),
            ("eventTypeCode", Tree::text(self.type_code.clone())),
            ("eventTypeCategory", self.category.into()),
            ("eventScopeCode", self.scope_code().into()),
            ("region", self.region.into()),
            ("startTime", Tree::Time(self.start)),
            ("lastUpdatedTime", Tree::Time(self.updated)),
            ("statusCode", self.status.into()),
            ("actionability", self.actionability.into()),
            (
                "personas",
                Tree::texts("member", self.personas.iter().copied()),
            ),
        ];
        if let Some(end) = self.end {
            members.push(("endTime", Tree::Time(end)));
        }
        if let (Some(zone), super::View::Account(_)) = (self.zone, view) {
            members.push(("availabilityZone", zone.into()));
        }
        Tree::Map(members)
    }
}

impl Entity {
    /// The resource in AWS's shape.
    pub(super) fn shape(&self, event_arn: &str, account: &str) -> Tree {
        let mut members = vec![
            ("entityArn", Tree::text(self.arn.clone())),
            ("eventArn", event_arn.into()),
            ("entityValue", Tree::text(self.value.clone())),
            ("awsAccountId", account.into()),
            ("lastUpdatedTime", Tree::Time(self.updated)),
            ("statusCode", self.status.into()),
        ];
        if !self.tags.is_empty() {
            members.push(("resourceTags", Tree::Pairs(self.tags.clone())));
        }
        Tree::Map(members)
    }
}
