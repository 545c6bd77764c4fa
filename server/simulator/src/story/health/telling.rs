//! The shape that all made-up events share.

use crate::health::{Affected, Entity, HealthEvent, Scope};
use crate::story::Story;
use crate::story::dice::Dice;
use chrono::{DateTime, Utc};

/// Makes events one after the other, each with an id of its own.
pub(super) struct Telling<'a> {
    /// The story they belong to.
    pub(super) story: &'a Story,
    /// How many have been made, which their ids are drawn from.
    pub(super) made: u64,
}

/// The parts in which events differ most.
pub(super) struct Draft {
    /// AWS's short name, such as `EC2`.
    pub(super) product: &'static str,
    /// `eventTypeCode`.
    pub(super) code: String,
    /// `eventTypeCategory`.
    pub(super) category: &'static str,
    /// A region.
    pub(super) region: &'static str,
    /// `startTime`.
    pub(super) begins: DateTime<Utc>,
    /// `lastUpdatedTime`.
    pub(super) updated: DateTime<Utc>,
    /// `statusCode`.
    pub(super) status: &'static str,
    /// What AWS says about it.
    pub(super) said: String,
}

impl<'a> Telling<'a> {
    /// Begins to number events after `made`.
    pub(super) fn new(story: &'a Story, made: u64) -> Self {
        Self { story, made }
    }

    /// An event that is public until it is made [about](Self::about) accounts.
    pub(super) fn event(&mut self, draft: Draft) -> HealthEvent {
        self.made += 1;
        let mut dice = Dice::of(self.story.seed(), &["event"], self.made);
        let Draft {
            product,
            code,
            category,
            region,
            begins,
            updated,
            status,
            said,
        } = draft;
        HealthEvent {
            arn: format!(
                "arn:aws:health:{region}::event/{product}/{code}/{code}_{}",
                dice.hex(16).to_uppercase()
            ),
            product,
            type_code: code,
            category,
            region,
            zone: None,
            start: begins,
            end: None,
            updated,
            status,
            scope: Scope::Public,
            actionability: "INFORMATIONAL",
            personas: if product == "BILLING" {
                &["BILLING"]
            } else {
                &["OPERATIONS"]
            },
            description: said,
            metadata: Vec::new(),
            affected: Vec::new(),
        }
    }

    /// Makes an event account-specific: so many resources in each account, named after a form.
    pub(super) fn about(
        &self,
        event: HealthEvent,
        accounts: &[(&'static str, u32)],
        form: &str,
        status: impl Fn(usize) -> &'static str,
    ) -> HealthEvent {
        let mut dice = Dice::of(self.story.seed(), &["entities"], self.made);
        let mut entity = |account: &str, at: usize| Entity {
            arn: format!(
                "arn:aws:health:{}:{account}:entity/{}",
                event.region,
                dice.hex(32)
            ),
            value: form.replace("{account}", account).replace(
                "{}",
                &dice.hex(if form.starts_with("arn") { 4 } else { 17 }),
            ),
            status: status(at),
            updated: event.updated,
            tags: if at.is_multiple_of(2) {
                vec![("owner".to_owned(), "platform".to_owned())]
            } else {
                Vec::new()
            },
        };
        let affected = accounts
            .iter()
            .map(|(account, count)| Affected {
                account,
                entities: (0..*count as usize).map(|at| entity(account, at)).collect(),
            })
            .collect();
        HealthEvent {
            scope: Scope::AccountSpecific,
            affected,
            ..event
        }
    }
}
