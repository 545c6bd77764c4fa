//! How health checks are said, worked out where all of them are known.

use std::collections::{BTreeMap, HashMap};

use backend::endpoints::{EndpointDetail, EndpointSummary};
use domain::{
    endpoint::{HEALTHY_ABOVE_PERCENT, HealthCheckKind, Inverted, Standing, by_region, missing},
    source::FreshnessState,
    time::Timestamp,
};

use super::{endpoints::EndpointView, places::name_of};
use crate::format;

/// Every health check by its id, and what accounts are called.
pub(super) struct Named<'a> {
    checks: HashMap<&'a str, &'a EndpointSummary>,
    accounts: &'a BTreeMap<String, String>,
}

impl<'a> Named<'a> {
    pub(super) fn new(
        all: impl IntoIterator<Item = &'a EndpointSummary>,
        accounts: &'a BTreeMap<String, String>,
    ) -> Self {
        let all = all.into_iter();
        Self {
            checks: all.map(|one| (one.check.id.as_str(), one)).collect(),
            accounts,
        }
    }

    /// Its name, or what it checks.
    pub(super) fn name(&self, one: &EndpointSummary) -> String {
        let check = &one.check;
        check.name.clone().unwrap_or_else(|| check.target.clone())
    }

    /// What kind it is, and whose.
    pub(super) fn under(&self, one: &EndpointSummary) -> String {
        let account = one.check.account.as_str();
        format!("{} · {}", kind(one), name_of(self.accounts, account))
    }

    /// Why a check is what it is, whatever checkers say.
    pub(super) fn why(&self, one: &EndpointSummary) -> String {
        let fails = one.standing == Standing::Failing;
        match (one.standing, one.check.kind) {
            (Standing::Disabled, _) => {
                "It is disabled, and Route 53 counts a disabled check as healthy.".to_owned()
            }
            (Standing::Unknown, _) if one.source == FreshnessState::Blind => {
                "CloudWatch is silent, so the last state is not trusted.".to_owned()
            }
            (Standing::Unknown, _) => format!(
                "CloudWatch has had no value of it since {}, so the last state is not trusted.",
                format::instant(one.since)
            ),
            (_, Some(HealthCheckKind::Calculated)) => self.calculated(one),
            (_, Some(HealthCheckKind::CloudwatchMetric)) if fails => {
                "It follows a CloudWatch alarm, and fails with it.".to_owned()
            }
            (_, Some(HealthCheckKind::CloudwatchMetric)) => {
                "It follows a CloudWatch alarm, which is not raised.".to_owned()
            }
            (_, Some(HealthCheckKind::RecoveryControl)) if fails => {
                "It follows a routing control, which is off.".to_owned()
            }
            (_, Some(HealthCheckKind::RecoveryControl)) => {
                "It follows a routing control, which is on.".to_owned()
            }
            _ => "No checker has reported.".to_owned(),
        }
    }

    /// What a calculated check makes of its children.
    fn calculated(&self, one: &EndpointSummary) -> String {
        let ids = &one.check.children;
        let children: Vec<_> = ids
            .iter()
            .filter_map(|id| self.checks.get(id.as_str()))
            .collect();
        let of_standing = |wanted: &[Standing]| {
            let found = children
                .iter()
                .filter(|child| wanted.contains(&child.standing));
            found.map(|child| self.name(child)).collect::<Vec<_>>()
        };
        let well = of_standing(&[Standing::Healthy, Standing::Partial, Standing::Disabled]).len();
        let all = ids.len();
        let needs = match usize::try_from(one.check.health_threshold.unwrap_or(0)) {
            Ok(needs) if needs == all => format!("all {all}"),
            Ok(needs) => needs.to_string(),
            Err(_) => "0".to_owned(),
        };
        let begin = format!("{well} of {all} children are healthy and it needs {needs}");
        let failing = of_standing(&[Standing::Failing]);
        match (one.standing, failing.as_slice()) {
            (Standing::Failing, [only]) => format!("{begin}, so it fails with {only}."),
            (Standing::Failing, [first, rest @ ..]) => {
                format!("{begin}, so it fails with {first} and {} more.", rest.len())
            }
            _ => format!("{begin}."),
        }
    }
}

/// What kind of check it is.
fn kind(one: &EndpointSummary) -> String {
    use HealthCheckKind as Kind;
    match one.check.kind {
        None => "Unknown kind".to_owned(),
        Some(kind @ (Kind::Http | Kind::Https | Kind::Tcp)) => kind.as_str().to_owned(),
        Some(Kind::HttpStrMatch) => "HTTP with its text".to_owned(),
        Some(Kind::HttpsStrMatch) => "HTTPS with its text".to_owned(),
        Some(Kind::CloudwatchMetric) => "CloudWatch alarm".to_owned(),
        Some(Kind::Calculated) => {
            let children = one.check.children.len() as u64;
            format!(
                "Calculated, {}",
                format::counted(children, "child", "children")
            )
        }
        Some(kind) => format::plain_word(kind.as_str()),
    }
}

/// The worst of what is healthy.
pub(super) fn healthy_words<'a>(
    healthy: impl Iterator<Item = &'a EndpointView> + Clone,
    now: Timestamp,
) -> String {
    let slowest = healthy.clone().max_by_key(|one| one.first_byte_ms);
    let slowest = slowest.and_then(|one| {
        let ms = u64::from(one.first_byte_ms?);
        Some(format!("slowest {} at {} ms", one.name, format::count(ms)))
    });
    let flip = healthy.map(|one| one.since).max();
    let flip = flip.map(|at| format!("no flip for {}", format::age(at, now)));
    let words: Vec<String> = slowest.into_iter().chain(flip).collect();
    words.join(", ")
}

/// How many checkers reach it, against the line.
fn pass(found: &EndpointDetail, named: &Named<'_>) -> String {
    let one = &found.summary;
    let Some(share) = one.percent_healthy else {
        return named.why(one);
    };
    let line = format!("{share:.1} % of checkers; healthy above {HEALTHY_ABOVE_PERCENT} %");
    let tallies = by_region(found.checkers.iter().map(|seen| &seen.observation));
    let (passing, of) = tallies.iter().fold((0, 0), |(passing, of), tally| {
        (passing + tally.passing, of + tally.of)
    });
    match missing(passing, of) {
        more if more > 0 && one.standing == Standing::Failing => {
            format!("{line}, which takes {more} more of {of}")
        }
        _ => line,
    }
}

/// What is known of a check beside its state.
pub(super) fn facts(found: &EndpointDetail, named: &Named<'_>) -> Vec<(String, String)> {
    let one = &found.summary;
    let check = &one.check;
    let account = check.account.to_string();
    let account = match named.accounts.get(&account) {
        Some(name) => format!("{name} · {account}"),
        None => account,
    };
    let inverted = check.inverted == Inverted::Yes;
    let facts = [
        ("Pass", Some(pass(found, named))),
        ("Checks", Some(check.target.clone())),
        ("Kind", Some(kind(one))),
        ("Account", Some(account)),
        ("Asked", check.interval_s.map(|s| format!("every {s} s"))),
        (
            "Fails after",
            check.failure_threshold.map(|n| format!("{n} in a row")),
        ),
        (
            "Inverted",
            inverted.then(|| "its result is turned round".to_owned()),
        ),
        (
            "First byte",
            one.first_byte_ms.map(|ms| format!("{ms:.0} ms")),
        ),
        ("Id", Some(check.id.clone())),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(term, value)| Some((term.to_owned(), value?)));
    facts.chain(check.unrecognised.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use domain::{
        endpoint::{Enabled, HealthCheck},
        time::from_micros,
    };

    fn now() -> Timestamp {
        from_micros(1_795_521_600_000_000)
    }

    fn check(id: &str, kind: HealthCheckKind, standing: Standing) -> EndpointSummary {
        EndpointSummary {
            check: HealthCheck {
                id: id.to_owned(),
                account: "111122223333".into(),
                name: Some(format!("{id}.example.com")),
                kind: Some(kind),
                target: String::new(),
                enabled: Enabled::On,
                inverted: Inverted::No,
                interval_s: None,
                failure_threshold: None,
                children: Vec::new(),
                health_threshold: None,
                unrecognised: Vec::new(),
            },
            standing,
            since: now() - TimeDelta::minutes(6),
            percent_healthy: None,
            first_byte_ms: None,
            measured_at: None,
            source: FreshnessState::Live,
            failed_at: None,
        }
    }

    fn calculated(standing: Standing, needs: i32) -> EndpointSummary {
        let mut check = check("all", HealthCheckKind::Calculated, standing);
        check.check.children = ["a", "b", "elsewhere"].map(str::to_owned).to_vec();
        check.check.health_threshold = Some(needs);
        check
    }

    #[test]
    fn a_calculated_check_says_what_it_fails_with() {
        let (http, accounts) = (HealthCheckKind::Http, BTreeMap::new());
        let all = [
            check("a", http, Standing::Failing),
            check("b", http, Standing::Partial),
        ];
        let named = Named::new(&all, &accounts);
        assert_eq!(
            named.why(&calculated(Standing::Failing, 3)),
            "1 of 3 children are healthy and it needs all 3, so it fails with a.example.com."
        );
        assert_eq!(
            named.why(&calculated(Standing::Healthy, 1)),
            "1 of 3 children are healthy and it needs 1."
        );
        assert_eq!(named.under(&all[0]), "HTTP · 111122223333");
    }

    #[test]
    fn what_is_unknown_says_since_when_or_that_its_source_is_silent() {
        let accounts = BTreeMap::new();
        let named = Named::new([], &accounts);
        let mut alarm = check("q", HealthCheckKind::CloudwatchMetric, Standing::Unknown);
        assert_eq!(
            named.why(&alarm),
            "CloudWatch has had no value of it since 24 Nov 11:54 UTC, so the last state is not trusted."
        );
        alarm.source = FreshnessState::Blind;
        assert!(named.why(&alarm).starts_with("CloudWatch is silent"));
        alarm.standing = Standing::Disabled;
        assert!(named.why(&alarm).starts_with("It is disabled"));
    }
}
