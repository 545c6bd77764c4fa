//! A database that is full or gone, as people and those who run the process see it.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use domain::actor::Role;
use reqwest::{Client, header};
use serde_json::Value;

use crate::place::{Place, a_page_with_a_way_back, location};

/// Status and body of `/readyz` a moment later.
async fn ready(place: &Place) -> (u16, Value) {
    place.backend.clock.advance(TimeDelta::seconds(5));
    let answer = place.browser().get(place.at("/readyz")).send().await;
    let answer = answer.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

async fn page(place: &Place, browser: &Client, path: &str) -> (u16, String) {
    let answer = browser.get(place.at(path)).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

#[tokio::test]
async fn a_full_database_is_told_and_pages_can_be_read() {
    let place = Place::new().await;
    place.person("ada", &[Role::Admin]).await;
    let browser = place.sign_in("ada").await;
    assert!(
        !page(&place, &browser, "/findings")
            .await
            .1
            .contains("Nothing is saved")
    );
    place.backend.limit_pages(1).await;
    let (status, body) = ready(&place).await;
    assert_eq!(
        (status, &body["ready"]),
        (503, &Value::Bool(false)),
        "{body}"
    );
    let writes = body["writes"].as_str().unwrap_or_default();
    assert!(writes.contains("full"), "{body}");
    let database = body["database"].as_str().unwrap_or_default();
    assert!(database.starts_with("SQLite"), "it answers: {body}");
    let (status, html) = page(&place, &browser, "/findings").await;
    assert_eq!(status, 200);
    assert!(html.contains("Nothing is saved"), "{html}");
    assert_eq!(ready(&place).await.0, 200, "it is over by itself");
    assert!(
        !page(&place, &browser, "/findings")
            .await
            .1
            .contains("Nothing is saved")
    );
}

#[tokio::test]
async fn a_form_that_a_full_database_refused_says_so() {
    let place = Place::new().await;
    place.person("ada", &[Role::Admin]).await;
    let browser = place.sign_in("ada").await;
    place.backend.limit_pages(1).await;
    // More than the pages that are there have room for.
    let name = "n".repeat(64);
    let roles = ["roles[]"; 2_000].map(|key| (key, "viewer"));
    let form: Vec<_> = [("name", name.as_str())].into_iter().chain(roles).collect();
    let answer = browser
        .post(place.at("/api/people/add"))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, place.at("/settings/people"))
        .form(&form)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 302);
    let (_, html) = page(&place, &browser, &location(&answer)).await;
    assert!(
        html.contains("The server could not do it now. Nothing was changed"),
        "{html}"
    );
    let kept = page(&place, &browser, "/settings/people").await.1;
    assert!(!kept.contains(&name), "nothing was changed");
}

fn folder_of(place: &Place) -> PathBuf {
    let url = place.backend.url();
    let file = Path::new(url.trim_start_matches("sqlite://"));
    file.parent().expect("a folder").to_owned()
}

#[tokio::test]
async fn a_database_that_is_gone_is_told_in_one_sentence() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    assert_eq!(ready(&place).await.0, 200);
    let here = folder_of(&place);
    let away = here.with_extension("away");
    std::fs::rename(&here, &away).expect("it is moved");
    let (status, body) = ready(&place).await;
    assert_eq!(status, 503);
    assert_eq!(body["database"], "does not answer", "{body}");
    for path in ["/", "/findings", "/health", "/settings/people"] {
        let (status, text) = page(&place, &browser, path).await;
        assert_eq!(status, 503, "{path}");
        assert_eq!(
            text, "The database does not answer. Try again in a moment.",
            "{path}"
        );
    }
    for path in ["/", "/findings?q=ssh&by=flat", "/sign-in"] {
        let asked = browser
            .get(place.at(path))
            .header(header::ACCEPT, "text/html");
        let answer = asked.send().await.expect("an answer");
        assert_eq!(answer.status(), 503, "{path}");
        let html = answer.text().await.expect("text");
        let again = format!("href=\"{}\">Try again</a>", path.replace('&', "&amp;"));
        for part in ["<h1>The database does not answer</h1>", &again] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
    let sent = place
        .post(&browser, "/api/people/add", &[("name", "ben")])
        .await;
    assert_eq!(sent.status(), 503);
    a_page_with_a_way_back(sent, "Nothing was changed").await;
    let alive = page(&place, &browser, "/healthz").await.0;
    assert_eq!(alive, 200, "the process itself is well");
    std::fs::rename(&away, &here).expect("it is moved back");
    let back = page(&place, &browser, "/findings").await.1;
    assert!(!back.contains("Nothing is saved"), "it is not full: {back}");
    assert_eq!(ready(&place).await.0, 200);
    assert_eq!(page(&place, &browser, "/findings").await.0, 200);
}
