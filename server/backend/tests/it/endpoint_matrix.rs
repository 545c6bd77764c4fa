//! The matrix of health checks: what may be believed, what comes first, and whose checkers are asked.

use backend::{
    Backend,
    endpoints::{self, Attention, MatrixRow, configure, look, observe, read, wanted},
    testing::{Engine, TestBackend, source},
};
use chrono::TimeDelta;
use domain::endpoint::{
    CheckerObservation, Enabled, EndpointReading, EndpointStatus, HealthCheck, HealthCheckKind,
    ObservationKind, Standing,
};
use rstest::rstest;

use crate::{
    asks::{viewer, worker},
    endpoints::{ACCOUNT, check, reading, status_source},
};

/// Four checks: failing, partial, wholly healthy, and one that is switched off.
async fn floor(backend: &TestBackend) {
    let mut off = check("off");
    off.enabled = Enabled::Off;
    let calculated = HealthCheck {
        kind: Some(HealthCheckKind::Calculated),
        ..check("all")
    };
    let all = [off, check("well"), check("some"), calculated, check("bad")];
    configure(backend, &worker(), &source(), &all)
        .await
        .expect("listed");
    hear(backend).await;
}

async fn hear(backend: &TestBackend) {
    let now = Some(backend.now());
    let of = |id: &str, status, percent_healthy| EndpointReading {
        percent_healthy,
        ..reading(id, status, now)
    };
    let readings = [
        of("off", EndpointStatus::Unhealthy, Some(0.0)),
        of("well", EndpointStatus::Healthy, Some(100.0)),
        of("some", EndpointStatus::Healthy, Some(37.5)),
        of("all", EndpointStatus::Unhealthy, None),
        of("bad", EndpointStatus::Unhealthy, Some(12.5)),
    ];
    read(backend, &worker(), &status_source(), &readings)
        .await
        .expect("read");
}

async fn rows(backend: &Backend) -> Vec<MatrixRow> {
    let rows = endpoints::matrix(backend, &viewer()).await;
    rows.expect("a matrix")
}

async fn asked(backend: &Backend) -> Vec<(String, Attention)> {
    let mut asked = wanted(backend, &worker(), ACCOUNT).await.expect("asked");
    asked.sort_by(|(a, _), (b, _)| a.cmp(b));
    asked
}

fn seen(region: &str, address: &str, status: &str) -> CheckerObservation {
    CheckerObservation {
        region: region.to_owned(),
        address: address.to_owned(),
        status: status.to_owned(),
        checked_at: None,
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_worst_comes_first_and_silence_is_unknown(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    floor(&backend).await;
    let order = |rows: &[MatrixRow]| -> Vec<(String, Standing)> {
        let found = rows.iter().map(|row| &row.summary);
        found
            .map(|one| (one.check.id.clone(), one.standing))
            .collect()
    };
    let expected = [
        ("bad", Standing::Failing),
        ("all", Standing::Failing),
        ("some", Standing::Partial),
        ("well", Standing::Healthy),
        ("off", Standing::Disabled),
    ];
    assert_eq!(
        order(&rows(&backend).await),
        expected.map(|(id, standing)| (id.to_owned(), standing))
    );
    backend.clock.advance(TimeDelta::hours(7));
    let silent = rows(&backend).await;
    let unknown = silent.iter().filter(|row| {
        let one = &row.summary;
        one.standing == Standing::Unknown && one.percent_healthy.is_none()
    });
    assert_eq!(unknown.count(), 4, "the last green is not kept");
    let detail = endpoints::get(&backend, &viewer(), "well").await;
    assert_eq!(
        detail.expect("it is there").summary.standing,
        Standing::Unknown
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn rows_whose_checkers_disagree_are_asked_once_a_minute(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    floor(&backend).await;
    assert_eq!(asked(&backend).await, [], "nobody looks");
    rows(&backend).await;
    let row = |id: &str| (id.to_owned(), Attention::Row);
    assert_eq!(asked(&backend).await, [row("bad"), row("some")]);
    rows(&backend).await;
    assert_eq!(asked(&backend).await, [], "it has just been asked");
    backend.clock.advance(TimeDelta::seconds(61));
    look(&backend, &viewer(), "bad").expect("whoever may read may look");
    assert_eq!(
        asked(&backend).await,
        [("bad".to_owned(), Attention::Page), row("some")]
    );
    backend.clock.advance(TimeDelta::minutes(3));
    assert_eq!(asked(&backend).await, [], "nobody looks any more");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_list_asks_for_so_many_rows_and_no_more(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids: Vec<String> = (0..30).map(|n| format!("check-{n:02}")).collect();
    let all: Vec<HealthCheck> = ids.iter().map(|id| check(id)).collect();
    configure(&backend, &worker(), &source(), &all)
        .await
        .expect("listed");
    let now = Some(backend.now());
    let readings = ids
        .iter()
        .map(|id| reading(id, EndpointStatus::Unhealthy, now));
    let readings: Vec<EndpointReading> = readings.collect();
    read(&backend, &worker(), &status_source(), &readings)
        .await
        .expect("read");
    assert_eq!(rows(&backend).await.len(), 30);
    assert_eq!(asked(&backend).await.len(), 20);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn cells_count_what_was_seen_in_the_last_minutes(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    floor(&backend).await;
    let answers = [
        (
            ObservationKind::Now,
            vec![
                seen(
                    "eu-west-1",
                    "192.0.2.1",
                    "Success: HTTP Status Code 200, OK",
                ),
                seen("eu-west-1", "192.0.2.2", "Failure: Connection timed out"),
                seen("us-east-1", "192.0.2.3", "Failure: Connection timed out"),
            ],
        ),
        (
            ObservationKind::LastFailure,
            vec![seen("sa-east-1", "192.0.2.4", "Failure: HTTP 503")],
        ),
    ];
    observe(&backend, &worker(), (ACCOUNT, "some"), &answers)
        .await
        .expect("kept");
    let cells = |rows: Vec<MatrixRow>| -> Vec<(String, u32, u32)> {
        let some = rows
            .into_iter()
            .find(|row| row.summary.check.id == "some")
            .expect("it is listed");
        let regions = some.regions.into_iter();
        regions
            .map(|tally| (tally.region, tally.passing, tally.of))
            .collect()
    };
    assert_eq!(
        cells(rows(&backend).await),
        [
            ("eu-west-1".to_owned(), 1, 2),
            ("us-east-1".to_owned(), 0, 1)
        ]
    );
    backend.clock.advance(TimeDelta::minutes(5));
    hear(&backend).await;
    assert_eq!(cells(rows(&backend).await), [], "too old to say anything");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_row_has_the_first_bytes_of_its_last_hour(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    floor(&backend).await;
    backend.clock.advance(TimeDelta::minutes(40));
    hear(&backend).await;
    let line = |rows: Vec<MatrixRow>, id: &str| {
        let row = rows.into_iter().find(|row| row.summary.check.id == id);
        let points = row.expect("it is listed").first_bytes.into_iter();
        points.map(|(_, value)| value).collect::<Vec<_>>()
    };
    let drawn = line(rows(&backend).await, "some");
    let (gaps, known): (Vec<_>, Vec<_>) = drawn.iter().partition(|value| value.is_none());
    assert_eq!((gaps.len(), known), (28, vec![Some(81.25); 2]));
    assert_eq!(drawn[29], Some(81.25), "the present is the last");
    assert!(
        line(rows(&backend).await, "well").is_empty(),
        "nobody needs it"
    );
    backend.clock.advance(TimeDelta::minutes(30));
    hear(&backend).await;
    let known = line(rows(&backend).await, "some").into_iter().flatten();
    assert_eq!(known.count(), 2, "what is older is not drawn");
}
