//! The Watch page: one verdict, and what is behind it.

use std::collections::BTreeMap;

use domain::{
    finding::{FindingCounts, FindingSummary},
    time::Timestamp,
    verdict::{Reason, Verdict},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    endpoints::EndpointView, error::ApiError, health::HealthView, incidents::IncidentLine,
    session::RailCounts, sources::SourceView, wall::RowKind,
};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, refuse},
        endpoint_words::Named,
        endpoints::views,
        health::account_names,
        incidents_view::line,
        narrow::narrowed,
        session::rail_counts,
        wall_rows::{stands, titled},
    },
    backend::{
        Backend, calendar,
        changes::{self, ChangeSummary},
        findings,
        floor::{self, Floor},
    },
    chrono::TimeDelta,
    domain::{
        actor::Actor,
        calendar::Freeze,
        change::ChangeState,
        finding::{Due, FindingFilter, FindingList},
        health::HealthStatus,
        id::ChangeId,
        scope::Scope,
    },
    std::collections::BTreeSet,
};

/// Rows of a column.
#[cfg(feature = "ssr")]
const SHOWN: usize = 4;
/// Rows of what comes next.
#[cfg(feature = "ssr")]
const AHEAD: usize = 7;
/// How far the page looks ahead.
#[cfg(feature = "ssr")]
const REACH: TimeDelta = TimeDelta::days(30);
/// Changes that are read at most.
#[cfg(feature = "ssr")]
const CHANGES: u16 = 200;

/// What comes next, or goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AheadView {
    /// A change, what AWS has scheduled, or a freeze.
    pub kind: RowKind,
    /// Its name.
    pub text: String,
    /// Where it is shown.
    pub href: String,
    /// When it begins.
    pub at: Timestamp,
    /// When it is over, where that is known.
    pub until: Option<Timestamp>,
    /// How it stands, in words: of changes alone.
    pub stands: Option<String>,
}

/// The Watch page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WatchView {
    /// The one word.
    pub verdict: Verdict,
    /// Why, weightiest first; never empty.
    pub reasons: Vec<Reason>,
    /// Since when the word holds, where it is that of the whole floor.
    pub since: Option<Timestamp>,
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
    /// Open incidents, the worst first, and how many there are.
    pub incidents: (Vec<IncidentLine>, u64),
    /// Changes that wait for somebody's approval.
    pub approvals: u64,
    /// Freezes that hold now.
    pub frozen: u64,
    /// Changes that go on past their end.
    pub overdue: u64,
    /// What comes next, the soonest first, and how many more there are.
    pub ahead: (Vec<AheadView>, u64),
    /// What the accounts are called.
    pub names: BTreeMap<String, String>,
    /// Every source.
    pub sources: Vec<SourceView>,
    /// What narrows a list of findings to what is looked at, to be put behind another filter; empty where all of it is.
    pub within: String,
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
    let floor = floor::read(backend, actor, &scope).await?;
    let names = account_names(backend, actor).await?;
    let now = floor.now;
    let planned = planned(backend, actor, &floor, &scope).await?;
    let rail = RailCounts {
        overdue: overdue(backend, actor, &scope)?,
        ..rail_counts(&floor.incidents, &floor.events, &floor.endpoints)
    };
    let events = floor.events.into_iter().take(SHOWN).map(HealthView::from);
    let shown = &floor.endpoints[..floor.endpoints.len().min(SHOWN)];
    let open = floor.incidents.len() as u64;
    let incidents = floor.incidents.into_iter().take(SHOWN);
    let incidents = incidents.map(|one| line(one, &names));
    Ok(WatchView {
        verdict: floor.verdict,
        reasons: floor.reasons,
        since: floor.since,
        counts: floor.counts,
        needing: floor.needing,
        top: floor.top,
        rail,
        events: events.collect(),
        endpoints: views(shown, &Named::new(&floor.endpoints, &names)),
        incidents: (incidents.collect(), open),
        approvals: changes::waiting(backend, actor).await?,
        frozen: planned.frozen,
        overdue: planned.overdue,
        ahead: planned.ahead,
        names,
        within: within(&scope),
        sources: floor.sources.into_iter().map(SourceView::from).collect(),
        now,
    })
}

/// How many open findings within a scope are overdue.
#[cfg(feature = "ssr")]
fn overdue(backend: &Backend, actor: &Actor, scope: &Scope) -> backend::Result<u64> {
    if *scope == Scope::default() {
        return findings::overdue(backend, actor);
    }
    let overdue = FindingFilter {
        due: vec![Due::Overdue],
        ..FindingFilter::open()
    };
    let ask = FindingList::first(floor::within(scope, overdue), 1);
    Ok(findings::list(backend, actor, &ask)?.total)
}

/// What has its time now or later, as far as it is within a scope.
#[cfg(feature = "ssr")]
struct Planned {
    frozen: u64,
    overdue: u64,
    ahead: (Vec<AheadView>, u64),
}

#[cfg(feature = "ssr")]
async fn planned(
    backend: &Backend,
    actor: &Actor,
    floor: &Floor,
    scope: &Scope,
) -> backend::Result<Planned> {
    let (now, until) = (floor.now, floor.now + REACH);
    let mut changes = changes::upcoming(backend, actor, (now, until), CHANGES).await?;
    changes.retain(|change| scope.shows_any(&change.targets));
    let blocked = changes::blocked(backend, actor, &changes).await?;
    let mut freezes = calendar::freezes_between(backend, actor, now, until).await?;
    freezes.retain(|freeze| scope.shows(&freeze.scope));
    let scheduled = floor
        .events
        .iter()
        .filter(|event| event.status == HealthStatus::Upcoming);
    let scheduled = scheduled.filter_map(|event| {
        let start = event.start.filter(|start| *start < until)?;
        let row = (
            RowKind::Scheduled,
            titled(event),
            format!("/health/{}", event.id),
        );
        Some(ahead_row(row, start, event.end))
    });
    Ok(Planned {
        frozen: freezes.iter().filter(|one| one.from <= now).count() as u64,
        overdue: changes.iter().filter(|one| is_overdue(one, now)).count() as u64,
        ahead: first_ahead((&changes, &blocked, now), &freezes, scheduled),
    })
}

#[cfg(feature = "ssr")]
fn within(scope: &Scope) -> String {
    let account = scope.account.iter().map(|one| format!("&account={one}"));
    let region = scope.region.iter().map(|one| format!("&region={one}"));
    account.chain(region).collect()
}

/// Whether a change goes on past its end.
#[cfg(feature = "ssr")]
pub(super) fn is_overdue(change: &ChangeSummary, now: Timestamp) -> bool {
    change.state == ChangeState::Running && change.ends_at <= now
}

#[cfg(feature = "ssr")]
fn ahead_row(
    (kind, text, href): (RowKind, String, String),
    at: Timestamp,
    until: Option<Timestamp>,
) -> AheadView {
    AheadView {
        kind,
        text,
        href,
        at,
        until,
        stands: None,
    }
}

/// The soonest of everything that lies ahead or goes on, and how many more there are.
#[cfg(feature = "ssr")]
fn first_ahead(
    (changes, blocked, now): (&[ChangeSummary], &BTreeSet<ChangeId>, Timestamp),
    freezes: &[Freeze],
    scheduled: impl Iterator<Item = AheadView>,
) -> (Vec<AheadView>, u64) {
    let changes = changes.iter().map(|one| {
        let text = format!("CHG-{} {}", one.number, one.title);
        let row = (RowKind::Change, text, format!("/changes/{}", one.id));
        AheadView {
            stands: Some(stands(one, blocked, now).to_owned()),
            ..ahead_row(row, one.starts_at, Some(one.ends_at))
        }
    });
    let freezes = freezes.iter().map(|one| {
        let row = (RowKind::Freeze, one.name.clone(), "/calendar".to_owned());
        ahead_row(row, one.from, Some(one.until))
    });
    let mut rows: Vec<AheadView> = changes.chain(freezes).chain(scheduled).collect();
    rows.sort_by_key(|row| row.at);
    let more = rows.len().saturating_sub(AHEAD) as u64;
    rows.truncate(AHEAD);
    (rows, more)
}
