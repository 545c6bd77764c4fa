//! Route 53: health checks, their observations and their tags.

mod check;
mod list;
mod observe;
mod tags;

pub(crate) use check::{CHECKERS, Check, Kind, Target};
pub(crate) use observe::region_of;

use crate::caller::Caller;
use crate::operation::Operation;
use crate::story::accounts::MANAGEMENT;
use crate::story::{Story, endpoints};
use crate::wire::{Fault, Tree};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The health checks there are. All of them belong to the management account.
#[derive(Debug)]
pub(crate) struct Endpoints {
    /// In the order in which AWS lists them.
    pub(crate) checks: Vec<Check>,
    /// What noise is drawn from.
    pub(crate) seed: u64,
    /// The first moment there are metrics of.
    pub(crate) since: DateTime<Utc>,
}

impl Endpoints {
    /// The checks at the start of the story.
    pub(crate) fn new(story: &Story) -> Self {
        let since = story.start() - endpoints::PAST;
        Self {
            checks: endpoints::at_start(story),
            seed: story.seed(),
            since,
        }
    }

    /// What a tick does to them.
    pub(crate) fn tick(&mut self, story: &Story) {
        endpoints::tick(&mut self.checks, story);
    }

    /// The check with this id.
    pub(crate) fn find(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// Whether a check is healthy at a moment (aws.md 3.3).
    pub(crate) fn healthy(&self, check: &Check, at: DateTime<Utc>) -> bool {
        let found = match &check.kind {
            _ if check.disabled => true,
            Kind::Endpoint(_) => check.passing(at) * 100 > 18 * CHECKERS,
            Kind::Metric => check.passing(at) > 0,
            Kind::Calculated { threshold, .. } => self.healthy_children(check, at) >= *threshold,
        };
        found != check.inverted
    }

    /// How many of a calculated check's children are healthy.
    pub(crate) fn healthy_children(&self, check: &Check, at: DateTime<Utc>) -> u32 {
        let Kind::Calculated { children, .. } = &check.kind else {
            return 0;
        };
        let healthy = children
            .iter()
            .filter_map(|id| self.find(id))
            .filter(|child| self.healthy(child, at))
            .count();
        u32::try_from(healthy).unwrap_or(u32::MAX)
    }
}

/// Answers an operation of Route 53. Accounts other than the management account have no health checks.
pub(crate) fn answer(
    operation: Operation,
    endpoints: &Endpoints,
    input: &Value,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Tree, Fault> {
    let checks: &[Check] = if caller.account == MANAGEMENT {
        &endpoints.checks
    } else {
        &[]
    };
    match operation {
        Operation::ListHealthChecks => list::list_health_checks(checks, input),
        Operation::GetHealthCheckStatus => observe::status(checks, input, now),
        Operation::GetHealthCheckLastFailureReason => observe::last_failure_reason(checks, input),
        Operation::ListTagsForResources => tags::list_tags(checks, input),
        other => Err(Fault::unknown_operation(other.action())),
    }
}

fn no_such(id: &str) -> Fault {
    Fault::new(
        404,
        "NoSuchHealthCheck",
        format!("No health check exists with the specified ID: {id}"),
    )
}

fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(400, "InvalidInput", message)
}
