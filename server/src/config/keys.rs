//! Every key there is, with its meaning: the one list that the loader, the documentation and the tests read.

/// Whether a value must not be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// It may be shown.
    Open,
    /// It is kept out of logs, and may be given as the name of a file that holds it: `WATCHFLOOR_…_FILE`.
    Secret,
}

/// One key of the configuration.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its place in the file: section and name.
    pub path: &'static str,
    /// Whether it must not be seen.
    pub secrecy: Secrecy,
    /// What it means, with its unit and default.
    pub meaning: &'static str,
    /// What its value can be, as a fault goes on after "is not".
    pub takes: &'static str,
    /// How its value is written in the file.
    pub form: Form,
}

/// How a value is written in the file; in a variable everything is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In quotes.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Switch,
    /// A list of texts, or a word that stands for one.
    List,
}

impl Key {
    /// The environment variable that sets it.
    #[must_use]
    pub fn variable(&self) -> String {
        let name = self.path.strip_prefix("server.").unwrap_or(self.path);
        format!("WATCHFLOOR_{}", name.replace('.', "_").to_uppercase())
    }
}

const fn open(path: &'static str, takes: &'static str, meaning: &'static str) -> Key {
    Key {
        path,
        secrecy: Secrecy::Open,
        meaning,
        takes,
        form: Form::Text,
    }
}

const fn secret(path: &'static str, takes: &'static str, meaning: &'static str) -> Key {
    Key {
        path,
        secrecy: Secrecy::Secret,
        meaning,
        takes,
        form: Form::Text,
    }
}

const fn number(path: &'static str, takes: &'static str, meaning: &'static str) -> Key {
    Key {
        form: Form::Number,
        ..open(path, takes, meaning)
    }
}

const fn switch(path: &'static str, takes: &'static str, meaning: &'static str) -> Key {
    Key {
        form: Form::Switch,
        ..open(path, takes, meaning)
    }
}

const fn list(path: &'static str, takes: &'static str, meaning: &'static str) -> Key {
    Key {
        form: Form::List,
        ..open(path, takes, meaning)
    }
}

/// Every key.
pub const KEYS: &[Key] = &[
    open(
        "server.listen",
        "an address with a port, such as 127.0.0.1:3000",
        "Address and port to listen on. Default 127.0.0.1:3000.",
    ),
    open(
        "server.data_dir",
        "the name of a directory",
        "Directory of the SQLite file and the lock. Default watchfloor-data.",
    ),
    open(
        "server.public_url",
        "scheme and host, such as https://watch.example.com",
        "The address in people's browsers, such as https://watch.example.com: for links, the Origin check and Secure cookies. Default: none, which is right on loopback alone.",
    ),
    number(
        "server.trusted_proxies",
        "a whole number from 0 to 255",
        "How many proxies in front add to X-Forwarded-For. Default 0: the header is not read.",
    ),
    number(
        "server.upload_mib",
        "a whole number from 1 to 65536",
        "MiB that a file of findings may have that is uploaded on a page, 1 to 65536; the command line has no limit. Default 256.",
    ),
    open(
        "server.metrics_listen",
        "an address with a port, such as 127.0.0.1:9100",
        "Address and port of a listener for Prometheus. Default: none.",
    ),
    secret(
        "database.url",
        "an address that begins with postgres://",
        "postgres:// address. Default: an SQLite file in the data directory.",
    ),
    number(
        "sessions.idle_hours",
        "a whole number from 1 to 720",
        "Hours after which an unused session ends, 1 to 720. Default 12.",
    ),
    switch(
        "aws.enabled",
        "true or false",
        "Whether AWS is asked at all. Default true.",
    ),
    list(
        "aws.accounts",
        "\"organization\" or a list of account ids in quotes, such as [\"111122223333\"]",
        "Account ids to read, as a list; \"organization\" reads all of AWS Organizations; empty reads the account of the credentials. Default empty.",
    ),
    open(
        "aws.role_name",
        "the name of a role, such as WatchfloorRead",
        "Role that is assumed in every account but that of the credentials. Default WatchfloorRead.",
    ),
    secret(
        "aws.external_id",
        "a text",
        "External id given when the role is assumed. Default: none.",
    ),
    list(
        "aws.regions",
        "a list of regions, such as [\"us-east-1\"]",
        "Regions to read where there is no aggregation region. Default [\"us-east-1\"].",
    ),
    open(
        "aws.security_hub",
        "cspm, v2 or both",
        "Which planes of Security Hub are read and, where an account is switched to it, written to: cspm (ASFF), v2 (OCSF), or both. Default cspm.",
    ),
    open(
        "aws.aggregation_region",
        "a region such as us-east-1, or none",
        "Security Hub's aggregation region, read from the account of the credentials for all accounts and regions; or none. Default: AWS is asked.",
    ),
    number(
        "aws.accounts_seconds",
        "a whole number from 30 to 86400",
        "Seconds between looks at which accounts and regions there are to read, 30 to 86400. Default 1200.",
    ),
    number(
        "aws.findings_seconds",
        "a whole number from 5 to 3600",
        "Seconds between reads of findings, 5 to 3600. Default 60.",
    ),
    number(
        "aws.health_seconds",
        "a whole number from 30 to 3600",
        "Seconds between reads of AWS Health, 30 to 3600. Default 120.",
    ),
    number(
        "aws.endpoints_seconds",
        "a whole number from 10 to 3600",
        "Seconds between reads of health checks' status, 10 to 3600. Default 60.",
    ),
    number(
        "aws.sweep_minutes",
        "a whole number from 5 to 10080",
        "Minutes between complete sweeps of findings, 5 to 10080. Default 60.",
    ),
    open(
        "smtp.host",
        "the name of a host",
        "Mail server; needs server.public_url, which the links in the mail begin with. Default: none, and no mail is sent.",
    ),
    number(
        "smtp.port",
        "a whole number from 1 to 65535",
        "Port of the mail server, 1 to 65535. Default 587.",
    ),
    open(
        "smtp.encryption",
        "starttls, tls or none",
        "starttls, tls (from the first byte, usually port 465) or none (for a relay on the same machine). Default starttls.",
    ),
    open(
        "smtp.from",
        "a mail address, such as Watchfloor <watchfloor@example.com>",
        "Sender, such as Watchfloor <watchfloor@example.com>. Needed with smtp.host.",
    ),
    open(
        "smtp.user",
        "a text",
        "User at the mail server. Default: none.",
    ),
    secret(
        "smtp.password",
        "a text",
        "Password at the mail server. Needed with smtp.user.",
    ),
    open(
        "telemetry.log",
        "a filter, such as info",
        "Filter of log lines, such as info or backend=debug,info. Default info.",
    ),
    open(
        "telemetry.log_format",
        "json or text",
        "json or text. Default json.",
    ),
];
