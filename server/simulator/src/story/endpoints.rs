//! The endpoints that the story watches: twenty-four health checks, and how they fare.

use super::Story;
use super::dice::Dice;
use crate::route53::{CHECKERS, Check, Kind, Target};
use chrono::{DateTime, Duration, Utc};

/// How far back there are metrics at the start.
pub(crate) const PAST: Duration = Duration::hours(3);

/// The endpoint that fails from most checker regions: 2 of 16 pass, which is below AWS's 18 %.
const FAILING: &str = "checkout.example.com";
const FAILING_PASSES: u32 = 2;

/// The endpoint that fails from some regions and is still above the line.
const PARTIAL: &str = "cdn.example.com";
const PARTIAL_PASSES: u32 = 6;

/// The endpoint whose check is switched off.
const DISABLED: &str = "legacy.example.com";

const HTTPS: Target = Target {
    protocol: "HTTPS",
    port: 443,
    path: Some("/healthz"),
    search: None,
    interval: 30,
};

/// Endpoints with the way each is asked.
const ENDPOINTS: [(&str, Target); 21] = [
    (
        FAILING,
        Target {
            interval: 10,
            ..HTTPS
        },
    ),
    (
        "www.example.com",
        Target {
            path: Some("/"),
            search: Some("Northgate"),
            protocol: "HTTPS_STR_MATCH",
            ..HTTPS
        },
    ),
    (
        "api.example.com",
        Target {
            interval: 10,
            ..HTTPS
        },
    ),
    (
        "login.example.com",
        Target {
            interval: 10,
            ..HTTPS
        },
    ),
    (PARTIAL, HTTPS),
    ("search.example.com", HTTPS),
    ("orders.example.com", HTTPS),
    (
        "payments.example.com",
        Target {
            interval: 10,
            ..HTTPS
        },
    ),
    ("partners.example.com", HTTPS),
    ("webhooks.example.com", HTTPS),
    ("reports.example.com", HTTPS),
    ("img.example.com", HTTPS),
    ("docs.example.com", HTTPS),
    ("status.example.com", HTTPS),
    ("admin.example.com", HTTPS),
    ("eu.shop.example.com", HTTPS),
    ("us.shop.example.com", HTTPS),
    (
        "vpn.example.com",
        Target {
            protocol: "TCP",
            path: None,
            ..HTTPS
        },
    ),
    (
        "mail.example.com",
        Target {
            protocol: "TCP",
            port: 25,
            path: None,
            ..HTTPS
        },
    ),
    (
        "staging.example.com",
        Target {
            protocol: "HTTP",
            port: 80,
            ..HTTPS
        },
    ),
    (
        DISABLED,
        Target {
            protocol: "HTTP",
            port: 80,
            ..HTTPS
        },
    ),
];

/// The checks at the start.
pub(crate) fn at_start(story: &Story) -> Vec<Check> {
    let begin = story.start() - PAST - Duration::minutes(1);
    let id = |name: &str| Dice::of(story.seed(), &["health check", name], 0).uuid();
    let check = |name: &'static str, kind: Kind| Check {
        id: id(name),
        name,
        kind,
        disabled: name == DISABLED,
        inverted: false,
        history: vec![(begin, CHECKERS)],
    };
    let calculated = |name: &'static str, children: &[&str], threshold: u32| {
        check(
            name,
            Kind::Calculated {
                children: children.iter().map(|child| id(child)).collect(),
                threshold,
            },
        )
    };
    let mut checks: Vec<Check> = ENDPOINTS
        .iter()
        .map(|(name, target)| check(name, Kind::Endpoint(target.clone())))
        .collect();
    checks.push(calculated(
        "shop-journey",
        &["www.example.com", "login.example.com", FAILING],
        3,
    ));
    checks.push(calculated(
        "platform",
        &[
            "api.example.com",
            "orders.example.com",
            "search.example.com",
            "img.example.com",
        ],
        2,
    ));
    checks.push(check("orders-queue-age", Kind::Metric));
    checks.iter_mut().for_each(|check| happened(check, story));
    checks
}

/// What befell a check before the story began.
fn happened(check: &mut Check, story: &Story) {
    match check.name {
        FAILING => check.set_passing(story.start() - Duration::minutes(26), FAILING_PASSES),
        PARTIAL => check.set_passing(story.start() - Duration::minutes(74), PARTIAL_PASSES),
        "partners.example.com" => blip(check, story.start() - Duration::minutes(141), 12),
        "reports.example.com" => blip(check, story.start() - Duration::minutes(95), 4),
        _ => {}
    }
}

/// What a tick does: now and then an endpoint goes down, and one that did comes back.
pub(crate) fn tick(checks: &mut [Check], story: &Story) {
    let mut dice = Dice::of(story.seed(), &["endpoints"], story.ticks());
    let free = |check: &&mut Check| {
        matches!(check.kind, Kind::Endpoint(_))
            && !check.disabled
            && check.name != FAILING
            && check.name != PARTIAL
    };
    let mut down: Vec<&mut Check> = checks
        .iter_mut()
        .filter(free)
        .filter(|check| check.passing_now() < CHECKERS)
        .collect();
    if !down.is_empty() {
        if dice.chance(15) {
            let at = dice.below(u32::try_from(down.len()).unwrap_or(1)) as usize;
            down[at].set_passing(story.now(), CHECKERS);
        }
    } else if dice.chance(4) {
        let mut free: Vec<&mut Check> = checks.iter_mut().filter(free).collect();
        let at = dice.below(u32::try_from(free.len()).unwrap_or(1)) as usize;
        free[at].set_passing(story.now(), dice.one(&[0, 1, 2, 9]));
    }
}

fn blip(check: &mut Check, from: DateTime<Utc>, minutes: i64) {
    check.set_passing(from, 0);
    check.set_passing(from + Duration::minutes(minutes), CHECKERS);
}
