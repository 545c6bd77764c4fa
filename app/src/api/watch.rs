//! The Watch page: one verdict, and what is behind it.

use std::collections::BTreeMap;

use domain::{
    finding::{FindingCounts, FindingSummary},
    time::Timestamp,
    verdict::Verdict,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    endpoints::EndpointView, error::ApiError, health::HealthView, session::RailCounts,
    sources::SourceView,
};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, refuse},
        endpoint_words::Named,
        endpoints::views,
        health::{account_names, open_events},
        narrow::{narrowed, within},
        session::{endpoints_of, rail_counts},
    },
    backend::{Backend, findings, sources},
    domain::{
        actor::Actor,
        finding::{Facet, FindingFilter, FindingList, FindingListing, Severity},
        source::FreshnessState,
    },
};

/// Findings shown on the page.
#[cfg(feature = "ssr")]
const SHOWN: u16 = 4;

/// Why the verdict is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// No source is set up.
    NoSources,
    /// These sources are silent: their names and how many sources there are.
    Silent(Vec<String>, u32),
    /// So many critical findings have nobody.
    CriticalUnassigned(u64),
    /// So many critical and high findings are open, and somebody has the critical ones.
    Open(u64, u64),
    /// So many endpoints fail.
    Failing(u32),
    /// So many issues of AWS are open.
    AwsIssues(u32),
    /// These sources answer late.
    Late(Vec<String>),
    /// Nothing needs anybody.
    Quiet,
}

/// The Watch page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WatchView {
    /// The one word.
    pub verdict: Verdict,
    /// Why, weightiest first; never empty.
    pub reasons: Vec<Reason>,
    /// Open findings.
    pub counts: FindingCounts,
    /// Critical and high findings that nobody has.
    pub needing: u64,
    /// The first of them.
    pub top: Vec<FindingSummary>,
    /// Counts of AWS Health and endpoints.
    pub rail: RailCounts,
    /// The first events of AWS Health that are open or lie ahead.
    pub events: Vec<HealthView>,
    /// The first endpoints, failing ones before others.
    pub endpoints: Vec<EndpointView>,
    /// What the accounts are called.
    pub names: BTreeMap<String, String>,
    /// Every source.
    pub sources: Vec<SourceView>,
    /// The server's time.
    pub now: Timestamp,
}

/// The Watch page.
#[server(prefix = "/api", endpoint = "watch/get")]
pub async fn get_watch() -> Result<WatchView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let view = read_watch(&backend, &asker.actor).await;
    view.map_err(|error| refuse(&asker, &error))
}

#[cfg(feature = "ssr")]
async fn read_watch(backend: &Backend, actor: &Actor) -> backend::Result<WatchView> {
    let scope = narrowed();
    let counts = findings::counts(backend, actor, &within(&scope, FindingFilter::open()))?;
    let needing = FindingList::first(within(&scope, needing_somebody()), SHOWN);
    let listing = findings::list(backend, actor, &needing)?;
    let critical = critical_ones(&listing);
    let sources = sources::list(backend, actor).await?;
    let now = backend.now();
    let (mut events, endpoints, names) = (
        open_events(backend, actor, &scope).await?,
        endpoints_of(backend, actor, &scope).await?,
        account_names(backend, actor).await?,
    );
    let sources: Vec<SourceView> = sources.into_iter().map(SourceView::from).collect();
    let rail = rail_counts(&events, &endpoints);
    events.truncate(usize::from(SHOWN));
    let shown = &endpoints[..endpoints.len().min(usize::from(SHOWN))];
    let (verdict, reasons) = judge((counts, rail), critical, &sources, now);
    Ok(WatchView {
        verdict,
        reasons,
        counts,
        needing: listing.total,
        top: listing.page.rows,
        rail,
        events,
        endpoints: views(shown, &Named::new(&endpoints, &names)),
        names,
        sources,
        now,
    })
}

/// Open findings, critical or high, that nobody has.
#[cfg(feature = "ssr")]
fn needing_somebody() -> FindingFilter {
    FindingFilter {
        severity: vec![Severity::Critical, Severity::High],
        assignee: vec![String::new()],
        ..FindingFilter::open()
    }
}

/// How many of them are critical: the count beside the facet's value, since a facet's choice does not narrow it.
#[cfg(feature = "ssr")]
fn critical_ones(listing: &FindingListing) -> u64 {
    let critical = Severity::Critical.as_str();
    let severity = listing
        .facets
        .iter()
        .filter(|one| one.facet == Facet::Severity);
    let mut values = severity.flat_map(|facet| &facet.values);
    values
        .find(|one| one.value == critical)
        .map_or(0, |one| one.count)
}

/// The verdict with its reasons. What cannot be seen cannot be called fine, so silence outranks all.
#[cfg(feature = "ssr")]
fn judge(
    (counts, rail): (FindingCounts, RailCounts),
    critical_unassigned: u64,
    sources: &[SourceView],
    now: Timestamp,
) -> (Verdict, Vec<Reason>) {
    let named = |state: FreshnessState| -> Vec<String> {
        let of_state = sources
            .iter()
            .filter(|source| !source.is_closed_to_us() && source.freshness.state(now) == state);
        let mut names: Vec<String> = of_state.map(|s| s.id.kind.label().to_owned()).collect();
        names.dedup();
        names
    };
    let (silent, late) = (named(FreshnessState::Blind), named(FreshnessState::Stale));
    let all = u32::try_from(sources.len()).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    if sources.is_empty() {
        found.push((Verdict::Blind, Reason::NoSources));
    }
    if !silent.is_empty() {
        found.push((Verdict::Blind, Reason::Silent(silent, all)));
    }
    if critical_unassigned > 0 {
        let reason = Reason::CriticalUnassigned(critical_unassigned);
        found.push((Verdict::Critical, reason));
    }
    if rail.failing > 0 {
        found.push((Verdict::Watch, Reason::Failing(rail.failing)));
    }
    if rail.aws_issues > 0 {
        found.push((Verdict::Watch, Reason::AwsIssues(rail.aws_issues)));
    }
    if counts.critical + counts.high > 0 {
        let reason = Reason::Open(counts.critical, counts.high);
        found.push((Verdict::Watch, reason));
    }
    if !late.is_empty() {
        found.push((Verdict::Watch, Reason::Late(late)));
    }
    let verdict = found.iter().map(|(verdict, _)| *verdict).max();
    let mut reasons: Vec<Reason> = found.into_iter().map(|(_, reason)| reason).collect();
    if reasons.is_empty() {
        reasons.push(Reason::Quiet);
    }
    (verdict.unwrap_or(Verdict::Clear), reasons)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use domain::{
        source::{Freshness, SourceId, SourceKind, SyncProgress},
        time::from_micros,
    };

    fn hub(age_s: i64, now: Timestamp) -> SourceView {
        SourceView {
            id: SourceId {
                kind: SourceKind::SecurityHub,
                account: "111122223333".into(),
                region: "us-east-1".into(),
            },
            freshness: Freshness {
                last_good: Some(now - chrono::TimeDelta::seconds(age_s)),
                last_try: None,
                fault: None,
                interval_s: 60,
            },
            progress: SyncProgress::default(),
            cold_done_at: None,
            swept_at: None,
        }
    }

    #[test]
    fn silence_outranks_what_was_last_known() {
        let now = from_micros(1_795_521_600_000_000);
        let counts = FindingCounts::default();
        let (verdict, reasons) = judge((counts, RailCounts::default()), 3, &[hub(3_600, now)], now);
        assert_eq!(verdict, Verdict::Blind);
        assert_eq!(
            reasons[0],
            Reason::Silent(vec!["Security Hub".to_owned()], 1)
        );
        assert_eq!(
            judge((counts, RailCounts::default()), 0, &[], now).0,
            Verdict::Blind
        );
    }

    #[test]
    fn the_word_follows_the_worst_of_what_is_known() {
        let now = from_micros(1_795_521_600_000_000);
        let (none, one) = (
            FindingCounts::default(),
            FindingCounts {
                high: 1,
                ..FindingCounts::default()
            },
        );
        let rail = RailCounts::default();
        let judged =
            |counts, critical, age| judge((counts, rail), critical, &[hub(age, now)], now).0;
        assert_eq!(judged(none, 0, 10), Verdict::Clear);
        assert_eq!(judged(one, 0, 10), Verdict::Watch);
        assert_eq!(judged(none, 0, 200), Verdict::Watch);
        assert_eq!(judged(one, 1, 10), Verdict::Critical);
    }
}
