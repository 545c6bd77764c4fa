//! The intrusion that the story tells: three GuardDuty findings on one instance, an hour apart.

use super::envelope::Times;
use super::guardduty;
use super::resources::{Place, resource};
use crate::story::accounts::{HOME, PAYMENTS};
use crate::story::dice::Dice;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

/// What is seen, and how many minutes before the start.
const STEPS: [(&str, i64); 3] = [
    ("Recon:EC2/Portscan", 160),
    ("Trojan:EC2/DNSDataExfiltration", 100),
    ("CryptoCurrency:EC2/BitcoinTool.B!DNS", 40),
];

/// The three findings, oldest first.
pub(crate) fn intrusion(seed: u64, start: DateTime<Utc>) -> Vec<Value> {
    let place = Place {
        account: PAYMENTS,
        account_name: "payments-prod",
        region: HOME,
        number: 4_242,
    };
    let mut instance = resource(seed, "AwsEc2Instance", &place);
    instance["Tags"] =
        json!({"Name": "payments-settlement-03", "owner": "payments", "stage": "prod"});
    let step = |(at, (name, minutes)): (usize, &(&str, i64))| {
        let seen = start - Duration::minutes(*minutes);
        let times = Times {
            created: seen,
            updated: seen,
        };
        let mut dice = Dice::of(seed, &["intrusion"], at as u64);
        let mut made = guardduty::named(name, instance.clone(), &place, times, &mut dice)?;
        made["Workflow"] = json!({"Status": "NEW"});
        made["RecordState"] = "ACTIVE".into();
        Some(made)
    };
    STEPS.iter().enumerate().filter_map(step).collect()
}
