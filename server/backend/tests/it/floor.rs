//! The floor: its word, since when, and who may see it on a wall.

use backend::{
    endpoints::{self, configure},
    floor::{self, Floor},
    incidents::{Declare, IncidentSummary},
    sources,
    testing::{Engine, TestBackend, batch, incoming, source},
    wall,
};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    endpoint::EndpointStatus,
    finding::Severity,
    id::ScreenId,
    incident::Impact,
    scope::Scope,
    source::{SourceFault, SourceId, SourceKind},
    verdict::{Reason, Verdict},
};
use rstest::rstest;

use crate::{
    asks::{viewer, worker},
    endpoints::{check, reading},
    incidents::{by_hand, declare},
    strip::{issue, report},
};

async fn answered(backend: &TestBackend) {
    answered_in_part(backend).await;
    let whole = sources::cold_done(backend, &worker(), &source()).await;
    whole.expect("all of it was read");
}

async fn answered_in_part(backend: &TestBackend) {
    sources::register(backend, &worker(), &source(), 60)
        .await
        .expect("a source");
    sources::answered(backend, &worker(), &source())
        .await
        .expect("it answers");
}

async fn read(backend: &TestBackend) -> Floor {
    let read = floor::read(backend, &viewer(), &Scope::default()).await;
    read.expect("the floor")
}

async fn turn(backend: &TestBackend) -> Option<Verdict> {
    floor::turn(backend, &worker()).await.expect("a look")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn since_when_outlives_a_restart_and_ends_with_the_word(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    answered(&backend).await;
    assert_eq!(turn(&backend).await, Some(Verdict::Clear));
    let first = backend.now();
    backend.clock.advance(TimeDelta::seconds(50));
    assert_eq!(turn(&backend).await, None, "the same word is no turn");
    let backend = backend.restart().await;
    let seen = read(&backend).await;
    assert_eq!((seen.verdict, seen.since), (Verdict::Clear, Some(first)));
    assert_eq!(seen.reasons, [Reason::Quiet]);

    backend.clock.advance(TimeDelta::hours(1));
    let seen = read(&backend).await;
    let now = backend.now();
    assert_eq!(
        (seen.verdict, seen.since),
        (Verdict::Blind, Some(now)),
        "not since Clear"
    );
    assert_eq!(turn(&backend).await, Some(Verdict::Blind));
    backend.clock.advance(TimeDelta::minutes(7));
    let seen = read(&backend).await;
    assert_eq!((seen.verdict, seen.since), (Verdict::Blind, Some(now)));
}

/// What was not read yet is unknown, and what was once read and is closed to us now is old: neither is fine.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_source_that_is_read_in_part_or_was_switched_off_is_not_clear(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    answered_in_part(&backend).await;
    let seen = read(&backend).await;
    let hub = vec![SourceKind::SecurityHub.label().to_owned()];
    assert_eq!(seen.verdict, Verdict::Watch);
    assert_eq!(seen.reasons, [Reason::FirstRead(hub.clone())]);
    answered(&backend).await;
    assert_eq!(read(&backend).await.verdict, Verdict::Clear);

    let off = SourceFault::NotEnabled("Security Hub".to_owned());
    let failed = sources::failed(&backend, &worker(), &source(), &off).await;
    failed.expect("written down");
    backend.clock.advance(TimeDelta::minutes(7));
    let seen = read(&backend).await;
    assert_eq!(seen.verdict, Verdict::Blind);
    assert_eq!(seen.reasons, [Reason::Silent(hub, 1, 1)]);
}

/// What AWS never offered cannot fall silent; but nobody says that nothing needs anybody, since nothing is known of it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_aws_does_not_offer_is_named(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    answered(&backend).await;
    let closed = async |kind: SourceKind, fault: SourceFault| {
        let source = SourceId { kind, ..source() };
        let known = sources::register(&backend, &worker(), &source, 60).await;
        known.expect("a source");
        let failed = sources::failed(&backend, &worker(), &source, &fault).await;
        failed.expect("written down");
    };
    let hub_v2 = SourceFault::NotEnabled("Security Hub V2".to_owned());
    closed(SourceKind::SecurityHubV2, hub_v2).await;
    assert_eq!(
        read(&backend).await.reasons,
        [Reason::Quiet],
        "one plane is read"
    );
    closed(SourceKind::Health, SourceFault::NoSupportPlan).await;
    let seen = read(&backend).await;
    let health = SourceKind::Health.label().to_owned();
    assert_eq!(seen.verdict, Verdict::Clear);
    assert_eq!(seen.reasons, [Reason::NotOffered(vec![health])]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_critical_finding_that_nobody_has_is_critical(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    answered(&backend).await;
    let critical = incoming("a", |finding| finding.severity = Severity::Critical);
    backend.ingest(batch(vec![critical])).await;
    let seen = read(&backend).await;
    assert_eq!(seen.verdict, Verdict::Critical);
    assert_eq!(seen.reasons[0], Reason::CriticalUnassigned(1));
    assert_eq!((seen.needing, seen.top.len()), (1, 1));
}

/// What AWS Health last said is not told as if it still held while nothing is heard of it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn issues_are_no_reason_while_aws_health_is_silent(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    answered(&backend).await;
    let health = SourceId {
        kind: SourceKind::Health,
        ..source()
    };
    let known = sources::register(&backend, &worker(), &health, 60).await;
    known.expect("a source");
    report(&backend, issue(&backend, "111122223333")).await;
    let told = |floor: &Floor| floor.reasons.contains(&Reason::AwsIssues(1));
    let seen = read(&backend).await;
    assert!(told(&seen), "{:?}", seen.reasons);
    backend.clock.advance(TimeDelta::minutes(7));
    answered(&backend).await;
    let silent = read(&backend).await;
    assert!(!told(&silent), "{:?}", silent.reasons);
    assert_eq!(silent.verdict, Verdict::Blind);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_screen_sees_on_the_wall_what_others_see_on_the_floor(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    answered(&backend).await;
    let screen = Actor::Display {
        id: ScreenId(uuid::Uuid::from_u128(1)),
        name: "hall".to_owned(),
    };
    let wall = wall::read(&backend, &screen).await.expect("the wall");
    let floor = read(&backend).await;
    assert_eq!(
        (wall.floor.verdict, wall.floor.reasons),
        (floor.verdict, floor.reasons)
    );
    let refused = floor::read(&backend, &screen, &Scope::default()).await;
    assert!(matches!(refused, Err(backend::Error::Forbidden)));
}

/// A critical finding, an incident, an issue of AWS and a failing endpoint of one account.
async fn all_of(backend: &TestBackend, account: &str) {
    let mut finding = incoming(account, |one| one.severity = Severity::Critical);
    finding.account = account.into();
    backend.ingest(batch(vec![finding])).await;
    let scope = vec![account.parse().expect("a scope")];
    let ask = Declare {
        scopes: scope,
        ..by_hand(account, Impact::Major)
    };
    declare(backend, ask).await;
    report(backend, issue(backend, account)).await;
    let of = |kind| SourceId {
        account: account.into(),
        kind,
        ..source()
    };
    let mut here = check(account);
    here.account = account.into();
    let kept = configure(backend, &worker(), &of(SourceKind::Route53), &[here]).await;
    kept.expect("listed");
    let status = of(SourceKind::CloudWatch);
    let known = sources::register(backend, &worker(), &status, 3_600).await;
    known.expect("a source");
    let down = reading(account, EndpointStatus::Unhealthy, Some(backend.now()));
    let kept = endpoints::read(backend, &worker(), &status, &[down]).await;
    kept.expect("read");
}

/// A part of the floor has its own counts, and a region of it too; what names no region may be in any.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_scope_narrows_every_leg(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let accounts = ["111122223333", "444455556666"];
    for account in accounts {
        all_of(&backend, account).await;
    }
    let seen = async |place: &str| {
        let scope: Scope = match place {
            "" => Scope::default(),
            place => place.parse().expect("a scope"),
        };
        let floor = floor::read(&backend, &viewer(), &scope).await;
        let floor = floor.expect("the floor");
        let open = floor::open(&backend, &viewer(), &scope).await;
        let open = open.expect("what is open");
        let names = |incidents: &[IncidentSummary]| -> Vec<String> {
            incidents.iter().map(|one| one.title.clone()).collect()
        };
        assert_eq!(names(&open.incidents), names(&floor.incidents));
        assert_eq!(open.events, floor.events);
        assert_eq!(open.endpoints, floor.endpoints);
        (
            floor.counts.critical,
            names(&floor.incidents),
            floor.events.len(),
            floor.endpoints.len(),
        )
    };
    let both = accounts.map(str::to_owned).to_vec();
    assert_eq!(seen("").await, (2, both, 2, 2));
    for account in accounts {
        let here = vec![account.to_owned()];
        assert_eq!(seen(account).await, (1, here.clone(), 1, 1));
        let region = format!("{account} us-east-1");
        assert_eq!(seen(&region).await, (1, here.clone(), 1, 1));
        let elsewhere = format!("{account} eu-west-1");
        assert_eq!(seen(&elsewhere).await, (0, here, 0, 1));
    }
    assert_eq!(seen("777788889999").await, (0, vec![], 0, 0));
}

/// Nobody reads an account of which nothing was ever heard: it is not known to be quiet.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_account_that_nobody_reads_is_not_called_clear(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    answered(&backend).await;
    let within = async |account: &str| {
        let scope = Scope::of_account(account.into());
        let seen = floor::read(&backend, &viewer(), &scope).await;
        let seen = seen.expect("the floor");
        (seen.verdict, seen.reasons)
    };
    let read = source().account;
    assert_eq!(within(read.as_str()).await.0, Verdict::Clear);
    let unheard = "999999999999";
    let reason = Reason::Unwatched(unheard.to_owned());
    assert_eq!(within(unheard).await, (Verdict::Blind, vec![reason]));
}
