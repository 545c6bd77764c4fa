//! What the wall's tiles and lists are made from.

use std::collections::BTreeSet;

use backend::{
    changes::ChangeSummary, endpoints::EndpointSummary, floor::is_issue, health::HealthSummary,
    incidents::IncidentSummary, wall::Wall,
};
use domain::{
    change::ChangeState,
    endpoint::Standing,
    health::HealthStatus,
    id::ChangeId,
    source::{Freshness, FreshnessState, SourceKind},
    time::Timestamp,
};

use super::{
    session::oldest_of_each_kind,
    sources::SourceView,
    wall::{RowKind, RowView, TileKind, TileView, WallListView},
};
use crate::format;

/// Rows of a page.
const ROWS: usize = 7;
/// Pages of a list: after a minute or so the first one is back.
const PAGES: usize = 5;
/// Seconds between two looks of a wall at the server, as its own numbers age.
const LOOKS_S: i64 = 20;

/// The four tiles, always in the same places.
pub(super) fn tiles(wall: &Wall) -> Vec<TileView> {
    let floor = &wall.floor;
    let sources: Vec<SourceView> = floor
        .sources
        .iter()
        .cloned()
        .map(SourceView::from)
        .collect();
    let of = |kind, n, kinds: &[SourceKind]| {
        let asked: Vec<SourceView> = sources
            .iter()
            .filter(|source| kinds.contains(&source.id.kind))
            .cloned()
            .collect();
        let freshness = oldest(&asked);
        TileView {
            kind,
            n,
            worst: 0,
            is_closed: freshness.is_none() && !asked.is_empty(),
            freshness,
        }
    };
    let worst = floor.incidents.iter().map(impact).min();
    let issues = floor.events.iter().filter(|event| is_issue(event)).count();
    let failing = floor.endpoints.iter().filter(|one| is_failing(one)).count();
    vec![
        TileView {
            kind: TileKind::Incidents,
            n: floor.incidents.len() as u64,
            worst: worst.unwrap_or_default(),
            freshness: Some(ours(floor.now)),
            is_closed: false,
        },
        of(
            TileKind::Critical,
            floor.counts.critical,
            &SourceKind::OF_FINDINGS,
        ),
        of(TileKind::Health, issues as u64, &[SourceKind::Health]),
        of(
            TileKind::Endpoints,
            failing as u64,
            &[SourceKind::Route53, SourceKind::CloudWatch],
        ),
    ]
}

/// What is open: silent sources, incidents, failing endpoints, issues of AWS, and endpoints that failed when they were
/// last seen.
pub(super) fn now_rows(wall: &Wall) -> WallListView {
    let floor = &wall.floor;
    let sources: Vec<SourceView> = floor
        .sources
        .iter()
        .cloned()
        .map(SourceView::from)
        .collect();
    let oldest = oldest_of_each_kind(&sources);
    let state_of = |kind: SourceKind| {
        let source = oldest.iter().find(|source| source.id.kind == kind);
        source.map_or(FreshnessState::Live, |one| one.freshness.state(floor.now))
    };
    let silent = oldest
        .iter()
        .filter(|source| source.freshness.state(floor.now) == FreshnessState::Blind)
        .map(|source| RowView {
            at: source.freshness.last_good,
            ..row(
                RowKind::Silent,
                format!("{} silent", source.id.kind.label()),
            )
        });
    let incidents = floor.incidents.iter().map(incident);
    let failing = floor.endpoints.iter().filter(|one| is_failing(one));
    let failing = failing.map(endpoint);
    let late = state_of(SourceKind::Health) != FreshnessState::Live;
    let issues = floor
        .events
        .iter()
        .filter(|event| is_issue(event))
        .map(|event| RowView {
            at: event.start,
            is_old: late,
            ..row(RowKind::Issue, titled(event))
        });
    let unseen = floor.endpoints.iter().filter_map(unseen);
    paged(
        silent
            .chain(incidents)
            .chain(failing)
            .chain(issues)
            .chain(unseen)
            .collect(),
    )
}

/// What comes next, the soonest first.
pub(super) fn next_rows(wall: &Wall) -> WallListView {
    let scheduled = wall
        .floor
        .events
        .iter()
        .filter(|event| event.status == HealthStatus::Upcoming)
        // What has no beginning yet may be near.
        .filter(|event| event.start.is_none_or(|start| start < wall.until))
        .map(|event| RowView {
            at: event.start,
            until: event.end,
            ..row(RowKind::Scheduled, titled(event))
        });
    let changes = wall.changes.iter().map(|change| RowView {
        at: Some(change.starts_at),
        until: Some(change.ends_at),
        stands: Some(shortly(change, &wall.blocked, wall.floor.now).to_owned()),
        ..row(
            RowKind::Change,
            format!("CHG-{} {}", change.number, change.title),
        )
    });
    let freezes = wall.freezes.iter().map(|freeze| RowView {
        at: Some(freeze.from),
        until: Some(freeze.until),
        ..row(RowKind::Freeze, freeze.name.clone())
    });
    let mut rows: Vec<RowView> = changes.chain(scheduled).chain(freezes).collect();
    rows.sort_by_key(|row| row.at);
    paged(rows)
}

fn endpoint(failing: &EndpointSummary) -> RowView {
    RowView {
        at: Some(failing.since),
        is_old: failing.source != FreshnessState::Live,
        ..row(RowKind::Failing, named(failing))
    }
}

/// What an endpoint was that nobody sees any more, if it failed.
fn unseen(endpoint: &EndpointSummary) -> Option<RowView> {
    let at = endpoint.failed_at?;
    Some(RowView {
        at: Some(at),
        is_old: true,
        ..row(RowKind::Unseen, named(endpoint))
    })
}

fn named(endpoint: &EndpointSummary) -> String {
    let check = &endpoint.check;
    check.name.as_ref().unwrap_or(&check.target).clone()
}

/// Its impact, 1 for the worst.
fn impact(open: &IncidentSummary) -> u8 {
    u8::try_from(open.impact.rank()).unwrap_or(u8::MAX)
}

fn incident(open: &IncidentSummary) -> RowView {
    RowView {
        at: Some(open.opened_at),
        ..row(
            RowKind::Incident(impact(open)),
            format!("INC-{} {}", open.number, open.title),
        )
    }
}

/// Our own numbers are as old as the answer.
fn ours(now: Timestamp) -> Freshness {
    Freshness {
        last_good: Some(now),
        last_try: Some(now),
        fault: None,
        interval_s: LOOKS_S,
    }
}

/// The source that is oldest against its limit.
fn oldest(sources: &[SourceView]) -> Option<Freshness> {
    let kinds = oldest_of_each_kind(sources).into_iter();
    let freshness = kinds.map(|source| source.freshness);
    freshness.min_by_key(|one| one.last_good.map(|at| at + one.limit()))
}

fn is_failing(endpoint: &EndpointSummary) -> bool {
    endpoint.standing == Standing::Failing
}

pub(super) fn titled(event: &HealthSummary) -> String {
    let title = format::health_title(&event.service, &event.type_code);
    format!("{title}, {}", event.region)
}

/// How a change stands that is not over. One that waits has not begun, whatever the hour is, and one that is approved does
/// not begin while it is among the blocked.
pub(super) fn stands(
    change: &ChangeSummary,
    blocked: &BTreeSet<ChangeId>,
    now: Timestamp,
) -> &'static str {
    use ChangeState as S;
    match change.state {
        S::Draft | S::ChangesRequested => "not asked for",
        S::PendingApproval => "waits for approval",
        S::Approved | S::Scheduled if blocked.contains(&change.id) => "blocked",
        S::Approved | S::Scheduled if change.starts_at <= now => "not started",
        S::Approved | S::Scheduled => "approved",
        S::PendingCalendarOverride => "held",
        S::Running => "running",
        S::Succeeded | S::Failed | S::Rejected | S::Cancelled | S::TimedOut => "over",
    }
}

/// The same from afar, where its name needs the room.
fn shortly(change: &ChangeSummary, blocked: &BTreeSet<ChangeId>, now: Timestamp) -> &'static str {
    match change.state {
        ChangeState::PendingApproval => "waits",
        _ => stands(change, blocked, now),
    }
}

const fn row(kind: RowKind, text: String) -> RowView {
    RowView {
        kind,
        text,
        at: None,
        until: None,
        stands: None,
        is_old: false,
    }
}

fn paged(rows: Vec<RowView>) -> WallListView {
    let more = rows.len().saturating_sub(ROWS * PAGES) as u64;
    let pages = rows.chunks(ROWS).take(PAGES).map(<[_]>::to_vec);
    WallListView {
        pages: pages.collect(),
        more,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_has_pages_and_says_what_has_no_place_on_them() {
        let rows = |n| vec![row(RowKind::Failing, "a".to_owned()); n];
        for (n, pages, more) in [
            (0, vec![], 0),
            (7, vec![7], 0),
            (8, vec![7, 1], 0),
            (35, vec![7; 5], 0),
            (47, vec![7; 5], 12),
        ] {
            let list = paged(rows(n));
            let lengths: Vec<_> = list.pages.iter().map(Vec::len).collect();
            assert_eq!((lengths, list.more), (pages, more), "{n}");
        }
    }
}
