//! What else happened around the time of a finding: what was near it, and nothing else, the nearest first.

use backend::{
    Error,
    calendar::make_freeze,
    endpoints::{configure, read},
    findings::{self, Around, ChangeWorkflow, Cut, change_workflow},
    incidents::{self, Declare},
    live,
    testing::{Engine, TestBackend, batch, incoming, source},
};
use chrono::TimeDelta;
use domain::{
    around::Span,
    calendar::FreezeStrength,
    change::{ChangeKind, Plan},
    endpoint::EndpointStatus,
    finding::{ComplianceStatus, IncomingFinding, Resource, Severity, WorkflowStatus},
    health::HealthStatus,
    id::FindingId,
    incident::Impact,
    scope::MatchLevel,
    strip::LinkKind,
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    asks::{admin, analyst, detail, id_of, viewer, worker},
    calendar_asks::freeze,
    change_asks::{approve, asked, crew, plan, start},
    endpoints::{check, reading, status_source},
    health::{issue, take_in},
    incidents::{by_hand, declare, target},
};

const ACCOUNT: &str = "111122223333";
const INSTANCE: &str = "arn:aws:ec2:us-east-1:111122223333:instance/i-0fdd8d8cb49bf3c00";
const NEIGHBOUR: &str = "arn:aws:ec2:us-east-1:111122223333:instance/i-other";
const ROLE: &str = "arn:aws:iam::111122223333:role/admin";

/// A finding of a resource, made long ago and changed by its product just now.
fn on(backend: &TestBackend, id: &str, arn: &str) -> IncomingFinding {
    on_with(backend, id, arn, |_| {})
}

fn on_with(
    backend: &TestBackend,
    id: &str,
    arn: &str,
    change: impl FnOnce(&mut IncomingFinding),
) -> IncomingFinding {
    incoming(id, |finding| {
        finding.title = format!("Finding {id}");
        finding.resources[0].id = arn.into();
        finding.updated = backend.now();
        change(finding);
    })
}

/// So many findings of a resource that failed, and have passed a minute later, each with one report.
async fn fail_and_pass(backend: &TestBackend, many: u32, arn: &str) {
    for status in [ComplianceStatus::Failed, ComplianceStatus::Passed] {
        let one = |n: u32| {
            on_with(backend, &format!("{n} {arn}"), arn, |finding| {
                finding.compliance = Some(status);
            })
        };
        backend.ingest(batch((0..many).map(one).collect())).await;
        backend.clock.advance(minutes(1));
    }
}

async fn set(backend: &TestBackend, finding: &IncomingFinding, to: WorkflowStatus) {
    let id = id_of(finding);
    let ask = ChangeWorkflow {
        id,
        expected: detail(backend, id).await.summary.version,
        to,
        address: None,
    };
    let done = change_workflow(backend, &analyst(), ask).await;
    done.expect("changed");
}

async fn around(backend: &TestBackend, finding: &IncomingFinding, span: Span) -> Around {
    let found = findings::around(backend, &viewer(), id_of(finding), span).await;
    found.expect("the finding is kept")
}

/// What is told, with how near it is.
fn told(around: &Around) -> Vec<(MatchLevel, &str)> {
    let happened = around.happened.iter();
    happened.map(|one| (one.level, one.text.as_str())).collect()
}

fn minutes(n: i64) -> TimeDelta {
    TimeDelta::minutes(n)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_same_resource_comes_before_the_same_account(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = on(&backend, "mine", INSTANCE);
    let same = on(&backend, "same", INSTANCE);
    let neighbour = on(&backend, "neighbour", NEIGHBOUR);
    let far = on(&backend, "far", ROLE);
    let elsewhere = incoming("elsewhere", |finding| {
        finding.account = "444455556666".into();
        finding.resources[0].id = "arn:aws:ec2:us-east-1:444455556666:instance/i-1".into();
    });
    let all = [&mine, &same, &neighbour, &far, &elsewhere].map(Clone::clone);
    backend.ingest(batch(all.to_vec())).await;
    for finding in [&same, &mine, &elsewhere, &neighbour, &far] {
        backend.clock.advance(minutes(1));
        set(&backend, finding, WorkflowStatus::Resolved).await;
    }
    backend.clock.advance(minutes(1));
    set(&backend, &same, WorkflowStatus::Notified).await;
    let seen = around(&backend, &mine, Span::Day).await;
    assert_eq!(
        told(&seen),
        [
            (
                MatchLevel::Resource,
                "Finding same: workflow from resolved to notified by ana"
            ),
            (
                MatchLevel::Resource,
                "Finding same: workflow from new to resolved by ana"
            ),
            (
                MatchLevel::Service,
                "Finding neighbour: workflow from new to resolved by ana"
            ),
            (
                MatchLevel::Account,
                "Finding far: workflow from new to resolved by ana"
            ),
        ]
    );
    assert_eq!((seen.left_out, seen.cut), (0, Vec::new()));
    assert_eq!(seen.happened[0].link.id, id_of(&same).to_string());
}

/// A finding of several resources has as neighbours what names any of them, first or not.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_same_resource_is_any_of_them_in_any_place(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let two = |id: &str, first: &str, second: &str| {
        on_with(&backend, id, first, |finding| {
            let other = finding.resources[0].clone();
            finding.resources.push(Resource {
                id: second.into(),
                ..other
            });
        })
    };
    let mine = two("mine", INSTANCE, ROLE);
    let of_second = on(&backend, "of second", ROLE);
    let last_of_both = two("last of both", NEIGHBOUR, INSTANCE);
    let other = on(&backend, "other", NEIGHBOUR);
    let nowhere = incoming("nowhere", |finding| finding.resources.clear());
    let nowhere_either = incoming("nowhere either", |finding| finding.resources.clear());
    let worse = on_with(&backend, "worse", ROLE, |finding| {
        finding.severity = Severity::Critical;
        finding.workflow = WorkflowStatus::Resolved;
    });
    let all = [
        &mine,
        &of_second,
        &last_of_both,
        &other,
        &nowhere,
        &nowhere_either,
        &worse,
    ];
    backend.ingest(batch(all.map(Clone::clone).to_vec())).await;
    let same = |of: &IncomingFinding| {
        let found = findings::of_same_resource(&backend, &viewer(), id_of(of));
        let found = found.expect("the finding is kept");
        assert_eq!(found.total, found.findings.len() as u64);
        let titles = found.findings.into_iter().map(|one| one.title);
        titles.collect::<Vec<_>>()
    };
    let titles = ["Finding worse", "Finding last of both", "Finding of second"];
    assert_eq!(same(&mine), titles);
    assert_eq!(same(&last_of_both), ["Finding other", "Finding mine"]);
    assert_eq!(same(&other), ["Finding last of both"]);
    assert_eq!(same(&of_second), ["Finding worse", "Finding mine"]);
    assert_eq!(same(&nowhere), Vec::<String>::new());
    let gone = findings::of_same_resource(&backend, &viewer(), FindingId(Uuid::from_u128(7)));
    assert!(matches!(gone, Err(Error::NotFound)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn it_is_told_of_its_time_and_of_no_other(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let same = on(&backend, "same", INSTANCE);
    backend.ingest(batch(vec![same.clone()])).await;
    let tick = TimeDelta::microseconds(1);
    set(&backend, &same, WorkflowStatus::Notified).await;
    backend.clock.advance(tick);
    set(&backend, &same, WorkflowStatus::New).await;
    backend.clock.advance(minutes(60));
    let mine = on(&backend, "mine", INSTANCE);
    backend.ingest(batch(vec![mine.clone()])).await;
    backend.clock.advance(minutes(60));
    set(&backend, &same, WorkflowStatus::Suppressed).await;
    backend.clock.advance(tick);
    set(&backend, &same, WorkflowStatus::Resolved).await;
    let seen = around(&backend, &mine, Span::Hour).await;
    assert_eq!(
        told(&seen),
        [
            (
                MatchLevel::Resource,
                "Finding same: workflow from new to suppressed by ana"
            ),
            (
                MatchLevel::Resource,
                "Finding same: workflow from notified to new by ana"
            ),
        ]
    );
    let day = around(&backend, &mine, Span::Day).await;
    assert_eq!(day.happened.len(), 4, "{day:?}");
    // The moment stays that of the finding, however long ago it was.
    backend.clock.advance(TimeDelta::days(30));
    live::prune(&backend).await.expect("pruned");
    assert_eq!(
        told(&around(&backend, &mine, Span::Hour).await),
        told(&seen)
    );
    assert_eq!(seen.moment, mine.updated);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_there_is_said_and_so_is_where_the_log_begins(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = on(&backend, "mine", INSTANCE);
    backend.ingest(batch(vec![mine.clone()])).await;
    let began = backend.now();
    let seen = around(&backend, &mine, Span::Week).await;
    assert!(told(&seen).is_empty() && seen.cut.is_empty(), "{seen:?}");
    assert_eq!(seen.left_out, 0);
    assert_eq!(seen.log_begins, Some(began));
    backend.clock.advance(TimeDelta::days(2));
    let later = on(&backend, "later", ROLE);
    backend.ingest(batch(vec![later.clone()])).await;
    assert_eq!(around(&backend, &later, Span::Day).await.log_begins, None);
    let unknown = FindingId(Uuid::from_u128(7));
    let none = findings::around(&backend, &viewer(), unknown, Span::Day).await;
    assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_is_told_with_its_steps(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let mine = on(&backend, "mine", INSTANCE);
    backend.ingest(batch(vec![mine.clone()])).await;
    let standard = Plan {
        kind: ChangeKind::Standard,
        ..plan(backend.now())
    };
    let elsewhere = Plan {
        targets: vec!["444455556666".parse().expect("a scope")],
        ..standard.clone()
    };
    asked(&backend, &crew.ana, elsewhere).await;
    let id = asked(&backend, &crew.ana, standard).await;
    backend.clock.advance(minutes(1));
    approve(&backend, &crew.jo, id).await;
    backend.clock.advance(minutes(1));
    start(&backend, &crew.ana, id).await.expect("started");
    let seen = around(&backend, &mine, Span::Day).await;
    let steps = [
        "CHG-2 Isolate i-0fdd8d8cb49bf3c00: ana started it",
        "CHG-2 Isolate i-0fdd8d8cb49bf3c00: jo approved it; all levels are complete",
        "CHG-2 Isolate i-0fdd8d8cb49bf3c00: ana asked for it",
    ];
    assert_eq!(told(&seen), steps.map(|step| (MatchLevel::Resource, step)));
    let link = &seen.happened[0].link;
    assert_eq!((link.kind, &link.id), (LinkKind::Change, &id.to_string()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn incidents_are_told_when_they_turn(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = on(&backend, "mine", INSTANCE);
    backend.ingest(batch(vec![mine.clone()])).await;
    let places = ["111122223333 us-east-1 ec2", "organization", "444455556666"];
    for place in places {
        let ask = Declare {
            scopes: vec![place.parse().expect("a scope")],
            ..by_hand("Slow", Impact::Major)
        };
        let id = declare(&backend, ask).await.id;
        backend.clock.advance(minutes(1));
        let shown = target(&backend, id).await;
        let done = incidents::resolve(&backend, &analyst(), shown).await;
        done.expect("resolved");
        let shown = target(&backend, id).await;
        backend.clock.advance(minutes(1));
        let again = incidents::reopen(&backend, &analyst(), shown, "Not yet").await;
        again.expect("reopened");
    }
    let seen = around(&backend, &mine, Span::Day).await;
    assert_eq!(
        told(&seen),
        [
            (MatchLevel::Service, "INC-1 Slow: reopened by ana"),
            (MatchLevel::Service, "INC-1 Slow: resolved by ana"),
            (MatchLevel::Service, "INC-1 Slow: declared by ana"),
            (MatchLevel::Organization, "INC-2 Slow: reopened by ana"),
            (MatchLevel::Organization, "INC-2 Slow: resolved by ana"),
            (MatchLevel::Organization, "INC-2 Slow: declared by ana"),
        ]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn aws_health_endpoints_and_freezes_are_told_when_they_turned(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = on(&backend, "mine", INSTANCE);
    backend.ingest(batch(vec![mine.clone()])).await;
    let mut event = issue(&backend, ACCOUNT);
    event.entities[0].value = "i-0fdd8d8cb49bf3c00".to_owned();
    take_in(&backend, ACCOUNT, event.clone()).await;
    let listed = configure(&backend, &worker(), &source(), &[check("0b3c")]).await;
    listed.expect("listed");
    let hard = freeze(&backend, FreezeStrength::Hard, (-2, 2));
    make_freeze(&backend, &admin(), hard, None)
        .await
        .expect("made");
    backend.clock.advance(minutes(5));
    event.status = HealthStatus::Closed;
    event.updated = backend.now();
    event.end = Some(backend.now());
    take_in(&backend, ACCOUNT, event).await;
    let down = reading("0b3c", EndpointStatus::Unhealthy, Some(backend.now()));
    let down = read(&backend, &worker(), &status_source(), &[down]).await;
    down.expect("read");
    let seen = around(&backend, &mine, Span::Day).await;
    assert_eq!(
        told(&seen),
        [
            (
                MatchLevel::Resource,
                "EC2 operational issue in us-east-1: ended"
            ),
            (
                MatchLevel::Resource,
                "EC2 operational issue in us-east-1: began"
            ),
            (MatchLevel::Account, "shop-0b3c: does not answer"),
            (MatchLevel::Account, "Quarter close, hard freeze: began"),
        ]
    );
    let endpoint = &seen.happened[2].link;
    assert_eq!(
        (endpoint.kind, endpoint.id.as_str()),
        (LinkKind::Endpoint, "111122223333/0b3c")
    );
}

/// What one report changes on many others is one line; of the resource itself each is told, up to the limit.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn many_are_told_as_one_and_what_is_left_out_is_counted(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = on(&backend, "mine", INSTANCE);
    backend.ingest(batch(vec![mine.clone()])).await;
    fail_and_pass(&backend, 60, NEIGHBOUR).await;
    let seen = around(&backend, &mine, Span::Day).await;
    let one = "60 findings: compliance from failed to passed by AWS, workflow from new to resolved by AWS";
    assert_eq!(told(&seen), [(MatchLevel::Service, one)]);
    fail_and_pass(&backend, 60, INSTANCE).await;
    let seen = around(&backend, &mine, Span::Day).await;
    assert_eq!((seen.happened.len(), seen.left_out), (50, 11));
    let near = |one: &(MatchLevel, &str)| one.0 == MatchLevel::Resource;
    assert!(told(&seen).iter().all(near), "{seen:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_appeared_is_told(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = on(&backend, "mine", INSTANCE);
    let new = |id: &str, arn: &str| {
        on_with(&backend, id, arn, |finding| {
            finding.title = format!("New on {arn}");
            finding.created = backend.now();
        })
    };
    let all = [
        ("a", INSTANCE),
        ("b", INSTANCE),
        ("c", NEIGHBOUR),
        ("d", NEIGHBOUR),
        ("e", ROLE),
    ];
    let mut all: Vec<_> = all.map(|(id, arn)| new(id, arn)).to_vec();
    all.push(mine.clone());
    backend.ingest(batch(all)).await;
    let seen = around(&backend, &mine, Span::Hour).await;
    let alone = format!("New on {INSTANCE}: appeared, high");
    assert_eq!(
        told(&seen),
        [
            (MatchLevel::Resource, alone.as_str()),
            (MatchLevel::Resource, alone.as_str()),
            (
                MatchLevel::Service,
                &format!("New on {NEIGHBOUR}: 2 findings appeared, high")
            ),
            (
                MatchLevel::Account,
                &format!("New on {ROLE}: appeared, high")
            ),
        ]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_not_looked_at_is_said(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mine = on(&backend, "mine", INSTANCE);
    backend.ingest(batch(vec![mine.clone()])).await;
    let ask = Declare {
        scopes: vec![INSTANCE.parse().expect("a scope")],
        ..by_hand("The first", Impact::Minor)
    };
    declare(&backend, ask).await;
    for _ in 0..200 {
        backend.clock.advance(TimeDelta::seconds(1));
        declare(&backend, by_hand("Elsewhere", Impact::Minor)).await;
    }
    let seen = around(&backend, &mine, Span::Day).await;
    assert_eq!(seen.cut, [Cut::Latest(LinkKind::Incident, 200)]);
    assert!(told(&seen).is_empty(), "{seen:?}");
}
