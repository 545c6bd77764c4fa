//! A health check, and how many of its checkers pass.

use chrono::{DateTime, Duration, Utc};

/// Two checkers in each of eight regions.
pub(crate) const CHECKERS: u32 = 16;

/// How long what has been is remembered beyond what metrics are asked for.
const MEMORY: i64 = 26;

/// What a check looks at.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Something on the network.
    Endpoint(Target),
    /// Other checks.
    Calculated {
        /// Their ids.
        children: Vec<String>,
        /// How many must be healthy.
        threshold: u32,
    },
    /// The numbers behind a CloudWatch alarm.
    Metric,
}

/// Where an endpoint is and how it is asked.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// `HTTPS`, `HTTP`, `TCP` or `HTTPS_STR_MATCH`.
    pub(crate) protocol: &'static str,
    /// The TCP port.
    pub(crate) port: u16,
    /// The path; none for TCP.
    pub(crate) path: Option<&'static str>,
    /// What the answer must contain.
    pub(crate) search: Option<&'static str>,
    /// Seconds between two looks of one checker: 10 or 30.
    pub(crate) interval: u32,
}

/// One health check.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    /// A UUID.
    pub(crate) id: String,
    /// Its `Name` tag; for an endpoint, the domain name as well.
    pub(crate) name: &'static str,
    /// What it looks at.
    pub(crate) kind: Kind,
    /// Whether it has been switched off, which counts as healthy.
    pub(crate) disabled: bool,
    /// Whether its result is turned around.
    pub(crate) inverted: bool,
    /// Checkers that pass, from each of these moments on; oldest first, never empty.
    pub(crate) history: Vec<(DateTime<Utc>, u32)>,
}

impl Check {
    /// How many checkers passed at a moment.
    pub(crate) fn passing(&self, at: DateTime<Utc>) -> u32 {
        let then = self.history.iter().rev().find(|(since, _)| *since <= at);
        then.or(self.history.first())
            .map_or(CHECKERS, |(_, passing)| *passing)
    }

    /// How many checkers pass now.
    pub(crate) fn passing_now(&self) -> u32 {
        self.history
            .last()
            .map_or(CHECKERS, |(_, passing)| *passing)
    }

    /// From this moment on so many checkers pass.
    pub(crate) fn set_passing(&mut self, at: DateTime<Utc>, passing: u32) {
        self.history.push((at, passing.min(CHECKERS)));
        let edge = at - Duration::hours(MEMORY);
        let old = self
            .history
            .iter()
            .take_while(|(since, _)| *since < edge)
            .count();
        // The last old entry still says what was so at the edge.
        self.history.drain(..old.saturating_sub(1));
    }
}
