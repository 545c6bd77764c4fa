//! What fills the event log around the story: things that are over, and things that accounts are told.

use super::telling::{Draft, Telling};
use crate::health::HealthEvent;
use crate::story::accounts::{ACCOUNTS, REGIONS};
use crate::story::dice::Dice;
use chrono::{DateTime, Duration, Utc};

const CORE: &str = "310000000114";
const WEB: &str = "310000000122";
const LAKE: &str = "310000000130";

/// What is over: short name, type code, category.
const PAST: [(&str, &str, &str); 9] = [
    ("EC2", "AWS_EC2_OPERATIONAL_ISSUE", "issue"),
    ("LAMBDA", "AWS_LAMBDA_OPERATIONAL_ISSUE", "issue"),
    ("S3", "AWS_S3_OPERATIONAL_ISSUE", "issue"),
    ("RDS", "AWS_RDS_SYSTEM_UPGRADE_SCHEDULED", "scheduledChange"),
    ("EC2", "AWS_EC2_SYSTEM_MAINTENANCE_EVENT", "scheduledChange"),
    ("CLOUDFRONT", "AWS_CLOUDFRONT_OPERATIONAL_ISSUE", "issue"),
    (
        "DIRECTCONNECT",
        "AWS_DIRECTCONNECT_MAINTENANCE_SCHEDULED",
        "scheduledChange",
    ),
    ("SQS", "AWS_SQS_OPERATIONAL_ISSUE", "issue"),
    (
        "ELASTICLOADBALANCING",
        "AWS_ELASTICLOADBALANCING_OPERATIONAL_ISSUE",
        "issue",
    ),
];

/// What accounts are told: short name, type code, words.
const NOTICES: [(&str, &str, &str); 6] = [
    (
        "ACM",
        "AWS_ACM_RENEWAL_STATE_CHANGE",
        "A certificate was renewed by itself. Nothing is to be done.",
    ),
    (
        "BILLING",
        "AWS_BILLING_NOTIFICATION",
        "Prices of one storage class change with the next month.",
    ),
    (
        "S3",
        "AWS_S3_OPERATIONAL_NOTIFICATION",
        "Some requests used a signature that will be refused one day.",
    ),
    (
        "IAM",
        "AWS_IAM_OPERATIONAL_NOTIFICATION",
        "A managed policy gets further read actions next week.",
    ),
    (
        "ECS",
        "AWS_ECS_TASK_PATCHING_RETIREMENT",
        "Tasks on old hosts are restarted within two weeks.",
    ),
    (
        "TRUSTEDADVISOR",
        "AWS_TRUSTEDADVISOR_OPERATIONAL_NOTIFICATION",
        "Two checks were renamed.",
    ),
];

impl Telling<'_> {
    /// Something that is over.
    pub(super) fn past(&mut self, number: u32) -> HealthEvent {
        let mut dice = Dice::of(self.story.seed(), &["past"], u64::from(number));
        let (product, code, category) = dice.one(&PAST);
        let (region, _) = dice.one(&REGIONS);
        let ended = self.story.start()
            - Duration::minutes(i64::from(600 + number * 4_300 + dice.below(2_000)));
        let event = self.event(Draft {
            product,
            code: code.to_owned(),
            category,
            region,
            begins: ended - Duration::minutes(i64::from(25 + dice.below(300))),
            updated: ended,
            status: "closed",
            said: format!(
                "This is over. {product} in {region} has been working as usual since {}.",
                ended.format("%H:%M UTC")
            ),
        });
        let mut event = HealthEvent {
            end: Some(ended),
            ..event
        };
        if category == "scheduledChange" {
            event = self.about(
                event,
                &[(dice.one(&[CORE, WEB, LAKE]), 1 + dice.below(3))],
                "i-{}",
                |_| "RESOLVED",
            );
        }
        event
    }

    /// Something an account is told.
    pub(super) fn notice(&mut self, at: DateTime<Utc>) -> HealthEvent {
        let mut dice = Dice::of(self.story.seed(), &["notice"], self.made);
        let (product, code, said) = dice.one(&NOTICES);
        let (_, account) = dice.weighted(&ACCOUNTS, |account| account.weight);
        let event = self.event(Draft {
            product,
            code: code.to_owned(),
            category: "accountNotification",
            region: dice.one(&REGIONS).0,
            begins: at,
            updated: at,
            status: dice.one(&["open", "open", "closed"]),
            said: said.to_owned(),
        });
        let end = (event.status == "closed")
            .then_some(at + Duration::minutes(30))
            .filter(|end| *end <= self.story.now());
        let event = HealthEvent { end, ..event };
        self.about(event, &[(account.id, 1)], "AWS_ACCOUNT", |_| "UNKNOWN")
    }
}
