//! Whom to ask in AWS, and how often.

use std::collections::HashSet;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

/// Which accounts are read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Accounts {
    /// These; none is the account of the credentials.
    Listed(#[serde(deserialize_with = "each_once")] Vec<String>),
    /// A word; `organization` is the only one.
    Word(String),
}

/// The word for an aggregation region that is not used even if there is one.
pub const NO_AGGREGATION: &str = "none";

/// The words for the planes of Security Hub that are read.
const PLANES: [&str; 3] = ["cspm", "v2", "both"];

/// Whom to ask in AWS, and how often.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aws {
    /// Whether AWS is asked at all.
    pub enabled: bool,
    /// Which accounts are read.
    pub accounts: Accounts,
    /// The role that is assumed in them.
    pub role_name: String,
    /// What is said when it is assumed.
    pub external_id: Option<SecretString>,
    /// Regions to read.
    #[serde(deserialize_with = "each_once")]
    pub regions: Vec<String>,
    /// Which planes of Security Hub are read: cspm, v2 or both.
    pub security_hub: String,
    /// Security Hub's aggregation region, or [`NO_AGGREGATION`]; absent, AWS is asked.
    pub aggregation_region: Option<String>,
    /// Seconds between looks at which accounts and regions there are to read.
    pub accounts_seconds: u32,
    /// Seconds between reads of findings.
    pub findings_seconds: u32,
    /// Seconds between reads of AWS Health.
    pub health_seconds: u32,
    /// Seconds between reads of health checks' status.
    pub endpoints_seconds: u32,
    /// Minutes between complete sweeps of findings.
    pub sweep_minutes: u32,
}

impl Default for Aws {
    fn default() -> Self {
        Self {
            enabled: true,
            accounts: Accounts::Listed(Vec::new()),
            role_name: "WatchfloorRead".to_owned(),
            external_id: None,
            regions: vec!["us-east-1".to_owned()],
            security_hub: "cspm".to_owned(),
            aggregation_region: None,
            accounts_seconds: 1_200,
            findings_seconds: 60,
            health_seconds: 120,
            endpoints_seconds: 60,
            sweep_minutes: 60,
        }
    }
}

/// A list without what stands in it already: whoever is read twice is throttled by AWS for it.
fn each_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let mut seen = HashSet::new();
    let mut list = Vec::<String>::deserialize(deserializer)?;
    list.retain(|one| seen.insert(one.clone()));
    Ok(list)
}

/// How many characters an external id may have (STS, `AssumeRole`).
const EXTERNAL_ID: std::ops::RangeInclusive<usize> = 2..=1_224;
/// How many characters the name of a role may have (IAM, `CreateRole`).
const ROLE: std::ops::RangeInclusive<usize> = 1..=64;

/// What IAM takes in names.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+=,.@_-".contains(&byte)
}

/// Whether a text names a role, behind the path that it was made with if it has one.
fn is_role(text: &str) -> bool {
    let mut parts = text.split('/');
    parts
        .clone()
        .all(|part| !part.is_empty() && part.bytes().all(is_of_name))
        && parts
            .next_back()
            .is_some_and(|name| ROLE.contains(&name.len()))
}

impl Aws {
    fn unknown_plane(&self) -> Option<String> {
        let (word, words) = (&self.security_hub, PLANES.join(", "));
        (!PLANES.contains(&word.as_str()))
            .then(|| format!("aws.security_hub: {word:?} is none of {words}"))
    }

    fn check_role(&self, faults: &mut Vec<String>) {
        let name = &self.role_name;
        if !is_role(name) {
            faults.push(format!(
                "aws.role_name: {name:?} is not the name of a role, such as WatchfloorRead: letters, digits and +=,.@_-, with its path if it has one"
            ));
        }
        let id = self.external_id.as_ref().map(ExposeSecret::expose_secret);
        let fits = |id: &str| {
            EXTERNAL_ID.contains(&id.len())
                && id.bytes().all(|b| is_of_name(b) || b":/".contains(&b))
        };
        if id.is_some_and(|id| !fits(id)) {
            faults.push(
                "aws.external_id: AWS takes 2 to 1224 letters, digits and +=,.@:/_- alone"
                    .to_owned(),
            );
        }
    }

    pub(super) fn check(&self, faults: &mut Vec<String>) {
        self.check_role(faults);
        match &self.accounts {
            Accounts::Word(word) if word == "organization" => {}
            Accounts::Word(word) => faults.push(format!(
                "aws.accounts: {word:?} is neither a list of account ids nor \"organization\""
            )),
            Accounts::Listed(ids) => {
                let twelve =
                    |id: &&String| id.len() != 12 || !id.bytes().all(|b| b.is_ascii_digit());
                faults.extend(ids.iter().filter(twelve).map(|id| {
                    format!("aws.accounts: {id:?} is not an account id of twelve digits")
                }));
            }
        }
        faults.extend(self.unknown_plane());
        let regions = self.regions.iter().map(|region| ("aws.regions", region));
        let aggregation = self
            .aggregation_region
            .iter()
            .filter(|region| *region != NO_AGGREGATION)
            .map(|region| ("aws.aggregation_region", region));
        for (key, region) in regions.chain(aggregation) {
            let plausible = region
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !plausible || region.split('-').count() < 3 {
                faults.push(format!(
                    "{key}: {region:?} is not a region such as us-east-1"
                ));
            }
        }
        let aggregated = self.aggregation_region.as_deref();
        if self.regions.is_empty() && aggregated.is_none_or(|region| region == NO_AGGREGATION) {
            faults.push("aws.regions: there is none, and no aggregation region either".to_owned());
        }
        for (key, value, least, most) in [
            ("aws.accounts_seconds", self.accounts_seconds, 30, 86_400),
            ("aws.findings_seconds", self.findings_seconds, 5, 3_600),
            ("aws.health_seconds", self.health_seconds, 30, 3_600),
            ("aws.endpoints_seconds", self.endpoints_seconds, 10, 3_600),
            ("aws.sweep_minutes", self.sweep_minutes, 5, 10_080),
        ] {
            if !(least..=most).contains(&value) {
                faults.push(format!("{key}: {value} is not within {least} to {most}"));
            }
        }
    }
}
