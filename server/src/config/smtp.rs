//! The section of mail.

use lettre::message::Mailbox;
use secrecy::SecretString;
use serde::Deserialize;

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// TLS after the greeting, and never without.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// None.
    None,
}

/// How mail leaves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Smtp {
    /// The mail server; without one no mail is sent.
    pub host: Option<String>,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub encryption: Encryption,
    /// The sender.
    pub from: Option<String>,
    /// The user at the mail server.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<SecretString>,
}

impl Default for Smtp {
    fn default() -> Self {
        Self {
            host: None,
            port: 587,
            encryption: Encryption::Starttls,
            from: None,
            user: None,
            password: None,
        }
    }
}

impl Smtp {
    /// What is set although no mail is sent: whoever set it expects mail.
    fn check_unused(&self, faults: &mut Vec<String>) {
        let set = [
            ("smtp.from", self.from.is_some()),
            ("smtp.user", self.user.is_some()),
            ("smtp.password", self.password.is_some()),
        ];
        let set: Vec<&str> = set
            .into_iter()
            .filter_map(|(key, is_set)| is_set.then_some(key))
            .collect();
        if !set.is_empty() {
            faults.push(format!("smtp.host: it is needed with {}", set.join(", ")));
        }
    }

    pub(super) fn check(&self, public_url: Option<&str>, faults: &mut Vec<String>) {
        let Some(host) = &self.host else {
            self.check_unused(faults);
            return;
        };
        if host.is_empty() || host.contains([' ', '/', ':', '@']) {
            faults.push(format!("smtp.host: {host:?} is not the name of a host"));
        }
        if self.port == 0 {
            faults.push("smtp.port: 0 is not within 1 to 65535".to_owned());
        }
        match self.from.as_deref().map(str::parse::<Mailbox>) {
            Some(Ok(_)) => {}
            Some(Err(_)) => faults.push(
                "smtp.from: it is not a mail address, such as Watchfloor <watchfloor@example.com>"
                    .to_owned(),
            ),
            None => faults.push("smtp.from: it is needed with smtp.host".to_owned()),
        }
        if self.user.is_some() != self.password.is_some() {
            faults.push("smtp.password: it goes with smtp.user, both or neither".to_owned());
        }
        if public_url.is_none() {
            faults.push(
                "server.public_url: it is needed with smtp.host, for the links in the mail"
                    .to_owned(),
            );
        }
    }
}
