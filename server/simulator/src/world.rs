//! Everything that changes, behind one lock.

use crate::counters::Counters;
use crate::faults::Wrong;
use crate::health::HealthEvents;
use crate::limits::Buckets;
use crate::options::{Options, SecurityHubV2};
use crate::route53::Endpoints;
use crate::securityhub::Findings;
use crate::story::Story;
use std::collections::BTreeSet;

/// The state of the simulated AWS.
#[derive(Debug)]
pub(crate) struct World {
    /// Where the story is.
    pub(crate) story: Story,
    /// Security Hub's findings.
    pub(crate) findings: Findings,
    /// Whether the newer Security Hub is enabled.
    pub(crate) security_hub_v2: SecurityHubV2,
    /// AWS Health's events.
    pub(crate) health: HealthEvents,
    /// Route 53's health checks and what they saw.
    pub(crate) endpoints: Endpoints,
    /// Request limits.
    pub(crate) buckets: Buckets,
    /// Faults in force.
    pub(crate) faults: Vec<Wrong>,
    /// Accounts that are no part of the organization at present.
    pub(crate) outside: BTreeSet<String>,
    /// The external id that AssumeRole insists on.
    pub(crate) external_id: Option<String>,
    /// What has been asked for.
    pub(crate) counters: Counters,
}

impl World {
    /// The world at the start of the story.
    pub(crate) fn new(options: &Options) -> Self {
        let mut story = Story::new(options.seed, options.now, options.findings);
        let mut findings = Findings::new(options.seed);
        story.begin(&mut findings);
        Self {
            findings,
            security_hub_v2: options.security_hub_v2,
            health: HealthEvents::new(&story),
            endpoints: Endpoints::new(&story),
            story,
            buckets: Buckets::new(options.limits),
            faults: Vec::new(),
            outside: BTreeSet::new(),
            external_id: None,
            counters: Counters::default(),
        }
    }

    /// Moves the story on by one tick that lasts `milliseconds`.
    pub(crate) fn tick(&mut self, milliseconds: u64) {
        self.story.advance(milliseconds);
        self.story.move_findings(&mut self.findings);
        self.health.tick(&self.story);
        self.endpoints.tick(&self.story);
    }
}
