//! The pages of endpoints: complete without scripts, with their charts, and small.

use backend::{
    endpoints::{self, configure, observe, read},
    sources,
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    endpoint::{
        CheckerObservation, Enabled, EndpointReading, EndpointStatus, HealthCheck, HealthCheckKind,
        Inverted, ObservationKind,
    },
    source::{SourceFault, SourceId, SourceKind},
};

use crate::place::Place;

const ACCOUNT: &str = "111122223333";

fn worker() -> Actor {
    Actor::Worker("endpoints".to_owned())
}

fn source(kind: SourceKind) -> SourceId {
    SourceId {
        kind,
        account: ACCOUNT.into(),
        region: "us-east-1".into(),
    }
}

fn check(id: &str, name: &str, kind: HealthCheckKind) -> HealthCheck {
    HealthCheck {
        id: id.to_owned(),
        account: ACCOUNT.into(),
        name: Some(name.to_owned()),
        kind: Some(kind),
        target: "https://shop.example/".to_owned(),
        enabled: Enabled::On,
        inverted: Inverted::No,
        interval_s: Some(30),
        failure_threshold: Some(3),
        children: Vec::new(),
        health_threshold: None,
        unrecognised: Vec::new(),
    }
}

/// A shop that has failed for ten minutes after a good hour, all that follows it, and one that is well.
async fn floor(place: &Place) {
    let (list, status) = (source(SourceKind::Route53), source(SourceKind::CloudWatch));
    for id in [&list, &status] {
        sources::register(&place.backend, &worker(), id, 60)
            .await
            .expect("registered");
    }
    let mut all = check("all", "shop-journey", HealthCheckKind::Calculated);
    all.children = vec!["shop".to_owned(), "well".to_owned()];
    all.health_threshold = Some(2);
    let https = HealthCheckKind::Https;
    let checks = [
        check("shop", "shop <script>alert(1)</script>", https),
        check("well", "login.example", https),
        all,
    ];
    configure(&place.backend, &worker(), &list, &checks)
        .await
        .expect("listed");
    for back in (0..70).rev() {
        let at = place.backend.now() - TimeDelta::minutes(back);
        let of = |id: &str, share: f64| EndpointReading {
            health_check_id: id.to_owned(),
            status: if share > 18.0 {
                EndpointStatus::Healthy
            } else {
                EndpointStatus::Unhealthy
            },
            percent_healthy: (id != "all").then_some(share),
            first_byte_ms: Some(180.0 + f64::from(back as i32)),
            measured_at: Some(at),
        };
        let share = if back < 10 { 12.5 } else { 100.0 };
        let readings = [of("shop", share), of("well", 100.0), of("all", share)];
        read(&place.backend, &worker(), &status, &readings)
            .await
            .expect("read");
    }
}

async fn page(place: &Place, path: &str) -> String {
    place.person("vera", &[Role::Viewer]).await;
    let browser = place.sign_in("vera").await;
    let answer = browser.get(place.at(path)).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.expect("a page")
}

#[tokio::test]
async fn a_check_has_its_charts_and_the_tables_behind_them() {
    let place = Place::new().await;
    floor(&place).await;
    let page = page(&place, "/endpoints/shop?span=24h").await;
    let (body, _) = page.split_once("</main>").expect("a main part");
    for part in [
        r#"<svg class="strip" viewBox="0 0 96 24""#,
        r#"<svg class="chart wide""#,
        r#"<svg class="chart narrow""#,
        r#"aria-label="First byte, ms""#,
        r#"aria-label="Checkers that pass, %""#,
        r#"<path class="series s1""#,
        r#"class="event""#,
        "healthy above 18 %",
    ] {
        assert!(body.contains(part), "{part}");
    }
    assert!(body.contains(">unhealthy "), "the event says what happened");
    assert_eq!(body.matches("<details class=\"behind\"").count(), 3);
    assert_eq!(body.matches("As a table").count(), 3);
    for cell in ["<td>12 %<", "<td>No data<", "<td>Failing<"] {
        assert!(body.contains(cell), "{cell}");
    }
    assert!(!page.contains("<script>alert"), "no text is markup");
    assert!(!body.contains("style="), "the policy forbids it");
    // A day of minutes would be a hundred of them.
    let kilobytes = page.len() / 1024;
    assert!(kilobytes < 64, "{kilobytes} KB");
}

#[tokio::test]
async fn the_matrix_is_complete_without_scripts() {
    let place = Place::new().await;
    floor(&place).await;
    let seen = |region: &str, status: &str| CheckerObservation {
        region: region.to_owned(),
        address: format!("192.0.2.{}", region.len()),
        status: status.to_owned(),
        checked_at: None,
    };
    let answers = [(
        ObservationKind::Now,
        vec![
            seen("eu-west-1", "Success: HTTP Status Code 200, OK"),
            seen("us-east-1", "Failure: Connection timed out"),
        ],
    )];
    observe(&place.backend, &worker(), (ACCOUNT, "shop"), &answers)
        .await
        .expect("kept");
    let page = page(&place, "/endpoints").await;
    let (body, _) = page.split_once("</main>").expect("a main part");
    for part in [
        "Virginia",
        "São Paulo",
        r#"<span class="cell-lamp lit t-critical">"#,
        "−6",
        r#"<svg class="spark"#,
        "1 of 2 children are healthy and it needs all 2",
        "1 healthy",
        "slowest login.example at 180 ms",
    ] {
        assert!(body.contains(part), "{part}");
    }
    let (loud, healthy) = body.split_once("<details class=\"fold\"").expect("a fold");
    assert!(healthy.contains("login.example") && !loud.contains("login.example"));
    let (shop, journey) = (loud.find("/endpoints/shop"), loud.find("/endpoints/all"));
    assert!(
        shop < journey && shop.is_some(),
        "the one with the lowest share first"
    );
    assert!(!body.contains("style="), "the policy forbids it");
}

/// What a test knows the words of, without the marks between them.
async fn words(place: &Place, browser: &reqwest::Client, path: &str) -> String {
    let answer = browser.get(place.at(path)).send().await;
    let html = answer.expect("an answer").text().await.expect("text");
    html.replace("<!>", "")
}

/// While CloudWatch is silent nobody says that all is well: those that cannot be seen are counted, and why is told.
#[tokio::test]
async fn no_endpoint_is_called_well_while_nobody_sees_it() {
    let place = Place::new().await;
    floor(&place).await;
    place.person("vera", &[Role::Viewer]).await;
    let browser = place.sign_in("vera").await;
    let seen = words(&place, &browser, "/endpoints?show=failing").await;
    for part in ["2 of 3 health checks", "/endpoints/shop"] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    assert!(!seen.contains("cannot be seen"), "{seen}");
    let denied = SourceFault::AccessDenied("cloudwatch:GetMetricData".to_owned());
    let status = source(SourceKind::CloudWatch);
    place.backend.clock.advance(TimeDelta::minutes(7));
    sources::failed(&place.backend, &worker(), &status, &denied)
        .await
        .expect("written down");
    let failing = words(&place, &browser, "/endpoints?show=failing").await;
    for part in [
        "0 of 3 health checks",
        "No endpoint is known to fail",
        "3 of 3 health checks cannot be seen",
        "CloudWatch answered last 7 min ago",
        "AWS refuses cloudwatch:GetMetricData",
        "/endpoints/shop",
    ] {
        assert!(failing.contains(part), "{part}: {failing}");
    }
    assert!(!failing.contains("No endpoint fails"), "{failing}");
    let all = words(&place, &browser, "/endpoints").await;
    assert!(
        all.contains("AWS refuses cloudwatch:GetMetricData"),
        "{all}"
    );
}

/// What was never read is not called absent, and why it was not is told with the next step.
#[tokio::test]
async fn a_list_that_was_never_read_says_why() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let (list, status) = (source(SourceKind::Route53), source(SourceKind::CloudWatch));
    for one in [&list, &status] {
        sources::register(&place.backend, &worker(), one, 60)
            .await
            .expect("registered");
    }
    let browser = place.sign_in("vera").await;
    let waits = words(&place, &browser, "/endpoints").await;
    assert!(waits.contains(" has not answered yet."), "{waits}");
    let denied = SourceFault::AccessDenied("route53:ListHealthChecks".to_owned());
    sources::failed(&place.backend, &worker(), &list, &denied)
        .await
        .expect("written down");
    for path in ["/endpoints", "/endpoints?show=failing"] {
        let html = words(&place, &browser, path).await;
        for part in [
            "No health check has been read yet",
            "AWS refuses route53:ListHealthChecks",
            "`watchfloor check` prints the policy",
            "href=\"/settings/sources\" class=\"button\"",
        ] {
            assert!(html.contains(part), "{path}: {part}: {html}");
        }
        for claim in [
            "No endpoint fails",
            "There is no health check",
            "0 health checks",
        ] {
            assert!(!html.contains(claim), "{path}: {claim}: {html}");
        }
    }
    sources::answered(&place.backend, &worker(), &list)
        .await
        .expect("an answer");
    let none = words(&place, &browser, "/endpoints").await;
    assert!(none.contains("There is no health check"), "{none}");
}

/// Whoever never failed has no last failure, however long somebody looks.
#[tokio::test]
async fn a_check_that_never_failed_says_so() {
    let place = Place::new().await;
    floor(&place).await;
    place.person("vera", &[Role::Viewer]).await;
    let browser = place.sign_in("vera").await;
    let awaited = words(&place, &browser, "/endpoints/well").await;
    assert_eq!(awaited.matches("Nothing yet").count(), 2, "{awaited}");
    let seen = CheckerObservation {
        region: "eu-west-1".to_owned(),
        address: "192.0.2.9".to_owned(),
        status: "Success: HTTP Status Code 200, OK".to_owned(),
        checked_at: None,
    };
    let answers = [
        (ObservationKind::Now, vec![seen]),
        (ObservationKind::LastFailure, Vec::new()),
    ];
    observe(&place.backend, &worker(), (ACCOUNT, "well"), &answers)
        .await
        .expect("kept");
    let asked = words(&place, &browser, "/endpoints/well").await;
    assert!(
        asked.contains("None failed") && !asked.contains("Nothing yet"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_check_whose_checkers_aws_does_not_tell_of_promises_nothing() {
    let place = Place::new().await;
    floor(&place).await;
    place.person("vera", &[Role::Viewer]).await;
    let browser = place.sign_in("vera").await;
    let denied = SourceFault::AccessDenied("route53:GetHealthCheckStatus".to_owned());
    let refused = endpoints::answered(&place.backend, &worker(), "well", Some(denied)).await;
    refused.expect("kept");
    let said = words(&place, &browser, "/endpoints/well").await;
    assert!(
        said.contains("AWS refuses route53:GetHealthCheckStatus") && !said.contains("Nothing yet"),
        "{said}"
    );
    let again = endpoints::answered(&place.backend, &worker(), "well", None).await;
    again.expect("kept");
    let said = words(&place, &browser, "/endpoints/well").await;
    assert!(said.contains("Nothing yet"), "{said}");
    let said = words(&place, &browser, "/endpoints/all").await;
    assert!(
        said.contains("It has no checkers") && !said.contains("Nothing yet"),
        "{said}"
    );
}
