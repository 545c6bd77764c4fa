//! How a simulator is set up.

use crate::limits::Limits;
use chrono::{DateTime, Utc};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// How fast the story moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Only when the control path says so.
    Still,
    /// One tick each time this much has passed; never shorter than a millisecond.
    Every(Duration),
}

/// Whether the newer Security Hub, which speaks OCSF, is enabled in the organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecurityHubV2 {
    /// Its operations answer.
    #[default]
    Enabled,
    /// Its operations refuse as AWS does where it was never enabled; the older Security Hub is as ever.
    NotEnabled,
}

/// How a simulator is set up; begin with [`Options::at`] and change what differs.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The same seed, start, findings and ticks give the same story.
    pub seed: u64,
    /// How many findings there are at the start.
    pub findings: u32,
    /// How fast the story moves.
    pub pace: Pace,
    /// Whether AWS's request limits hold.
    pub limits: Limits,
    /// Whether the newer Security Hub is enabled.
    pub security_hub_v2: SecurityHubV2,
    /// How long every answer takes at least.
    pub latency: Duration,
    /// When the story starts: the newest finding at the start is minutes older than this.
    pub now: DateTime<Utc>,
}

impl Options {
    /// The demo: 20,000 findings, a tick every four seconds, limits on, a free port on loopback, starting at `now`.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 1,
            findings: 20_000,
            pace: Pace::Every(Duration::from_secs(4)),
            limits: Limits::On,
            security_hub_v2: SecurityHubV2::Enabled,
            latency: Duration::ZERO,
            now,
        }
    }
}
