//! Route 53 health checks: listed, read, looked at.

use backend::{
    Error,
    endpoints::{self, Attention, configure, look, observe, read, wanted},
    testing::{Engine, TestBackend, source},
};
use chrono::TimeDelta;
use domain::{
    endpoint::{
        CheckerObservation, Enabled, EndpointReading, EndpointStatus, HealthCheck, HealthCheckKind,
        Inverted, ObservationKind, Standing,
    },
    source::{SourceId, SourceKind},
    time::Timestamp,
};
use rstest::rstest;

use crate::asks::{viewer, worker};

pub(crate) const ACCOUNT: &str = "111122223333";

/// The source of the account's status; answers are asked for once an hour.
pub(crate) fn status_source() -> SourceId {
    SourceId {
        kind: SourceKind::CloudWatch,
        ..source()
    }
}

pub(crate) fn check(id: &str) -> HealthCheck {
    HealthCheck {
        id: id.to_owned(),
        account: ACCOUNT.into(),
        name: Some(format!("shop-{id}")),
        kind: Some(HealthCheckKind::ALL[0]),
        target: "https://shop.example/".to_owned(),
        enabled: Enabled::On,
        inverted: Inverted::ALL[0],
        interval_s: Some(30),
        failure_threshold: Some(3),
        children: Vec::new(),
        health_threshold: None,
        unrecognised: Vec::new(),
    }
}

pub(crate) fn reading(id: &str, status: EndpointStatus, at: Option<Timestamp>) -> EndpointReading {
    EndpointReading {
        health_check_id: id.to_owned(),
        status,
        percent_healthy: Some(62.5),
        first_byte_ms: Some(81.25),
        measured_at: at,
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_check_is_unknown_until_it_is_read(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let all = [check("a"), check("b")];
    assert_eq!(
        configure(&backend, &worker(), &source(), &all)
            .await
            .expect("listed"),
        2
    );
    assert_eq!(
        configure(&backend, &worker(), &source(), &all)
            .await
            .expect("listed"),
        0
    );
    let found = endpoints::get(&backend, &viewer(), "a")
        .await
        .expect("it is there")
        .summary;
    assert_eq!((&found.check, found.standing), (&all[0], Standing::Unknown));
    let now = Some(backend.now());
    let readings = [
        reading("a", EndpointStatus::Unhealthy, now),
        reading("b", EndpointStatus::Healthy, now),
    ];
    assert_eq!(
        read(&backend, &worker(), &source(), &readings)
            .await
            .expect("read"),
        2
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_status_has_its_beginning_and_its_minutes(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let all = [check("a"), check("b")];
    configure(&backend, &worker(), &source(), &all)
        .await
        .expect("listed");
    let now = Some(backend.now());
    let first = [
        reading("b", EndpointStatus::Healthy, now),
        reading("a", EndpointStatus::Unhealthy, now),
    ];
    read(&backend, &worker(), &status_source(), &first)
        .await
        .expect("read");
    let since = backend.now();
    backend.clock.advance(TimeDelta::minutes(1));
    let later = [reading("a", EndpointStatus::Unhealthy, Some(backend.now()))];
    assert_eq!(
        read(&backend, &worker(), &status_source(), &later)
            .await
            .expect("read"),
        0,
        "no flip"
    );
    let listed = endpoints::list(&backend, &viewer()).await.expect("a list");
    let ids: Vec<_> = listed.iter().map(|row| row.check.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"], "the failing one first");
    assert_eq!(
        (listed[0].since, listed[0].measured_at),
        (since, Some(backend.now()))
    );
    assert_eq!(
        (listed[0].percent_healthy, listed[0].first_byte_ms),
        (Some(62.5), Some(81.25))
    );
    let detail = endpoints::get(&backend, &viewer(), "a")
        .await
        .expect("it is there");
    assert_eq!(detail.history.len(), 2);
    assert_eq!(detail.history[0].at, since);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_check_that_is_listed_no_more_is_gone_and_may_return(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let both = [check("a"), check("b")];
    configure(&backend, &worker(), &source(), &both)
        .await
        .expect("listed");
    assert_eq!(
        configure(&backend, &worker(), &source(), &both[..1])
            .await
            .expect("listed"),
        1
    );
    assert_eq!(
        endpoints::list(&backend, &viewer())
            .await
            .expect("a list")
            .len(),
        1
    );
    let mut other = source();
    other.account = "222233334444".into();
    configure(&backend, &worker(), &other, &[])
        .await
        .expect("listed");
    assert_eq!(
        endpoints::list(&backend, &viewer())
            .await
            .expect("a list")
            .len(),
        1
    );
    assert_eq!(
        configure(&backend, &worker(), &source(), &both)
            .await
            .expect("listed"),
        1
    );
    assert_eq!(
        endpoints::list(&backend, &viewer())
            .await
            .expect("a list")
            .len(),
        2
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn checkers_are_asked_while_somebody_looks(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    configure(&backend, &worker(), &source(), &[check("a"), check("b")])
        .await
        .expect("listed");
    let nobody: [(String, Attention); 0] = [];
    assert_eq!(
        wanted(&backend, &worker(), ACCOUNT).await.expect("asked"),
        nobody
    );
    for id in ["a", "none-such", "nul\0", &"long".repeat(10_000)] {
        look(&backend, &viewer(), id).expect("whoever may read may look");
        let found = endpoints::get(&backend, &viewer(), id).await;
        assert!(
            id == "a" || matches!(found, Err(Error::NotFound)),
            "{id:.9}"
        );
    }
    assert_eq!(
        wanted(&backend, &worker(), ACCOUNT).await.expect("asked"),
        [("a".to_owned(), Attention::Page)]
    );
    assert_eq!(
        wanted(&backend, &worker(), "222233334444")
            .await
            .expect("asked"),
        nobody
    );
    backend.clock.advance(TimeDelta::minutes(3));
    assert_eq!(
        wanted(&backend, &worker(), ACCOUNT).await.expect("asked"),
        nobody
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_checkers_saw_last_is_kept(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    configure(&backend, &worker(), &source(), &[check("a")])
        .await
        .expect("listed");
    let seen = CheckerObservation {
        region: "eu-west-1".to_owned(),
        address: "192.0.2.9".to_owned(),
        status: "Success: HTTP Status Code 200, OK".to_owned(),
        checked_at: Some(backend.now()),
    };
    for _ in 0..2 {
        let now = [(ObservationKind::Now, vec![seen.clone()])];
        observe(&backend, &worker(), (ACCOUNT, "a"), &now)
            .await
            .expect("kept");
    }
    let detail = endpoints::get(&backend, &viewer(), "a")
        .await
        .expect("it is there");
    assert_eq!((detail.checkers.len(), detail.last_failures.len()), (1, 0));
    assert_eq!(detail.checkers[0].observation, seen);
    let failed = CheckerObservation {
        status: "Failure: Connection timed out".to_owned(),
        ..seen.clone()
    };
    let why = [(ObservationKind::LastFailure, vec![failed.clone()])];
    observe(&backend, &worker(), (ACCOUNT, "a"), &why)
        .await
        .expect("kept");
    let detail = endpoints::get(&backend, &viewer(), "a")
        .await
        .expect("it is there");
    assert_eq!(
        (
            &detail.checkers[0].observation,
            &detail.last_failures[0].observation
        ),
        (&seen, &failed),
        "one answer does not take the place of the other"
    );
    let missing = observe(&backend, &worker(), (ACCOUNT, "none-such"), &[]).await;
    assert!(matches!(missing, Err(Error::NotFound)));
}

/// How the checks a, b and c stand, and when each failed that nobody sees any more.
async fn failed(backend: &TestBackend) -> [(Standing, Option<Timestamp>); 3] {
    let listed = endpoints::list(backend, &viewer()).await.expect("a list");
    ["a", "b", "c"].map(|id| {
        let found = listed.iter().find(|one| one.check.id == id);
        let found = found.expect("it is there");
        (found.standing, found.failed_at)
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_failure_that_nobody_can_see_any_more_keeps_its_time(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let off = HealthCheck {
        enabled: Enabled::Off,
        ..check("c")
    };
    let checks = [check("a"), check("b"), off];
    configure(&backend, &worker(), &source(), &checks)
        .await
        .expect("listed");
    let seen = backend.now();
    let readings = [
        reading("a", EndpointStatus::Unhealthy, Some(seen)),
        reading("b", EndpointStatus::Healthy, Some(seen)),
        reading("c", EndpointStatus::Unhealthy, Some(seen)),
    ];
    read(&backend, &worker(), &status_source(), &readings)
        .await
        .expect("read");
    assert_eq!(
        failed(&backend).await,
        [
            (Standing::Failing, None),
            (Standing::Partial, None),
            (Standing::Disabled, None)
        ]
    );
    backend.clock.advance(TimeDelta::hours(7));
    assert_eq!(
        failed(&backend).await,
        [
            (Standing::Unknown, Some(seen)),
            (Standing::Unknown, None),
            (Standing::Disabled, None)
        ],
        "the last green is not kept, and what is not looked at fails no more"
    );
    let again = [reading("a", EndpointStatus::Healthy, Some(backend.now()))];
    read(&backend, &worker(), &status_source(), &again)
        .await
        .expect("read");
    assert_eq!(failed(&backend).await[0], (Standing::Partial, None));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_unknown_for_silence_is_so_since_the_last_answer(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let off = HealthCheck {
        enabled: Enabled::Off,
        ..check("b")
    };
    configure(&backend, &worker(), &source(), &[check("a"), off])
        .await
        .expect("listed");
    let turned = backend.now();
    for _ in 0..2 {
        let readings = ["a", "b"].map(|id| reading(id, EndpointStatus::Healthy, None));
        read(&backend, &worker(), &status_source(), &readings)
            .await
            .expect("read");
        backend.clock.advance(TimeDelta::hours(5));
    }
    let answered = turned + TimeDelta::hours(5);
    let since = async || {
        let listed = endpoints::list(&backend, &viewer()).await.expect("a list");
        ["a", "b"].map(|id| {
            let found = listed.iter().find(|one| one.check.id == id);
            let found = found.expect("it is there");
            (found.standing, found.since)
        })
    };
    let off = (Standing::Disabled, turned);
    let late = since().await;
    assert_eq!(late, [(Standing::Partial, turned), off], "it is late alone");
    backend.clock.advance(TimeDelta::hours(2));
    assert_eq!(since().await, [(Standing::Unknown, answered), off]);
}
