//! What the wall says as the server sends it, before any script runs.

use backend::{
    endpoints::{configure, read},
    incidents::{self, Declare},
    screens, sources,
    testing::{batch, incoming, person, source},
};
use chrono::{TimeDelta, Timelike as _};
use domain::{
    actor::{Actor, Role},
    endpoint::{Enabled, EndpointReading, EndpointStatus, HealthCheck, HealthCheckKind, Inverted},
    finding::Severity,
    incident::Impact,
    source::{SourceId, SourceKind},
    version::Version,
};
use reqwest::Client;

use crate::place::Place;

pub(crate) fn check(n: usize) -> HealthCheck {
    HealthCheck {
        id: n.to_string(),
        account: source().account,
        name: Some(format!("shop-{n}.example.com")),
        kind: Some(HealthCheckKind::ALL[0]),
        target: String::new(),
        enabled: Enabled::On,
        inverted: Inverted::ALL[0],
        interval_s: None,
        failure_threshold: None,
        children: Vec::new(),
        health_threshold: None,
        unrecognised: Vec::new(),
    }
}

/// Nine endpoints that fail.
async fn failing(place: &Place) {
    let worker = Actor::Worker("endpoints".to_owned());
    let checks: Vec<_> = (1..10).map(check).collect();
    configure(&place.backend, &worker, &source(), &checks)
        .await
        .expect("listed");
    let readings: Vec<_> = checks
        .iter()
        .map(|check| EndpointReading {
            health_check_id: check.id.clone(),
            status: EndpointStatus::Unhealthy,
            percent_healthy: Some(0.0),
            first_byte_ms: None,
            measured_at: Some(place.backend.now()),
        })
        .collect();
    let status = SourceId {
        kind: SourceKind::CloudWatch,
        ..source()
    };
    read(&place.backend, &worker, &status, &readings)
        .await
        .expect("read");
}

/// The wall without its marks.
async fn wall(place: &Place, browser: &Client) -> String {
    let answer = browser.get(place.at("/wall")).send().await;
    let html = answer.expect("an answer").text().await.expect("text");
    html.replace("<!>", "")
}

async fn viewer(place: &Place) -> Client {
    place.person("vera", &[Role::Viewer]).await;
    place.sign_in("vera").await
}

#[tokio::test]
async fn a_long_list_says_how_many_more_there_are() {
    let place = Place::new().await;
    let browser = viewer(&place).await;
    assert!(!wall(&place, &browser).await.contains("more</span>"));
    failing(&place).await;
    let html = wall(&place, &browser).await;
    assert!(html.contains("<span>and 2 more</span>"), "{html}");
    assert_eq!(html.matches("<ul class=\"off\"").count(), 1, "{html}");
}

#[tokio::test]
async fn the_last_known_failure_of_what_nobody_sees_is_shown_with_its_age() {
    let place = Place::new().await;
    let browser = viewer(&place).await;
    failing(&place).await;
    assert!(!wall(&place, &browser).await.contains("not seen since"));
    place.backend.clock.advance(TimeDelta::hours(7));
    let html = wall(&place, &browser).await;
    assert!(html.contains("shop-1.example.com"), "{html}");
    for words in ["was failing 7 h ago", "not seen since"] {
        assert!(html.contains(words), "{words} in {html}");
    }
}

/// The class of the tile with that legend, and its figure.
fn tile(html: &str, legend: &str) -> (String, String) {
    let tile = html
        .split("<section class=\"")
        .find(|tile| tile.contains(&format!("{legend}</h2>")));
    let tile = tile.expect("the tile");
    let class = tile.split_once('"').expect("an attribute's end").0;
    let (_, figure) = tile.split_once("<b>").expect("a figure");
    let figure = figure.split_once("</b>").expect("its end").0;
    (class.to_owned(), figure.to_owned())
}

/// A tile is as bad as it looks: lit while its numbers are of now, stale when they are old, and unknown when they are too
/// old to be believed.
#[tokio::test]
async fn a_tile_ages_and_ends_unknown() {
    let place = Place::new().await;
    let browser = viewer(&place).await;
    let worker = Actor::Worker("findings".to_owned());
    let known = sources::register(&place.backend, &worker, &source(), 60).await;
    known.expect("a source");
    let critical = async || tile(&wall(&place, &browser).await, "Critical");
    let looks = |class: &str, figure: &str| (class.to_owned(), figure.to_owned());
    assert_eq!(
        critical().await,
        looks("wall-tile blind", "?"),
        "nothing was heard yet"
    );
    let bad = incoming("a", |one| one.severity = Severity::Critical);
    place.backend.ingest(batch(vec![bad])).await;
    assert_eq!(critical().await, looks("wall-tile lit t-critical", "1"));
    place.backend.clock.advance(TimeDelta::seconds(181));
    assert_eq!(critical().await, looks("wall-tile stale", "1"));
    assert!(wall(&place, &browser).await.contains("old, 3 min ago"));
    place.backend.clock.advance(TimeDelta::seconds(180));
    assert_eq!(critical().await, looks("wall-tile blind", "?"));
    assert!(wall(&place, &browser).await.contains("no data for 6 min"));
}

/// The tone of the tile of incidents is that of the worst.
#[tokio::test]
async fn incidents_are_toned_by_their_impact() {
    let place = Place::new().await;
    let browser = viewer(&place).await;
    let ana = person("ana", &[Role::Analyst]);
    let none = tile(&wall(&place, &browser).await, "Incidents");
    assert_eq!(none, ("wall-tile".to_owned(), "0".to_owned()));
    for (n, impact, tone) in [
        (1, Impact::Minor, "t-medium"),
        (2, Impact::Major, "t-high"),
        (3, Impact::Critical, "t-critical"),
        (4, Impact::Nobody, "t-critical"),
    ] {
        let ask = Declare {
            title: "It",
            summary: "",
            impact,
            scopes: Vec::new(),
            from: None,
            address: None,
        };
        let made = incidents::declare(&place.backend, &ana, ask).await;
        made.expect("declared");
        let looks = tile(&wall(&place, &browser).await, "Incidents");
        assert_eq!(looks, (format!("wall-tile lit {tone}"), n.to_string()));
    }
}

/// Whether the board wears the class that dims it.
fn is_dim(html: &str) -> bool {
    let (_, board) = html.split_once("class=\"wall-board").expect("a board");
    let classes = board.split_once('"').expect("an attribute's end").0;
    classes.split_whitespace().any(|class| class == "dim")
}

#[tokio::test]
async fn a_screen_is_dim_in_its_hours_and_a_person_s_wall_never() {
    let place = Place::new().await;
    let admin = person("ada", &[Role::Admin]);
    let made = screens::add(&place.backend, &admin, "hall", None).await;
    let made = made.expect("a screen is made");
    let screen = place.browser();
    let code = made.code.to_string();
    place
        .post(&screen, "/api/screens/enter", &[("code", &code)])
        .await;
    assert!(!is_dim(&wall(&place, &screen).await));
    let hour = place.backend.now().hour();
    let hours = [hour.to_string(), ((hour + 1) % 24).to_string()];
    let target = (made.id, Version::FIRST);
    screens::dim(
        &place.backend,
        &admin,
        target,
        [&hours[0], &hours[1], ""],
        None,
    )
    .await
    .expect("it is kept");
    let html = wall(&place, &screen).await;
    assert!(is_dim(&html), "{html}");
    let browser = viewer(&place).await;
    assert!(!is_dim(&wall(&place, &browser).await));
}
