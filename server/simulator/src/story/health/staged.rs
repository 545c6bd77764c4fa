//! The events that the story needs, each made by hand.

use super::telling::{Draft, Telling};
use super::{ISSUE, LIFECYCLE, tell};
use crate::health::HealthEvent;
use crate::story::accounts::PAYMENTS;
use chrono::Duration;

const CORE: &str = "310000000114";
const WEB: &str = "310000000122";
const LAKE: &str = "310000000130";
const NETWORK: &str = "310000000041";
const STAGING: &str = "310000000205";
const SANDBOX: &str = "310000000304";

impl Telling<'_> {
    /// The events that the story needs, each made by hand.
    pub(super) fn staged(mut self) -> Vec<HealthEvent> {
        vec![
            self.issue(),
            self.drives(),
            self.maintenance(),
            self.lifecycle(),
            self.retirement(),
            self.tunnel(),
        ]
    }

    fn issue(&mut self) -> HealthEvent {
        let now = self.story.start();
        let mut event = self.event(Draft {
            product: "EC2",
            code: ISSUE.to_owned(),
            category: "issue",
            region: "us-east-1",
            begins: now - Duration::minutes(52),
            updated: now - Duration::minutes(52),
            status: "open",
            said: String::new(),
        });
        event.zone = Some("use1-az4");
        tell(
            &mut event,
            "Some instances in one zone of us-east-1 lose packets. We are looking into it.",
            now - Duration::minutes(47),
        );
        tell(
            &mut event,
            "The cause lies in the network of that zone. Calls that launch instances there fail more often.",
            now - Duration::minutes(21),
        );
        event.actionability = "ACTION_MAY_BE_REQUIRED";
        event
    }

    fn drives(&mut self) -> HealthEvent {
        let now = self.story.start();
        let event = self.event(Draft {
            product: "EC2",
            code: "AWS_EC2_INSTANCE_STORE_DRIVE_PERFORMANCE_DEGRADED".to_owned(),
            category: "issue",
            region: "us-east-1",
            begins: now - Duration::minutes(38),
            updated: now - Duration::minutes(33),
            status: "open",
            said: "Local drives of some of your instances answer slowly. Stop and start the instances to move them.".to_owned(),
        });
        self.about(
            event,
            &[(PAYMENTS, 2), (CORE, 4), (WEB, 3)],
            "i-{}",
            |_| "IMPAIRED",
        )
    }

    fn maintenance(&mut self) -> HealthEvent {
        let now = self.story.start();
        let mut event = self.event(Draft {
            product: "RDS",
            code: "AWS_RDS_HARDWARE_MAINTENANCE_SCHEDULED".to_owned(),
            category: "scheduledChange",
            region: "eu-central-1",
            begins: now + Duration::hours(5 * 24 + 3),
            updated: now - Duration::hours(20),
            status: "upcoming",
            said: "The hardware below your databases is replaced in their maintenance window. A database with a standby \
                   is away for about a minute, one without for up to half an hour."
                .to_owned(),
        });
        event.end = Some(event.start + Duration::hours(4));
        event.actionability = "ACTION_MAY_BE_REQUIRED";
        self.about(
            event,
            &[(PAYMENTS, 1), (CORE, 3)],
            "arn:aws:rds:eu-central-1:{account}:db:ledger-store-{}",
            |_| "PENDING",
        )
    }

    fn lifecycle(&mut self) -> HealthEvent {
        let now = self.story.start();
        let mut event = self.event(Draft {
            product: "LAMBDA",
            code: LIFECYCLE.to_owned(),
            category: "scheduledChange",
            region: "us-east-1",
            begins: now + Duration::days(168),
            updated: now - Duration::hours(6),
            status: "upcoming",
            said: "The runtime python3.9 gets no fixes from that day on. Move the functions listed here to a runtime that \
                   is supported; each shows as resolved once it has been moved."
                .to_owned(),
        });
        event.actionability = "ACTION_REQUIRED";
        event.metadata = vec![
            ("deprecated_versions", "python3.9".to_owned()),
            ("eventCategory", "runtime".to_owned()),
        ];
        let status = |at: usize| {
            if at.is_multiple_of(3) {
                "RESOLVED"
            } else {
                "PENDING"
            }
        };
        let accounts = [
            (PAYMENTS, 5),
            (CORE, 14),
            (WEB, 7),
            (LAKE, 9),
            (STAGING, 6),
            (SANDBOX, 4),
        ];
        self.about(
            event,
            &accounts,
            "arn:aws:lambda:us-east-1:{account}:function:orders-worker-{}",
            status,
        )
    }

    fn retirement(&mut self) -> HealthEvent {
        let now = self.story.start();
        let mut event = self.event(Draft {
            product: "EC2",
            code: "AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED".to_owned(),
            category: "scheduledChange",
            region: "us-west-2",
            begins: now + Duration::days(9),
            updated: now - Duration::days(4),
            status: "upcoming",
            said: "The host of this instance is going out of service. Stop and start the instance before that day.".to_owned(),
        });
        event.actionability = "ACTION_REQUIRED";
        self.about(event, &[(WEB, 1)], "i-{}", |_| "PENDING")
    }

    fn tunnel(&mut self) -> HealthEvent {
        let now = self.story.start();
        let event = self.event(Draft {
            product: "VPN",
            code: "AWS_VPN_REDUNDANCY_LOSS".to_owned(),
            category: "accountNotification",
            region: "eu-central-1",
            begins: now - Duration::hours(31),
            updated: now - Duration::hours(7),
            status: "open",
            said: "One of the two tunnels of this connection is down. Traffic flows through the other.".to_owned(),
        });
        self.about(event, &[(NETWORK, 1)], "vpn-{}", |_| "IMPAIRED")
    }
}
