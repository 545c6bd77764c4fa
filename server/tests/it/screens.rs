//! Wall screens over HTTP: what a code opens, and when it no longer does.

use std::time::{Duration, Instant};

use backend::screens;
use domain::{
    actor::{Actor, PersonActor, Role},
    id::PersonId,
    version::Version,
};
use reqwest::{Client, Response, header};
use tokio::time::timeout;

use crate::place::{Place, location, set_cookie};

fn admin() -> Actor {
    Actor::Person(PersonActor {
        id: PersonId(uuid::Uuid::from_u128(1)),
        name: "ada".to_owned(),
        roles: vec![Role::Admin],
    })
}

async fn enter(place: &Place, browser: &Client, code: &str) -> Response {
    place
        .post(browser, "/api/screens/enter", &[("code", code)])
        .await
}

/// A screen with its browser, which has entered the code.
async fn screen(place: &Place) -> (screens::NewScreen, Client) {
    let made = screens::add(&place.backend, &admin(), "hall", None).await;
    let made = made.expect("a screen is made");
    let browser = place.browser();
    let answer = enter(place, &browser, &made.code.to_string()).await;
    assert_eq!(
        (answer.status().as_u16(), location(&answer).as_str()),
        (302, "/wall")
    );
    (made, browser)
}

async fn status(place: &Place, browser: &Client, path: &str) -> u16 {
    let answer = browser.get(place.at(path)).send().await;
    answer.expect("an answer").status().as_u16()
}

async fn page(place: &Place, browser: &Client) -> String {
    let answer = browser.get(place.at("/wall")).send().await;
    answer.expect("an answer").text().await.expect("text")
}

async fn stream(place: &Place, browser: &Client) -> Response {
    let address = place.at("/events?topics=findings,screens,people");
    let mut answer = browser.get(address).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.chunk().await.expect("a sign of life");
    answer
}

#[tokio::test]
async fn the_cookie_of_a_screen_is_hidden_and_lasts() {
    let place = Place::new().await;
    let made = screens::add(&place.backend, &admin(), "hall", None).await;
    let code = made.expect("a screen is made").code.to_string();
    let cookie = set_cookie(&enter(&place, &place.browser(), &code).await);
    assert!(cookie.starts_with("watchfloor-screen="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Max-Age=34560000", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
}

#[tokio::test]
async fn behind_tls_the_cookie_of_a_screen_is_bound_to_the_host() {
    let place = Place::with(|settings| {
        settings.server.public_url = Some("https://watch.example.com".to_owned());
    })
    .await;
    let made = screens::add(&place.backend, &admin(), "hall", None).await;
    let code = made.expect("a screen is made").code.to_string();
    let cookie = set_cookie(&enter(&place, &place.browser(), &code).await);
    assert!(
        cookie.starts_with("__Host-watchfloor-screen=") && cookie.contains("; Secure"),
        "{cookie}"
    );
}

#[tokio::test]
async fn a_code_opens_the_wall_and_its_stream_and_nothing_else() {
    let place = Place::new().await;
    let (_, browser) = screen(&place).await;
    let wall = browser.get(place.at("/wall")).send().await;
    let wall = wall.expect("an answer");
    assert!(
        set_cookie(&wall).contains("Max-Age=34560000"),
        "it is kept for as long again"
    );
    let html = wall.text().await.expect("text");
    assert!(html.contains("Blind") && html.contains("hall"), "{html}");
    assert!(
        html.contains(r#"http-equiv="refresh" content="3""#),
        "without scripts it is refreshed, and closed soon once it is revoked"
    );
    drop(stream(&place, &browser).await);
    for path in [
        "/",
        "/findings",
        "/health",
        "/endpoints",
        "/settings/screens",
        "/settings/account",
    ] {
        assert_eq!(
            status(&place, &browser, path).await,
            302,
            "{path} leads to the sign-in"
        );
    }
    for function in [
        "watch/get",
        "session/frame",
        "screens/list",
        "people/list",
        "sources/list",
    ] {
        let post = browser.post(place.at(&format!("/api/{function}")));
        let post = post
            .header("sec-fetch-site", "same-origin")
            .form(&[("after", "")]);
        let answer = post.send().await.expect("an answer");
        assert_eq!(answer.status(), 401, "{function}");
    }
}

#[tokio::test]
async fn a_revoked_screen_loses_its_stream_within_five_seconds() {
    let place = Place::new().await;
    let (made, browser) = screen(&place).await;
    let mut open = stream(&place, &browser).await;
    let since = Instant::now();
    screens::revoke(&place.backend, &admin(), (made.id, Version::FIRST), None)
        .await
        .expect("it is revoked");
    let ended = timeout(Duration::from_secs(5), async {
        while let Ok(Some(_)) = open.chunk().await {}
    });
    ended.await.expect("the stream ends");
    assert!(since.elapsed() < Duration::from_secs(5));
    assert_eq!(
        status(&place, &browser, "/events?topics=findings").await,
        401
    );
    let answer = enter(&place, &browser, &made.code.to_string()).await;
    assert!(
        !location(&answer).is_empty() && location(&answer) != "/wall",
        "the code opens nothing any more"
    );
}

#[tokio::test]
async fn who_reads_the_floor_sees_the_wall_and_a_stranger_the_form() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let stranger = page(&place, &place.browser()).await;
    assert!(stranger.contains("Code of this screen") && !stranger.contains("Blind"));
    let viewer = place.sign_in("vera").await;
    assert!(page(&place, &viewer).await.contains("Blind"));
}

#[tokio::test]
async fn wrong_codes_are_slowed_down_as_sign_ins_are() {
    let place = Place::new().await;
    let browser = place.browser();
    let mut refused = 0;
    for _ in 0..40 {
        let answer = enter(&place, &browser, "0000-0000-0000-0000-0000-0000").await;
        assert!(answer.headers().get(header::SET_COOKIE).is_none());
        refused += u32::from(answer.status() == 429);
    }
    assert!(refused > 0, "none of forty was refused");
}
