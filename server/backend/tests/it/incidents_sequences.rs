//! Acts on an incident by people in any order: its timeline has every change exactly once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use backend::{
    Backend, findings,
    incidents::{self, IncidentChange, Note},
    testing::{Engine, TestBackend},
};
use domain::{
    actor::{Actor, Role},
    finding::{Link, Touch},
    id::{BulkActId, FindingId, IncidentId},
    incident::{Impact, IncidentStatus, TimelineKind},
    person::PersonName,
    scope::Scope,
    version::Version,
};
use proptest::prelude::*;
use rstest::rstest;

use crate::{
    asks::analyst,
    change_asks::hire,
    incidents::{by_hand, declare, get, target},
    touch_asks::{acted, ask, read, with},
};

/// One act of the property below.
#[derive(Debug, Clone, Copy)]
enum Act {
    Note,
    Impact(i16),
    Take(bool),
    Title(bool),
    Summary(bool),
    Scope(bool),
    Link(usize),
    Unlink,
    Resolve,
    Reopen,
}

fn acts() -> impl Strategy<Value = Vec<(Act, bool)>> {
    let act = prop_oneof![
        Just(Act::Note),
        (1_i16..=5).prop_map(Act::Impact),
        any::<bool>().prop_map(Act::Take),
        any::<bool>().prop_map(Act::Title),
        any::<bool>().prop_map(Act::Summary),
        any::<bool>().prop_map(Act::Scope),
        (0_usize..2).prop_map(Act::Link),
        Just(Act::Unlink),
        Just(Act::Resolve),
        Just(Act::Reopen),
    ];
    proptest::collection::vec((act, any::<bool>()), 1..16)
}

/// What is acted on.
struct Floor {
    backend: TestBackend,
    findings: Vec<FindingId>,
    /// The acts that linked something and may be taken back.
    linked: Mutex<Vec<BulkActId>>,
}

impl Floor {
    fn linked(&self) -> MutexGuard<'_, Vec<BulkActId>> {
        self.linked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Links a finding; the answer is whether that changed anything.
    async fn link(&self, by: &Actor, id: IncidentId, n: usize) -> bool {
        let number = get(&self.backend, id).await.summary.number;
        let touch = Touch {
            link: Some(Link::Incident(number)),
            ..Touch::default()
        };
        let asked = ask(&self.backend, &self.findings[n..=n], touch);
        let act = acted(&self.backend, by, asked).await;
        if act.done > 0 {
            self.linked().push(act.id);
        }
        act.done > 0
    }

    /// Takes the last link back; the answer is whether that changed anything.
    async fn unlink(&self, by: &Actor) -> bool {
        let Some(last) = self.linked().pop() else {
            return false;
        };
        match findings::undo(&self.backend, by, last, None).await {
            Ok(act) => read(&self.backend, by, act).await.done > 0,
            Err(_) => false,
        }
    }
}

/// What one act writes into an incident; nothing for those that write nothing.
fn written(act: Act, ana: &PersonName) -> IncidentChange<'_> {
    let mut change = IncidentChange::default();
    match act {
        Act::Impact(rank) => change.impact = Impact::from_rank(rank),
        Act::Take(take) => change.commander = Some(take.then_some(ana)),
        Act::Title(other) => change.title = Some(if other { "Two" } else { "One" }),
        Act::Summary(told) => {
            change.summary = Some(if told { "Customers cannot pay." } else { "" })
        }
        Act::Scope(named) => {
            let here: Scope = "111122223333".parse().expect("a scope");
            change.scopes = Some(named.then_some(here).into_iter().collect());
        }
        Act::Note | Act::Link(_) | Act::Unlink | Act::Resolve | Act::Reopen => {}
    }
    change
}

/// Does one act; the answer is whether anything changed. `late` acts on a state that is not in force any more.
async fn play(floor: &Floor, by: &Actor, id: IncidentId, (act, late): (Act, bool)) -> bool {
    let backend: &Backend = &floor.backend;
    let mut seen = target(backend, id).await;
    if late {
        seen.expected = Version(seen.expected.0 - 1);
    }
    let ana = PersonName::parse("ana").expect("a name");
    let done = match act {
        Act::Note => {
            let (text, occurred_at, address) = ("seen", None, None);
            let note = Note {
                id,
                text,
                occurred_at,
                address,
            };
            incidents::note(backend, by, note).await.map(Some)
        }
        Act::Impact(_) | Act::Take(_) | Act::Title(_) | Act::Summary(_) | Act::Scope(_) => {
            incidents::change(backend, by, seen, written(act, &ana)).await
        }
        Act::Link(n) => return floor.link(by, id, n).await,
        Act::Unlink => return floor.unlink(by).await,
        Act::Resolve => incidents::resolve(backend, by, seen).await,
        Act::Reopen => incidents::reopen(backend, by, seen, "again").await,
    };
    matches!(done, Ok(Some(_)))
}

/// Whatever is done in whatever order, refused or not: the timeline has each change exactly once, and nothing else.
async fn told_once(floor: &Floor, acts: Vec<(Act, bool)>) -> Result<(), TestCaseError> {
    let backend: &Backend = &floor.backend;
    floor.linked().clear();
    let id = declare(backend, by_hand("One", Impact::Moderate)).await.id;
    let mut expected = vec![TimelineKind::Declared];
    for (act, late) in acts {
        if play(floor, &analyst(), id, (act, late)).await {
            expected.push(match act {
                Act::Note => TimelineKind::Note,
                Act::Impact(_) => TimelineKind::Impact,
                Act::Take(_) => TimelineKind::Commander,
                Act::Title(_) => TimelineKind::Title,
                Act::Summary(_) => TimelineKind::Summary,
                Act::Scope(_) => TimelineKind::Scope,
                Act::Link(_) => TimelineKind::Linked,
                Act::Unlink => TimelineKind::Unlinked,
                Act::Resolve => TimelineKind::Resolved,
                Act::Reopen => TimelineKind::Reopened,
            });
        }
    }
    let incident = get(backend, id).await;
    let kinds: Vec<TimelineKind> = incident.timeline.iter().map(|entry| entry.kind).collect();
    prop_assert_eq!(&kinds, &expected);
    let ended = kinds
        .iter()
        .rfind(|kind| matches!(kind, TimelineKind::Resolved | TimelineKind::Reopened));
    let over = ended == Some(&TimelineKind::Resolved);
    prop_assert_eq!(incident.summary.status == IncidentStatus::Resolved, over);
    Ok(())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_timeline_has_every_change_exactly_once(#[case] engine: Engine) {
    let threads = tokio::runtime::Runtime::new().expect("a runtime");
    let Some(backend) = threads.block_on(TestBackend::new(engine)) else {
        return;
    };
    threads.block_on(hire(&backend, "ana", &[Role::Analyst]));
    let findings = threads.block_on(with(&backend, 2));
    let floor = Floor {
        backend,
        findings,
        linked: Mutex::default(),
    };
    let config = ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(acts in acts())| {
        threads.block_on(told_once(&floor, acts))?;
    });
}
