//! Incidents of which there is more than a page shows.

use backend::{
    incidents::{self, Declare, Note, list_within},
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    id::IncidentId,
    incident::{Impact, IncidentStatus},
    scope::Scope,
};
use rstest::rstest;

use crate::{
    asks::{analyst, viewer},
    incidents::{by_hand, declare, get, target},
};

/// A page shows the last 500 entries, and what leaves the house is the whole record.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_entry_leaves_the_house(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = declare(&backend, by_hand("It", Impact::Major)).await.id;
    for n in 0..502 {
        let text = format!("step {n}.");
        let note = Note {
            id,
            text: &text,
            occurred_at: None,
            address: None,
        };
        let noted = incidents::note(&backend, &analyst(), note).await;
        noted.expect("noted");
        if n % 100 == 0 {
            backend.clock.advance(TimeDelta::seconds(1));
        }
    }
    let page = get(&backend, id).await;
    assert_eq!((page.timeline.len(), page.entries), (500, 503));
    let written = incidents::export(&backend, &viewer(), id).await;
    let (_, text) = written.expect("written");
    let told: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("note: step "))
        .collect();
    assert_eq!(told.len(), 502);
    for (n, line) in told.iter().enumerate() {
        assert!(line.ends_with(&format!("step {n}.")), "{line} is not {n}");
    }
    assert!(!text.contains("left out"), "{text}");
}

async fn over(backend: &TestBackend, title: &str, place: &str) -> IncidentId {
    let ask = Declare {
        scopes: vec![place.parse().expect("a scope")],
        ..by_hand(title, Impact::Nobody)
    };
    let id = declare(backend, ask).await.id;
    let seen = target(backend, id).await;
    let done = incidents::resolve(backend, &analyst(), seen).await;
    done.expect("resolved");
    id
}

/// What lies elsewhere does not fill the page.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_over_here_is_found_behind_what_is_over_elsewhere(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let here = over(&backend, "here", "444455556666").await;
    backend.clock.advance(TimeDelta::minutes(1));
    for n in 0..51 {
        over(&backend, &format!("elsewhere {n}"), "111122223333").await;
    }
    let scope: Scope = "444455556666".parse().expect("a scope");
    let ask = (IncidentStatus::Resolved, &scope);
    let page = list_within(&backend, &viewer(), ask, None).await;
    let page = page.expect("a page");
    let found: Vec<IncidentId> = page.rows.iter().map(|one| one.id).collect();
    assert_eq!((found, page.next), (vec![here], None));
}
