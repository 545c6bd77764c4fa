//! What the event log attaches to incidents: what is theirs, once, and never a flood.

use backend::{
    Backend, changes,
    endpoints::{configure, read},
    findings::{ChangeWorkflow, change_workflow},
    health::event_id,
    incidents::{self, Declare, Origin, attach},
    testing::{Engine, TestBackend, batch, incoming, source},
};
use domain::{
    actor::Actor,
    change::{ChangeKind, Plan},
    endpoint::EndpointStatus,
    finding::{IncomingFinding, WorkflowStatus},
    health::HealthStatus,
    id::IncidentId,
    incident::{Impact, TimelineKind},
};
use rstest::rstest;

use crate::{
    asks::{analyst, detail, id_of, worker},
    change_asks::{approve, asked, crew, plan, start},
    endpoints::{check, reading, status_source},
    health::{issue, take_in},
    incidents::{by_hand, declare, get, target},
};

async fn catch_up(backend: &Backend) {
    let follower = Actor::Worker("incidents".to_owned());
    while attach(backend, &follower).await.expect("attached") {}
}

/// The texts that were attached, in order.
async fn attached(backend: &Backend, id: IncidentId) -> Vec<String> {
    catch_up(backend).await;
    let entries = get(backend, id).await.timeline.into_iter();
    entries
        .filter(|entry| !entry.kind.is_told())
        .map(|entry| {
            assert_eq!(entry.actor, "incidents");
            entry.text
        })
        .collect()
}

async fn set(backend: &Backend, finding: &IncomingFinding, to: WorkflowStatus) {
    let id = id_of(finding);
    let ask = ChangeWorkflow {
        id,
        expected: detail(backend, id).await.summary.version,
        to,
        address: None,
    };
    change_workflow(backend, &analyst(), ask)
        .await
        .expect("changed");
}

/// Something else about the resource of `mine`.
fn on_the_same(mine: &IncomingFinding, id: &str) -> IncomingFinding {
    let place = mine.resources[0].id.clone();
    incoming(id, |finding| finding.resources[0].id = place)
}

async fn from(backend: &Backend, origin: Origin) -> IncidentId {
    let ask = Declare {
        from: Some(origin),
        ..by_hand("It", Impact::Major)
    };
    declare(backend, ask).await.id
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_linked_or_in_scope_is_told_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = incoming("a", |_| {});
    let near = on_the_same(&mine, "b");
    let neighbour = incoming("e", |_| {});
    let other = incoming("c", |finding| {
        finding.account = "444455556666".into();
        finding.resources[0].id = "arn:aws:ec2:us-east-1:444455556666:instance/i-1".into();
    });
    let all = [&mine, &near, &neighbour, &other].map(Clone::clone);
    backend.ingest(batch(all.to_vec())).await;
    let id = from(&backend, Origin::Finding(id_of(&mine))).await;
    assert!(attached(&backend, id).await.is_empty(), "it was so before");
    set(&backend, &mine, WorkflowStatus::Notified).await;
    set(&backend, &near, WorkflowStatus::Suppressed).await;
    set(&backend, &neighbour, WorkflowStatus::Resolved).await;
    set(&backend, &other, WorkflowStatus::Resolved).await;
    let new = on_the_same(&mine, "d");
    backend
        .ingest(batch(vec![new, incoming("f", |_| {})]))
        .await;
    let expected = [
        "Port 22 is open to the world: workflow from new to notified by ana",
        "Port 22 is open to the world: workflow from new to suppressed by ana",
        "Port 22 is open to the world: new, high",
    ];
    assert_eq!(attached(&backend, id).await, expected);
    assert_eq!(attached(&backend, id).await, expected);
    let seen = target(&backend, id).await;
    set(&backend, &mine, WorkflowStatus::Resolved).await;
    backend.clock.advance(chrono::TimeDelta::seconds(1));
    incidents::resolve(&backend, &analyst(), seen)
        .await
        .expect("resolved");
    backend.clock.advance(chrono::TimeDelta::seconds(1));
    set(&backend, &mine, WorkflowStatus::New).await;
    let told = attached(&backend, id).await;
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told[3].ends_with("from notified to resolved by ana"),
        "{told:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_first_sync_does_not_bury_what_people_wrote(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = incoming("a", |_| {});
    backend.ingest(batch(vec![mine.clone()])).await;
    let id = from(&backend, Origin::Finding(id_of(&mine))).await;
    let mut page: Vec<_> = (0..100)
        .map(|n| on_the_same(&mine, &format!("n{n}")))
        .collect();
    page.push(incoming("a", |finding| {
        finding.workflow = WorkflowStatus::Resolved
    }));
    backend.ingest(batch(page)).await;
    let told = attached(&backend, id).await;
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(
        told[0].contains("workflow from new to resolved by AWS"),
        "{told:?}"
    );
    assert_eq!(told[4], "97 findings in its scope changed");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn health_events_and_endpoints_are_told_too(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let account = "111122223333";
    let event = issue(&backend, account);
    take_in(&backend, account, event.clone()).await;
    configure(&backend, &worker(), &source(), &[check("0b3c")])
        .await
        .expect("listed");
    let of_event = from(&backend, Origin::Health(event_id(&event.arn))).await;
    let of_check = from(&backend, Origin::Endpoint("0b3c".to_owned())).await;
    let mut closed = event;
    closed.status = HealthStatus::Closed;
    closed.updated += chrono::TimeDelta::minutes(1);
    take_in(&backend, account, closed).await;
    let down = reading("0b3c", EndpointStatus::Unhealthy, Some(backend.now()));
    read(&backend, &worker(), &status_source(), &[down])
        .await
        .expect("read");
    assert_eq!(
        attached(&backend, of_event).await,
        ["EC2 operational issue in us-east-1: closed"]
    );
    assert_eq!(
        attached(&backend, of_check).await,
        ["shop-0b3c: does not answer"]
    );
    let kinds: Vec<TimelineKind> = get(&backend, of_check)
        .await
        .timeline
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds, [TimelineKind::Declared, TimelineKind::Endpoint]);
}

/// What the log is read for only after all of it has happened is told as it was at each step.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_follower_that_is_late_tells_each_step_as_it_was(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let account = "111122223333";
    let event = issue(&backend, account);
    take_in(&backend, account, event.clone()).await;
    let checks = [check("0b3c")];
    configure(&backend, &worker(), &source(), &checks)
        .await
        .expect("listed");
    let of_event = from(&backend, Origin::Health(event_id(&event.arn))).await;
    let of_check = from(&backend, Origin::Endpoint("0b3c".to_owned())).await;
    for (minutes, status) in [(1, HealthStatus::Open), (2, HealthStatus::Closed)] {
        let mut next = event.clone();
        next.status = status;
        next.updated += chrono::TimeDelta::minutes(minutes);
        take_in(&backend, account, next).await;
    }
    for status in [
        EndpointStatus::Unhealthy,
        EndpointStatus::Healthy,
        EndpointStatus::Unknown,
    ] {
        backend.clock.advance(chrono::TimeDelta::minutes(1));
        let now = reading("0b3c", status, Some(backend.now()));
        read(&backend, &worker(), &status_source(), &[now])
            .await
            .expect("read");
    }
    configure(&backend, &worker(), &source(), &[])
        .await
        .expect("gone");
    let issue = "EC2 operational issue in us-east-1";
    let expected = [format!("{issue}: open"), format!("{issue}: closed")];
    assert_eq!(attached(&backend, of_event).await, expected);
    let expected = [
        "shop-0b3c: does not answer",
        "shop-0b3c: answers",
        "shop-0b3c: unknown",
        "shop-0b3c: no longer listed",
    ];
    assert_eq!(attached(&backend, of_check).await, expected);
}

/// A finding that was reported again or changed before anybody looked was new all the same, once.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_new_is_told_so_however_late(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = incoming("a", |_| {});
    backend.ingest(batch(vec![mine.clone()])).await;
    let id = from(&backend, Origin::Finding(id_of(&mine))).await;
    let new = on_the_same(&mine, "b");
    let again = |minutes: i64| {
        incoming("b", |finding| {
            finding.resources[0].id = mine.resources[0].id.clone();
            finding.updated += chrono::TimeDelta::minutes(minutes);
        })
    };
    for finding in [new.clone(), again(1), again(2)] {
        backend.ingest(batch(vec![finding])).await;
    }
    set(&backend, &new, WorkflowStatus::Notified).await;
    backend.ingest(batch(vec![again(3)])).await;
    let title = "Port 22 is open to the world";
    let told = attached(&backend, id).await;
    let expected = [
        format!("{title}: new, high"),
        format!("{title}: workflow from new to notified by ana"),
    ];
    assert_eq!(told, expected);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_followers_at_once_tell_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = incoming("a", |_| {});
    backend.ingest(batch(vec![mine.clone()])).await;
    let id = from(&backend, Origin::Finding(id_of(&mine))).await;
    for round in 0..8 {
        let to = [WorkflowStatus::Notified, WorkflowStatus::New][round % 2];
        set(&backend, &mine, to).await;
        let (one, other) = (backend.clone(), backend.clone());
        let (one, other) = tokio::join!(
            tokio::spawn(async move { catch_up(&one).await }),
            tokio::spawn(async move { catch_up(&other).await }),
        );
        one.expect("no panic");
        other.expect("no panic");
    }
    assert_eq!(attached(&backend, id).await.len(), 8);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_that_names_it_or_is_in_its_scope_is_told(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let ask = Declare {
        scopes: vec!["111122223333 us-east-1 ec2".parse().expect("a scope")],
        ..by_hand("It", Impact::Major)
    };
    let (near, named) = (
        declare(&backend, ask).await.id,
        declare(&backend, by_hand("Other", Impact::Major)).await.id,
    );
    let standard = Plan {
        kind: ChangeKind::Standard,
        links: vec![format!("/incidents/{named}")],
        ..plan(backend.now())
    };
    let id = asked(&backend, &crew.ana, standard.clone()).await;
    approve(&backend, &crew.jo, id).await;
    start(&backend, &crew.ana, id).await.expect("started");
    let elsewhere = Plan {
        targets: vec!["444455556666".parse().expect("a scope")],
        links: Vec::new(),
        ..standard.clone()
    };
    asked(&backend, &crew.ana, elsewhere).await;
    let draft = changes::request(&backend, &crew.ana, standard, None).await;
    let (draft, _) = draft.expect("a draft");
    let of_draft = crate::change_asks::target(&backend, draft).await;
    let gone = changes::withdraw(&backend, &crew.ana, of_draft, "not needed").await;
    gone.expect("withdrawn, and nobody's business still");
    let expected = [
        "CHG-1 Isolate i-0fdd8d8cb49bf3c00: ana asked for it",
        "CHG-1 Isolate i-0fdd8d8cb49bf3c00: jo approved it; all levels are complete",
        "CHG-1 Isolate i-0fdd8d8cb49bf3c00: ana started it",
    ];
    assert_eq!(attached(&backend, near).await, expected);
    assert_eq!(attached(&backend, named).await, expected);
    let timeline = get(&backend, named).await.timeline;
    let subjects = timeline.iter().filter_map(|entry| entry.subject.as_deref());
    assert!(
        subjects
            .into_iter()
            .all(|subject| subject == id.to_string())
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_lies_in_a_wide_scope_is_told(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = incoming("a", |_| {});
    backend.ingest(batch(vec![mine.clone()])).await;
    let mut told = Vec::new();
    for (scope, lies_in_it) in [
        ("111122223333", true),
        ("111122223333 us-east-1", true),
        ("us-east-1 ec2", true),
        ("444455556666", false),
        ("111122223333 eu-west-1", false),
        ("us-east-1 rds", false),
    ] {
        let ask = Declare {
            scopes: vec![scope.parse().expect("a scope")],
            ..by_hand(scope, Impact::Major)
        };
        told.push((scope, declare(&backend, ask).await.id, lies_in_it));
    }
    set(&backend, &mine, WorkflowStatus::Notified).await;
    for (scope, id, lies_in_it) in told {
        let entries = attached(&backend, id).await;
        assert_eq!(
            entries.len(),
            usize::from(lies_in_it),
            "{scope}: {entries:?}"
        );
    }
}
