//! Configuration: `watchfloor.toml`, then `WATCHFLOOR_*`, then flags; the later one wins.
//!
//! Everything is checked before anything starts, and every fault is one line that names its key.

mod aws;
mod keys;
mod load;
mod sections;
mod smtp;

pub use aws::{Accounts, Aws, NO_AGGREGATION};
pub use keys::{Form, KEYS, Key, Secrecy};
pub use load::{Faults, load, variables};
pub use sections::{Database, LogFormat, Server, Sessions, Telemetry};
pub use smtp::{Encryption, Smtp};

use serde::Deserialize;

/// All settings of a process, checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub struct Settings {
    /// Addresses and the data directory.
    pub server: Server,
    /// Where findings are kept.
    pub database: Database,
    /// How long people stay signed in.
    pub sessions: Sessions,
    /// Whom to ask in AWS, and how often.
    pub aws: Aws,
    /// Mail.
    pub smtp: Smtp,
    /// Logs.
    pub telemetry: Telemetry,
}

impl Settings {
    /// Everything that is wrong, each as `key: sentence`.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.server.check(&mut faults);
        self.database.check(&mut faults);
        self.sessions.check(&mut faults);
        self.aws.check(&mut faults);
        self.smtp
            .check(self.server.public_url.as_deref(), &mut faults);
        self.telemetry.check(&mut faults);
        faults
    }
}
