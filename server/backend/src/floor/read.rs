//! Reading the floor: one place, so that Watch and the wall never say different words.

use domain::{
    action::Action,
    actor::Actor,
    endpoint::Standing,
    finding::{
        Facet, FindingCounts, FindingFilter, FindingList, FindingListing, FindingSummary, Severity,
    },
    health::{HealthCategory, HealthStatus},
    scope::Scope,
    source::{FreshnessState, SourceKind},
    time::Timestamp,
    verdict::{Facts, FirstRead, OpenIncident, Reason, SourceFact, Told, Verdict, judge},
};

use crate::{
    accounts,
    backend::{Backend, authorize},
    endpoints::{self, EndpointSummary},
    error::Result,
    findings,
    health::{self, HealthSummary},
    incidents::{self, IncidentSummary},
    sources::{self, SourceStatus},
    store::verdict_turns,
};

use super::{is_within, within};

/// Incidents that are read at most.
const INCIDENTS: u16 = 200;
/// Findings that come with the floor.
const SHOWN: u16 = 4;

/// What is open anywhere.
#[derive(Debug, Clone)]
pub struct Floor {
    /// The one word.
    pub verdict: Verdict,
    /// Why, the weightiest first; never none.
    pub reasons: Vec<Reason>,
    /// Since when the word holds, where it is that of the whole floor.
    pub since: Option<Timestamp>,
    /// Open incidents, the worst first and of those the oldest.
    pub incidents: Vec<IncidentSummary>,
    /// Open findings.
    pub counts: FindingCounts,
    /// Critical and high findings that nobody has.
    pub needing: u64,
    /// The first of them.
    pub top: Vec<FindingSummary>,
    /// Events of AWS Health that are open or lie ahead: issues first, then what comes next.
    pub events: Vec<HealthSummary>,
    /// Every endpoint, failing ones first.
    pub endpoints: Vec<EndpointSummary>,
    /// Every source.
    pub sources: Vec<SourceStatus>,
    /// The server's time.
    pub now: Timestamp,
}

/// What is open beside findings, as far as it is within a scope.
#[derive(Debug, Clone)]
pub struct Open {
    /// Open incidents, the worst first and of those the oldest.
    pub incidents: Vec<IncidentSummary>,
    /// Events of AWS Health that are open or lie ahead: issues first, then what comes next.
    pub events: Vec<HealthSummary>,
    /// Every endpoint, failing ones first.
    pub endpoints: Vec<EndpointSummary>,
}

/// What is open beside findings, for who counts it and needs no verdict.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn open(backend: &Backend, actor: &Actor, scope: &Scope) -> Result<Open> {
    authorize(actor, Action::ReadFloor)?;
    let mut endpoints = endpoints::list(backend, actor).await?;
    endpoints.retain(|one| scope.shows(&Scope::of_account(one.check.account.clone())));
    Ok(Open {
        incidents: open_incidents(backend, actor, scope).await?,
        events: open_events(backend, actor, scope).await?,
        endpoints,
    })
}

/// The floor as it is now, as far as it is within `scope`. Sources are of the whole floor: where one is silent, what it
/// would say may lie anywhere.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn read(backend: &Backend, actor: &Actor, scope: &Scope) -> Result<Floor> {
    authorize(actor, Action::ReadFloor)?;
    let counts = findings::counts(backend, actor, &within(scope, FindingFilter::open()))?;
    let ask = FindingList::first(within(scope, needing_somebody()), SHOWN);
    let listing = findings::list(backend, actor, &ask)?;
    let Open {
        incidents,
        events,
        endpoints,
    } = open(backend, actor, scope).await?;
    let sources = sources::list(backend, actor).await?;
    let alone = scope.account.iter().cloned().collect();
    let unheard = accounts::unheard(backend, actor, alone, &sources).await?;
    let now = backend.now();
    let (verdict, reasons) = judge(&Facts {
        sources: believed(&sources, now),
        incident: weightiest(&incidents),
        findings: counts,
        critical_unassigned: critical_ones(&listing),
        findings_told: findings_told(&sources, now),
        failing: many(
            endpoints
                .iter()
                .filter(|one| one.standing == Standing::Failing),
        ),
        aws_issues: match is_silent(&sources, SourceKind::Health, now) {
            true => 0,
            false => many(events.iter().filter(|event| is_issue(event))),
        },
        not_offered: not_offered(&sources),
        unwatched: unheard.first().map(ToString::to_string),
    });
    Ok(Floor {
        verdict,
        reasons,
        since: match *scope == Scope::default() {
            true => Some(since(backend, verdict).await?.unwrap_or(now)),
            false => None,
        },
        incidents,
        counts,
        needing: listing.total,
        top: listing.page.rows,
        events,
        endpoints,
        sources,
        now,
    })
}

/// Since when a word holds, as far as it was written down that the floor turned to it.
pub(super) async fn since(backend: &Backend, verdict: Verdict) -> Result<Option<Timestamp>> {
    let last = verdict_turns::last(backend.reader().await?.conn()).await?;
    let held = last.filter(|(word, _)| word == verdict.as_str());
    Ok(held.map(|(_, since)| since))
}

/// Whether AWS reports an issue of its own that goes on.
#[must_use]
pub fn is_issue(event: &HealthSummary) -> bool {
    event.status == HealthStatus::Open && event.category == HealthCategory::Issue
}

/// Whether a source of the kind is silent, so that what it last said is not told as if it still held.
fn is_silent(sources: &[SourceStatus], kind: SourceKind, now: Timestamp) -> bool {
    let mut asked = sources
        .iter()
        .filter(|source| source.id.kind == kind && !source.freshness.is_not_set_up());
    asked.any(|source| source.freshness.state(now) == FreshnessState::Blind)
}

/// Whether what is known of findings is of now: not while a source that they come from is silent.
fn findings_told(sources: &[SourceStatus], now: Timestamp) -> Told {
    let mut kinds = SourceKind::OF_FINDINGS.into_iter();
    match kinds.any(|kind| is_silent(sources, kind, now)) {
        true => Told::Before,
        false => Told::Now,
    }
}

/// What AWS offers nowhere to this account: findings where no plane of them is, and AWS Health.
fn not_offered(sources: &[SourceStatus]) -> Vec<String> {
    let is_missing = |kinds: &&[SourceKind]| {
        let mut asked = sources
            .iter()
            .filter(|source| kinds.contains(&source.id.kind))
            .peekable();
        asked.peek().is_some() && asked.all(|source| source.freshness.is_not_set_up())
    };
    let kinds: [&[SourceKind]; 2] = [&SourceKind::OF_FINDINGS, &[SourceKind::Health]];
    let missing = kinds.iter().filter(|kinds| is_missing(kinds));
    missing.map(|kinds| kinds[0].label().to_owned()).collect()
}

fn believed(sources: &[SourceStatus], now: Timestamp) -> Vec<SourceFact> {
    let open = sources
        .iter()
        .filter(|source| source.id.kind.is_of_the_floor() && !source.freshness.is_not_set_up());
    open.map(|source| SourceFact {
        name: source.id.kind.label().to_owned(),
        state: source.freshness.state(now),
        first_read: match source.id.kind.plane().is_some() && source.cold_done_at.is_none() {
            true => FirstRead::GoesOn,
            false => FirstRead::Done,
        },
    })
    .collect()
}

async fn open_incidents(
    backend: &Backend,
    actor: &Actor,
    scope: &Scope,
) -> Result<Vec<IncidentSummary>> {
    let mut open = incidents::open(backend, actor, INCIDENTS).await?;
    open.retain(|one| scope.shows_any(&one.scopes));
    Ok(open)
}

fn weightiest(incidents: &[IncidentSummary]) -> Option<OpenIncident> {
    let (first, rest) = incidents.split_first()?;
    Some(OpenIncident {
        name: format!("INC-{} {}", first.number, first.title),
        impact: u8::try_from(first.impact.rank()).unwrap_or(u8::MAX),
        more: rest.len() as u64,
    })
}

async fn open_events(
    backend: &Backend,
    actor: &Actor,
    scope: &Scope,
) -> Result<Vec<HealthSummary>> {
    let all = health::under_way(backend, actor).await?;
    let here = all.iter().filter(|event| is_within(scope, event));
    let mut events: Vec<_> = here.cloned().collect();
    events.sort_by_key(|event| (event.category != HealthCategory::Issue, event.start));
    Ok(events)
}

fn many<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

/// Open findings, critical or high, that nobody has.
fn needing_somebody() -> FindingFilter {
    FindingFilter {
        severity: vec![Severity::Critical, Severity::High],
        assignee: vec![String::new()],
        ..FindingFilter::open()
    }
}

/// How many of them are critical: the count beside the facet's value, since a facet's choice does not narrow it.
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
