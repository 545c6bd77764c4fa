//! What stands around every page: who is signed in, the counts of the rail, the age of the sources.

use domain::{
    actor::Role, finding::FindingCounts, incident::Impact, source::SourceKind, time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    error::ApiError, freeze_line::FreezeLineView, narrow::NarrowView, sources::SourceView,
};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, refuse},
        freeze_line::freeze_line,
        narrow::{narrow_view, narrowed},
    },
    backend::{
        changes,
        endpoints::EndpointSummary,
        findings,
        floor::{self, within},
        health::HealthSummary,
        incidents::IncidentSummary,
        sources, storage,
    },
    domain::{action::Action, actor::Actor, endpoint::Standing, finding::FindingFilter},
};

/// The frame of every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameView {
    /// The sign-in name of the asker.
    pub name: String,
    /// What they are here for.
    pub roles: Vec<Role>,
    /// When their session ends unless it is used.
    pub session_ends: Option<Timestamp>,
    /// Whether they may see the floor; without it there are no counts and no sources.
    pub reads_floor: bool,
    /// Whether they may see people and rejects.
    pub reads_settings: bool,
    /// Whether they may read the audit.
    pub reads_audit: bool,
    /// Open findings.
    pub counts: FindingCounts,
    /// What waits in AWS Health and among the endpoints.
    pub rail: RailCounts,
    /// Changes that wait for a decision of the asker.
    pub changes_waiting: u64,
    /// Each kind of source, by the oldest answer of that kind; also of a kind that AWS offers nowhere.
    pub sources: Vec<SourceView>,
    /// The account and region that are looked at.
    pub narrow: NarrowView,
    /// What holds there.
    pub freeze: FreezeLineView,
    /// Whether the database takes nothing in, as on a full disk: nothing that anybody does is kept.
    pub takes_nothing: bool,
    /// The theme that was chosen, if one was.
    pub theme: Option<super::theme::Theme>,
    /// The last event that these numbers know.
    pub seq: i64,
    /// The server's time.
    pub now: Timestamp,
}

/// Counts of the rail beside those of findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailCounts {
    /// Open issues of AWS.
    pub aws_issues: u32,
    /// Events of AWS Health that are open or lie ahead.
    pub aws_events: u32,
    /// Endpoints that fail.
    pub failing: u32,
    /// All endpoints.
    pub endpoints: u32,
    /// Open findings that came since the reader last said that everything is seen.
    pub unseen: u64,
    /// Open findings that are overdue.
    pub overdue: u64,
    /// Open incidents.
    pub incidents: u32,
    /// The worst impact among them.
    pub worst_incident: Option<Impact>,
}

/// The frame, for somebody who is signed in.
#[server(prefix = "/api", endpoint = "session/frame")]
pub async fn get_frame() -> Result<FrameView, ApiError> {
    let (asker, backend, theme) = (asker(), backend()?, super::theme::chosen());
    let Actor::Person(person) = &asker.actor else {
        return Err(refuse(&asker, &backend::Error::Forbidden));
    };
    let (seq, reads_floor) = (backend.live().head().0, asker.actor.may(Action::ReadFloor));
    let floor = match reads_floor {
        true => around(&backend, &asker.actor).await,
        false => Ok(Default::default()),
    };
    let (counts, rail, sources, narrow, freeze) = floor.map_err(|error| refuse(&asker, &error))?;
    let changes_waiting = match reads_floor {
        true => changes::waiting_for(&backend, &asker.actor).await,
        false => Ok(0),
    };
    let changes_waiting = changes_waiting.map_err(|error| refuse(&asker, &error))?;
    Ok(FrameView {
        name: person.name.clone(),
        roles: person.roles.clone(),
        session_ends: asker.session_ends,
        reads_floor,
        reads_settings: asker.actor.may(Action::ReadSettings),
        reads_audit: asker.actor.may(Action::ReadAudit),
        counts,
        rail,
        changes_waiting,
        sources,
        narrow,
        freeze,
        takes_nothing: matches!(
            storage::last_seen(&backend),
            storage::Standing::TakesNothing(_)
        ),
        theme,
        seq,
        now: backend.now(),
    })
}

/// What only those are told who read the floor.
#[cfg(feature = "ssr")]
type Around = (
    FindingCounts,
    RailCounts,
    Vec<SourceView>,
    NarrowView,
    FreezeLineView,
);

#[cfg(feature = "ssr")]
async fn around(backend: &backend::Backend, actor: &Actor) -> backend::Result<Around> {
    let scope = narrowed();
    let counts = findings::counts(backend, actor, &within(&scope, FindingFilter::open()))?;
    let all = sources::list(backend, actor).await?;
    let open = floor::open(backend, actor, &scope).await?;
    let rail = RailCounts {
        unseen: new_findings(backend, actor)?,
        overdue: findings::overdue(backend, actor)?,
        ..rail_counts(&open.incidents, &open.events, &open.endpoints)
    };
    let all = all.into_iter().map(SourceView::from).collect::<Vec<_>>();
    let narrow = narrow_view(backend, actor).await?;
    let freeze = freeze_line(backend, actor, &scope).await?;
    Ok((counts, rail, of_each_kind(&all), narrow, freeze))
}

/// How many findings are new; for somebody who never said that anything is seen the word means nothing.
#[cfg(feature = "ssr")]
fn new_findings(backend: &backend::Backend, actor: &Actor) -> backend::Result<u64> {
    match findings::seen_up_to(backend, actor)? {
        (0, _) => Ok(0),
        _ => findings::unseen(backend, actor),
    }
}

/// Counts what waits.
#[cfg(feature = "ssr")]
pub(super) fn rail_counts(
    incidents: &[IncidentSummary],
    events: &[HealthSummary],
    endpoints: &[EndpointSummary],
) -> RailCounts {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let issues = events.iter().filter(|event| floor::is_issue(event));
    let failing = endpoints
        .iter()
        .filter(|one| one.standing == Standing::Failing);
    RailCounts {
        unseen: 0,
        overdue: 0,
        incidents: count(incidents.len()),
        worst_incident: incidents.first().map(|one| one.impact),
        aws_issues: count(issues.count()),
        aws_events: count(events.len()),
        failing: count(failing.count()),
        endpoints: count(endpoints.len()),
    }
}

/// For each kind the source whose last good answer is oldest against its limit; one that never answered is older than all. Those
/// of the floor alone: of the others their own pages tell.
#[must_use]
pub fn oldest_of_each_kind(all: &[SourceView]) -> Vec<SourceView> {
    let mut oldest = of_each_kind(all);
    oldest.retain(|source| !source.freshness.is_not_set_up());
    oldest
}

/// The same, and of a kind that AWS offers nowhere one that says so.
#[must_use]
pub fn of_each_kind(all: &[SourceView]) -> Vec<SourceView> {
    let of_kind = |kind: &SourceKind| {
        let sources = all.iter().filter(|source| source.id.kind == *kind);
        let oldest = sources.min_by_key(|source| {
            let freshness = &source.freshness;
            let until = freshness.last_good.map(|at| at + freshness.limit());
            (freshness.is_not_set_up(), until)
        });
        oldest.cloned()
    };
    let kinds = SourceKind::ALL.iter();
    let kinds = kinds.filter(|kind| kind.is_of_the_floor());
    kinds.filter_map(of_kind).collect()
}

/// Those of the sources that tell of these kinds. While AWS never said who we are no other source is known yet, and its
/// silence is that of all.
#[must_use]
pub fn telling(mut sources: Vec<SourceView>, kinds: &[SourceKind]) -> Vec<SourceView> {
    let is_known = sources.iter().any(|source| kinds.contains(&source.id.kind));
    sources.retain(|source| match is_known {
        true => kinds.contains(&source.id.kind),
        false => source.id.kind == SourceKind::Identity,
    });
    sources
}

/// The sources of a kind that AWS does not offer where they ask, beside others of it that are answered.
#[cfg(feature = "ssr")]
#[must_use]
pub(super) fn closed_beside(all: &[SourceView], kind: SourceKind) -> Vec<&SourceView> {
    let of_kind = all.iter().filter(|source| source.id.kind == kind);
    let (mut closed, offered): (Vec<_>, Vec<_>) =
        of_kind.partition(|source| source.freshness.is_not_set_up());
    if offered.is_empty() {
        closed.clear();
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        source::{Freshness, SourceFault, SourceId, SyncProgress},
        time::from_micros,
    };

    fn source(
        kind: SourceKind,
        last_good_s: Option<i64>,
        fault: Option<SourceFault>,
    ) -> SourceView {
        SourceView {
            id: SourceId {
                kind,
                account: "111122223333".into(),
                region: "us-east-1".into(),
            },
            freshness: Freshness {
                last_good: last_good_s.map(|s| from_micros(s * 1_000_000)),
                last_try: None,
                fault,
                interval_s: 60,
            },
            progress: SyncProgress::default(),
            cold_done_at: None,
            swept_at: None,
        }
    }

    #[test]
    fn the_oldest_answer_stands_for_its_kind() {
        let all = [
            source(SourceKind::SecurityHub, Some(500), None),
            source(SourceKind::SecurityHub, Some(100), None),
            source(SourceKind::Health, None, None),
            source(SourceKind::Health, Some(900), None),
        ];
        let shown = oldest_of_each_kind(&all);
        assert_eq!(shown, [all[1].clone(), all[2].clone()]);
    }

    #[test]
    fn a_source_that_the_account_does_not_have_is_not_called_old() {
        let all = [source(
            SourceKind::Health,
            None,
            Some(SourceFault::NoSupportPlan),
        )];
        assert_eq!(oldest_of_each_kind(&all), []);
        assert_eq!(of_each_kind(&all), all);
        let elsewhere = source(SourceKind::Health, Some(900), None);
        let some = [all[0].clone(), elsewhere.clone()];
        assert_eq!(of_each_kind(&some), [elsewhere]);
    }
}
