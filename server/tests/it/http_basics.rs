//! What holds for every answer.

use domain::actor::Role;
use reqwest::header;

use crate::{
    functions::call,
    place::{Place, a_page_with_a_way_back, location},
};

#[tokio::test]
async fn the_process_says_that_it_lives_and_whether_it_is_ready() {
    let place = Place::new().await;
    let browser = place.browser();
    let alive = browser
        .get(place.at("/healthz"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(alive.status(), 200);
    let ready = browser
        .get(place.at("/readyz"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(ready.status(), 200);
    let body: serde_json::Value = ready.json().await.expect("JSON");
    assert_eq!(body["ready"], true);
    assert!(
        body["database"]
            .as_str()
            .is_some_and(|engine| engine.starts_with("SQLite 3.")),
        "{body}"
    );
}

#[tokio::test]
async fn a_page_asks_a_stranger_to_sign_in_and_leads_back() {
    let place = Place::new().await;
    let browser = place.browser();
    let answer = browser
        .get(place.at("/findings?severity=HIGH"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 302);
    let to = location(&answer);
    assert!(to.starts_with("/sign-in?return_to="), "{to}");
    assert!(to.contains("findings"), "{to}");
}

#[tokio::test]
async fn a_stranger_is_not_told_that_an_address_is_malformed() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let signed_in = place.sign_in("ana").await;
    for path in [
        "/findings/not-an-id",
        "/findings/not-an-id?tab=document",
        "/health/not-an-id",
    ] {
        let ask = place.browser().get(place.at(path)).send();
        let answer = ask.await.expect("an answer");
        assert_eq!(answer.status(), 302, "{path}");
        let to = location(&answer);
        assert!(
            to.starts_with("/sign-in?return_to=") && to.contains("not-an-id"),
            "{path}: {to}"
        );
        let answer = signed_in.get(place.at(path)).send().await;
        assert_eq!(answer.expect("an answer").status(), 404, "{path}");
    }
    for path in [
        "/api/findings/get",
        "/api/findings/document",
        "/api/health/get",
    ] {
        let form = [("id", "not-an-id"), ("query", "")];
        let called = call(&place, &place.browser(), path, &form).await;
        assert_eq!(called, 401, "{path}");
        assert_eq!(call(&place, &signed_in, path, &form).await, 404, "{path}");
    }
}

#[tokio::test]
async fn every_page_carries_the_policy_and_the_hardening() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    for path in ["/", "/findings", "/nowhere"] {
        let answer = browser.get(place.at(path)).send().await.expect("an answer");
        let headers = answer.headers().clone();
        let policy = headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .expect("text")
            .to_owned();
        assert!(policy.contains("script-src 'nonce-"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{path}");
        let html = answer.text().await.expect("text");
        assert!(!html.contains(" style=\""), "{path} has an inline style");
    }
    assert_eq!(
        browser
            .get(place.at("/nowhere"))
            .send()
            .await
            .expect("an answer")
            .status(),
        404
    );
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "same-site"),
    ] {
        let answer = browser
            .post(place.at("/api/people/sign_out"))
            .header(name, value)
            .form(&[("x", "y")])
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 403, "{name}: {value}");
        let said = answer.text().await.expect("text");
        assert_eq!(said, "This form was not sent from a page of Watchfloor.");
    }
    let shown = browser
        .post(place.at("/api/people/sign_out"))
        .header("sec-fetch-site", "cross-site")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, place.at("/sign-in"))
        .form(&[("x", "y")])
        .send()
        .await
        .expect("an answer");
    assert_eq!(shown.status(), 403);
    a_page_with_a_way_back(shown, "was not sent from a page of Watchfloor").await;
    let still = browser
        .get(place.at("/findings"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(still.status(), 200, "ana is still signed in");
}

#[tokio::test]
async fn a_body_over_the_limit_is_413() {
    let place = Place::new().await;
    let browser = place.browser();
    let long = "x".repeat(2 << 20);
    let answer = place
        .post(
            &browser,
            "/api/people/sign_in",
            &[("name", &long), ("password", "p")],
        )
        .await;
    assert_eq!(answer.status(), 413);
    a_page_with_a_way_back(answer, "A form may have 1 MiB").await;
}

#[tokio::test]
async fn a_hostile_request_is_never_a_500() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    for path in [
        "/findings?after=%00%ff&severity=LOUD&q=%3Cscript%3E",
        "/findings?after=zzzz",
        "/findings/not-an-id",
        "/findings/00000000-0000-0000-0000-000000000000?tab=nonsense",
        "/first/zzzz",
        "/events?topics=nonsense&after=-1",
        "/..%2f..%2fetc/passwd",
    ] {
        let answer = browser.get(place.at(path)).send().await.expect("an answer");
        assert!(
            answer.status().as_u16() < 500,
            "{path}: {}",
            answer.status()
        );
    }
}
