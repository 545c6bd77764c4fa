//! Route 53 health checks: what they check, and whether it answers.
//! Rules and limits: Route 53 developer guide, "How Route 53 determines whether a health check is healthy".

mod history;
mod region;
mod standing;

use serde::{Deserialize, Serialize};

pub use history::{Minute, QUARTERS, Slices, fell_at, marks, median, quarters};
pub use region::{CHECKER_REGIONS, RegionTally, by_region, city, missing};
pub use standing::Standing;

use crate::{scope::AccountId, time::Timestamp};

/// An endpoint is healthy while more than this share of checkers, in percent, reports it healthy.
pub const HEALTHY_ABOVE_PERCENT: f64 = 18.0;

text_enum! {
    /// Whether an endpoint answers. Unknown is not Healthy.
    EndpointStatus {
        /// More than 18 % of its checkers reach it, or enough of its children are healthy.
        Healthy = "healthy",
        /// It does not.
        Unhealthy = "unhealthy",
        /// There is no data, or none that is fresh enough.
        Unknown = "unknown",
    }
}

text_enum! {
    /// What a health check looks at: `HealthCheckConfig.Type`.
    HealthCheckKind {
        /// HTTP status.
        Http = "HTTP",
        /// HTTPS status.
        Https = "HTTPS",
        /// HTTP body.
        HttpStrMatch = "HTTP_STR_MATCH",
        /// HTTPS body.
        HttpsStrMatch = "HTTPS_STR_MATCH",
        /// A connection.
        Tcp = "TCP",
        /// Other health checks.
        Calculated = "CALCULATED",
        /// A CloudWatch alarm's data.
        CloudwatchMetric = "CLOUDWATCH_METRIC",
        /// A routing control of Application Recovery Controller.
        RecoveryControl = "RECOVERY_CONTROL",
    }
}

impl HealthCheckKind {
    /// Whether checkers around the world report on it, so that a share of them can pass.
    #[must_use]
    pub const fn has_checkers(self) -> bool {
        matches!(
            self,
            Self::Http | Self::Https | Self::HttpStrMatch | Self::HttpsStrMatch | Self::Tcp
        )
    }
}

/// A health check as its account has configured it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCheck {
    /// Route 53's id.
    pub id: String,
    /// The account that owns it.
    pub account: AccountId,
    /// Its `Name` tag; without one a page shows the target.
    pub name: Option<String>,
    /// What it looks at; `None` for a type that is none of ours, which then stands in `unrecognised`.
    pub kind: Option<HealthCheckKind>,
    /// What is checked, in words: an address with port and path, or the children.
    pub target: String,
    /// Whether it runs; Route 53 counts one that does not as healthy.
    pub enabled: Enabled,
    /// Whether Route 53 turns its result round.
    pub inverted: Inverted,
    /// Seconds between requests of one checker.
    pub interval_s: Option<i32>,
    /// How many results in a row flip a checker's opinion.
    pub failure_threshold: Option<i32>,
    /// The ids of the checks that a calculated one follows.
    pub children: Vec<String>,
    /// How many children must be healthy for a calculated one to be.
    pub health_threshold: Option<i32>,
    /// Words that are none of ours, as they came: field and word.
    pub unrecognised: Vec<(String, String)>,
}

text_enum! {
    /// Whether a health check runs.
    Enabled {
        /// It runs.
        On = "on",
        /// It is disabled.
        Off = "off",
    }
}

text_enum! {
    /// Whether a health check's result is turned round.
    Inverted {
        /// As measured.
        No = "no",
        /// Turned round.
        Yes = "yes",
    }
}

/// What CloudWatch last said of one health check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointReading {
    /// Route 53's id.
    pub health_check_id: String,
    /// Whether it answers; Unknown when CloudWatch has no value.
    pub status: EndpointStatus,
    /// Percent of checkers that reach it.
    pub percent_healthy: Option<f64>,
    /// Milliseconds to the first byte.
    pub first_byte_ms: Option<f64>,
    /// The minute that the values are of.
    pub measured_at: Option<Timestamp>,
}

text_enum! {
    /// Which of a checker's two answers is meant.
    ObservationKind {
        /// What it sees now.
        Now = "now",
        /// Why it last failed.
        LastFailure = "last_failure",
    }
}

/// What one checker last saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckerObservation {
    /// The checker's region.
    pub region: String,
    /// The checker's address.
    pub address: String,
    /// Its words, as they came; Route 53 begins them with `Success` or `Failure`.
    pub status: String,
    /// When it looked.
    pub checked_at: Option<Timestamp>,
}

impl CheckerObservation {
    /// What the words begin with decides; any other beginning is Unknown.
    #[must_use]
    pub fn verdict(&self) -> EndpointStatus {
        if self.status.starts_with("Success") {
            EndpointStatus::Healthy
        } else if self.status.starts_with("Failure") {
            EndpointStatus::Unhealthy
        } else {
            EndpointStatus::Unknown
        }
    }
}
