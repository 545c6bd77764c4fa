//! What Watch and the rail say as the server sends them, before any script runs.

use backend::{health, ports::HealthBatch, sources, testing::source};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    health::{HealthCategory, HealthStatus, IncomingHealthEvent},
    source::{SourceId, SourceKind},
};
use reqwest::Client;

use crate::place::Place;

/// A page without its marks.
async fn page(place: &Place, browser: &Client, path: &str) -> String {
    let answer = browser.get(place.at(path)).send().await;
    let html = answer.expect("an answer").text().await.expect("text");
    html.replace("<!>", "")
}

fn aws_health() -> SourceId {
    SourceId {
        kind: SourceKind::Health,
        ..source()
    }
}

/// An issue of AWS, and AWS Health answers each minute.
async fn issue(place: &Place) {
    let (by, now) = (Actor::Worker("health".to_owned()), place.backend.now());
    let event = IncomingHealthEvent {
        arn: "arn:aws:health:us-east-1::event/EC2/AWS_EC2_API_ISSUE/1".to_owned(),
        service: "EC2".to_owned(),
        type_code: "AWS_EC2_API_ISSUE".to_owned(),
        category: HealthCategory::Issue,
        status: HealthStatus::Open,
        region: "us-east-1".into(),
        start: Some(now),
        end: None,
        updated: now,
        scope_code: "ACCOUNT_SPECIFIC".to_owned(),
        actionability: None,
        description: String::new(),
        accounts: vec![source().account],
        entities: Vec::new(),
        unrecognised: Vec::new(),
    };
    let batch = HealthBatch {
        events: vec![event],
        rejects: Vec::new(),
    };
    let known = sources::register(&place.backend, &by, &aws_health(), 60).await;
    known.expect("a source");
    let taken = health::ingest(&place.backend, &by, &aws_health(), &batch, Some(now)).await;
    taken.expect("the event goes in");
}

/// While AWS Health is silent, neither the lamp nor the column nor the rail says how many issues there are.
#[tokio::test]
async fn what_a_silent_source_last_said_does_not_stand_as_true() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    issue(&place).await;
    let browser = place.sign_in("vera").await;
    let seen = page(&place, &browser, "/").await;
    let lamp = |n: &str| format!("AWS issue <span class=\"n\">{n}</span>");
    let figure = |n: &str| format!(">{n}</a> AWS Health event");
    assert!(
        seen.contains(&lamp("1")) && seen.contains(&figure("1")),
        "{seen}"
    );
    place.backend.clock.advance(TimeDelta::minutes(7));
    let silent = page(&place, &browser, "/").await;
    for said in [lamp("?"), figure("?"), "no data for 7 min".to_owned()] {
        assert!(silent.contains(&said), "{said}: {silent}");
    }
    assert!(!silent.contains("1 open issue"), "{silent}");
    let rail = "<span title=\"no data for 7 min\" class=\"count needs\">";
    assert!(silent.contains(rail), "{silent}");
}

/// Every number leads to a list that shows what it counts and nothing else, and says so.
#[tokio::test]
async fn every_number_leads_to_its_list() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    issue(&place).await;
    let browser = place.sign_in("vera").await;
    let watch = page(&place, &browser, "/").await;
    for (path, said, unsaid) in [
        ("/endpoints?show=failing", "Remove only failing", "Healthy"),
        (
            "/health?show=issues",
            "Remove only open issues",
            "Scheduled work",
        ),
        (
            "/health?show=open",
            "Remove only open or ahead",
            "Closed in the last",
        ),
        (
            "/changes?tab=pending",
            "Waiting for anybody",
            "Past its end",
        ),
        (
            "/changes?tab=overdue",
            "Past its end",
            "Waiting for anybody",
        ),
        ("/calendar?off=changes,aws,closed", "Freezes", "Only"),
    ] {
        assert!(
            watch.contains(&format!("href=\"{path}\"")),
            "{path}: {watch}"
        );
        let list = page(&place, &browser, path).await;
        assert!(
            list.contains(said) && !list.contains(unsaid),
            "{path}: {list}"
        );
    }
    for list in [
        "/incidents\"",
        "/findings?severity=CRITICAL&amp;severity=HIGH&amp;assignee=\"",
    ] {
        let figure = format!("<a href=\"{list} class=\"figure\">");
        assert!(watch.contains(&figure), "{figure}: {watch}");
    }
}
