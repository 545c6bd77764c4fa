//! AWS Health: events, whom they affect, and the eight operations that read them.

mod details;
mod entities;
mod event;
mod events;
mod filter;
mod paging;

pub(crate) use event::{Affected, Entity, HealthEvent, Scope};

use crate::caller::Caller;
use crate::faults::denied;
use crate::operation::Operation;
use crate::story::{Story, health};
use crate::wire::{Fault, Tree};
use serde_json::Value;

/// The events there are.
#[derive(Debug)]
pub(crate) struct HealthEvents {
    /// In no order.
    pub(crate) events: Vec<HealthEvent>,
}

impl HealthEvents {
    /// The events at the start of the story.
    pub(crate) fn new(story: &Story) -> Self {
        Self {
            events: health::at_start(story),
        }
    }

    /// What a tick does to them.
    pub(crate) fn tick(&mut self, story: &Story) {
        health::tick(&mut self.events, story);
    }
}

/// Whose events an operation reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Account(&'static str),
    Organization,
}

impl View {
    fn shows(self, event: &HealthEvent) -> bool {
        match self {
            Self::Organization => true,
            Self::Account(account) => event.scope == Scope::Public || event.affects(account),
        }
    }
}

/// Answers an operation of AWS Health. Only the management account has the organization's view.
pub(crate) fn answer(
    operation: Operation,
    health: &HealthEvents,
    input: &Value,
    caller: &Caller,
) -> Result<Tree, Fault> {
    let events = &health.events;
    let view = View::Account(caller.account);
    match operation {
        Operation::DescribeEvents => events::describe(events, input, view),
        Operation::DescribeEventDetails => details::describe(events, input, caller.account),
        Operation::DescribeAffectedEntities => entities::describe(events, input, caller.account),
        _ if !caller.administers() => Err(denied(operation, caller)),
        Operation::DescribeEventsForOrganization => {
            events::describe(events, input, View::Organization)
        }
        Operation::DescribeEventDetailsForOrganization => {
            details::describe_for_organization(events, input)
        }
        Operation::DescribeAffectedAccountsForOrganization => {
            events::affected_accounts(events, input)
        }
        Operation::DescribeAffectedEntitiesForOrganization => {
            entities::describe_for_organization(events, input)
        }
        Operation::DescribeHealthServiceStatusForOrganization => Ok(Tree::Map(vec![(
            "healthServiceAccessStatusForOrganization",
            "ENABLED".into(),
        )])),
        other => Err(Fault::unknown_operation(other.action())),
    }
}

fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(400, "ValidationException", message)
}
