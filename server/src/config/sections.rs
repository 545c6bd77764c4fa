//! The sections that any server has, each with its own checks.

use std::{net::SocketAddr, path::PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

/// Addresses and the data directory.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Where to listen.
    pub listen: String,
    /// Where the SQLite file and the lock are.
    pub data_dir: PathBuf,
    /// What people's browsers call us.
    pub public_url: Option<String>,
    /// How many proxies in front are ours.
    pub trusted_proxies: u8,
    /// MiB that an uploaded file of findings may have.
    pub upload_mib: u32,
    /// Where Prometheus may ask.
    pub metrics_listen: Option<String>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:3000".to_owned(),
            data_dir: PathBuf::from("watchfloor-data"),
            public_url: None,
            trusted_proxies: 0,
            upload_mib: 256,
            metrics_listen: None,
        }
    }
}

/// Whether a text is a host, with a port or without one, and nothing else.
fn is_authority(text: &str) -> bool {
    let Ok(authority) = text.parse::<http::uri::Authority>() else {
        return false;
    };
    let host = authority.host();
    let port = text.strip_prefix(host);
    let is_port = |port: &str| {
        let number = port.strip_prefix(':').map(str::parse::<u16>);
        port.is_empty() || matches!(number, Some(Ok(1..)))
    };
    !host.is_empty() && port.is_some_and(is_port)
}

impl Server {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        for (key, value) in [
            ("server.listen", Some(&self.listen)),
            ("server.metrics_listen", self.metrics_listen.as_ref()),
        ] {
            if let Some(value) = value
                && value.parse::<SocketAddr>().is_err()
            {
                faults.push(format!(
                    "{key}: {value:?} is not an address with a port, such as 127.0.0.1:3000"
                ));
            }
        }
        if let Some(url) = &self.public_url {
            let host = url
                .strip_prefix("https://")
                .or_else(|| url.strip_prefix("http://"));
            if !host.is_some_and(is_authority) {
                faults.push(format!(
                    "server.public_url: {url:?} is not scheme and host alone, such as https://watch.example.com"
                ));
            }
        }
        if !(1..=65_536).contains(&self.upload_mib) {
            faults.push(format!(
                "server.upload_mib: {} is not within 1 to 65536",
                self.upload_mib
            ));
        }
        if self.data_dir.as_os_str().is_empty() {
            faults.push("server.data_dir: it is empty".to_owned());
        }
    }

    /// The address to listen on; the unspecified one for a text that [`Self::check`] refuses.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listen
            .parse()
            .unwrap_or_else(|_| SocketAddr::from(([127, 0, 0, 1], 0)))
    }
}

impl Server {
    /// The address to listen on for Prometheus, if any.
    #[must_use]
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_listen
            .as_deref()
            .and_then(|address| address.parse().ok())
    }
}

/// Where findings are kept.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// A PostgreSQL address; none is SQLite in the data directory.
    pub url: Option<SecretString>,
}

impl Database {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if let Some(url) = &self.url {
            let url = url.expose_secret();
            if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
                faults.push("database.url: it does not begin with postgres://".to_owned());
            }
        }
    }
}

/// How long people stay signed in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// Hours after which an unused session ends.
    pub idle_hours: u16,
}

impl Default for Sessions {
    fn default() -> Self {
        Self { idle_hours: 12 }
    }
}

impl Sessions {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if !(1..=720).contains(&self.idle_hours) {
            faults.push(format!(
                "sessions.idle_hours: {} is not within 1 to 720",
                self.idle_hours
            ));
        }
    }
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// An object a line.
    #[default]
    Json,
    /// For people.
    Text,
}

/// Logs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// Which lines are written.
    pub log: String,
    /// Their form.
    pub log_format: LogFormat,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            log: "info".to_owned(),
            log_format: LogFormat::Json,
        }
    }
}

impl Telemetry {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if tracing_subscriber::EnvFilter::try_new(&self.log).is_err() {
            faults.push(format!(
                "telemetry.log: {:?} is not a filter, such as info",
                self.log
            ));
        }
    }
}
