//! Signing in and out over HTTP.

use backend::{
    audit,
    people::{self, PersonChange},
    testing::person,
};
use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use reqwest::{Response, header};

use crate::place::{PASSWORD, Place, a_page_with_a_way_back, location, set_cookie};

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_says_so_where_it_was_typed() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.browser();
    let answer = place
        .submit_sign_in(&browser, ("ana", "wrong"), "/findings")
        .await;
    assert_eq!(answer.status(), 302);
    let back = location(&answer);
    assert!(back.starts_with("/sign-in?"), "{back}");
    assert!(
        !back.contains("wrong"),
        "the password is not in the address: {back}"
    );
    let page = browser
        .get(place.at(&back))
        .send()
        .await
        .expect("an answer");
    let html = page.text().await.expect("text");
    assert!(html.contains("value=\"ana\""), "the name is kept");
    assert!(
        html.to_lowercase().contains("password"),
        "it says what is wrong"
    );
}

#[tokio::test]
async fn the_session_cookie_is_hidden_from_scripts_and_other_sites() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.browser();
    let answer = place
        .submit_sign_in(&browser, ("ana", PASSWORD), "//evil.example")
        .await;
    let cookie = set_cookie(&answer);
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert_eq!(
        location(&answer),
        "/",
        "a foreign place to return to is not taken"
    );
}

#[tokio::test]
async fn behind_tls_the_cookie_is_bound_to_the_host() {
    let place = Place::with(|settings| {
        settings.server.public_url = Some("https://watch.example.com".to_owned());
    })
    .await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.browser();
    let answer = browser
        .post(place.at("/api/people/sign_in"))
        .header(header::ORIGIN, "https://watch.example.com")
        .form(&[("name", "ana"), ("password", PASSWORD), ("return_to", "/")])
        .send()
        .await
        .expect("an answer");
    let cookie = set_cookie(&answer);
    assert!(
        cookie.starts_with("__Host-") && cookie.contains("Secure"),
        "{cookie}"
    );
}

/// A form as a page of ours sends it that was reached over plain HTTP from another machine.
async fn post_in_the_open(place: &Place, path: &str, form: &[(&str, &str)]) -> Response {
    let asked = place.browser().post(place.at(path));
    let asked = asked
        .header(header::HOST, "watch.internal:3000")
        .header("sec-fetch-site", "same-origin")
        .form(form);
    asked.send().await.expect("an answer")
}

async fn audited(place: &Place) -> Vec<String> {
    let page = audit::list(&place.backend, &person("eve", &[Role::Admin]), None).await;
    let entries = page.expect("the audit").rows.into_iter();
    entries.map(|entry| entry.detail).collect()
}

#[tokio::test]
async fn over_plain_http_off_loopback_sign_in_says_why_it_cannot_work() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let before = audited(&place).await;
    let form = [("name", "ana"), ("password", PASSWORD)];
    let answer = post_in_the_open(&place, "/api/people/sign_in", &form).await;
    assert_eq!(answer.status(), 400);
    assert!(
        answer.headers().get(header::SET_COOKIE).is_none(),
        "no session came of it"
    );
    assert!(answer.text().await.expect("text").contains("PlainHttp"));
    assert_eq!(audited(&place).await, before, "nobody signed in");
}

#[tokio::test]
async fn over_plain_http_off_loopback_no_link_is_spent() {
    let place = Place::new().await;
    let ana = ("ana", [Role::Analyst].as_slice());
    let secret = people::add(&place.backend, &Actor::Console, ana, None, None).await;
    let secret = secret.expect("added").expect("a link");
    let before = audited(&place).await;
    let form = [("secret", secret.as_str()), ("password", PASSWORD)];
    let answer = post_in_the_open(&place, "/api/people/use_link", &form).await;
    assert_eq!(answer.status(), 400);
    assert!(answer.text().await.expect("text").contains("PlainHttp"));
    assert_eq!(audited(&place).await, before, "no password was set");
    let browser = place.browser();
    let answer = place.post(&browser, "/api/people/use_link", &form).await;
    assert_eq!(location(&answer), "/", "the link works where a session can");
}

#[tokio::test]
async fn a_page_that_takes_a_password_says_before_that_it_needs_https() {
    let place = Place::new().await;
    let ana = ("ana", [Role::Analyst].as_slice());
    let secret = people::add(&place.backend, &Actor::Console, ana, None, None).await;
    let first = format!("/first/{}", secret.expect("added").expect("a link"));
    let shown = async |path: &str, host: &str| {
        let asked = place.browser().get(place.at(path));
        let answer = asked.header(header::HOST, host).send().await;
        answer.expect("an answer").text().await.expect("text")
    };
    for path in ["/sign-in", &first] {
        let html = shown(path, "watch.internal:3000").await;
        let said = html
            .find("Signing in needs HTTPS here")
            .expect("it says so");
        let typed = html.find("type=\"password\"").expect("a password");
        assert!(said < typed, "{path}: it stands above what is typed");
        let html = shown(path, "localhost:3000").await;
        assert!(!html.contains("needs HTTPS"), "{path}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_for_whoever_copied_the_cookie() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.browser();
    let answer = place.submit_sign_in(&browser, ("ana", PASSWORD), "/").await;
    let cookie = set_cookie(&answer);
    let copied = cookie.split(';').next().expect("a pair").to_owned();
    place.post(&browser, "/api/people/sign_out", &[]).await;
    let answer = place
        .browser()
        .get(place.at("/findings"))
        .header(header::COOKIE, copied)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 302);
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once() {
    let place = Place::new().await;
    place.person("root", &[Role::Admin]).await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let found = people::find_by_name(&place.backend, &Actor::Console, "ana")
        .await
        .expect("an answer");
    let ana = found.expect("ana is there");
    people::change(
        &place.backend,
        &Actor::Console,
        ana,
        PersonChange::Disable,
        None,
    )
    .await
    .expect("ana is disabled");
    let answer = browser
        .get(place.at("/findings"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 302);
}

/// Twelve hours unless the configuration says otherwise, from the last use and not from the sign-in.
#[tokio::test]
async fn an_unused_session_ends_and_a_used_one_does_not() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let after = async |unused: TimeDelta| {
        place.backend.clock.advance(unused);
        let answer = browser.get(place.at("/findings")).send().await;
        answer.expect("an answer").status().as_u16()
    };
    for _ in 0..3 {
        assert_eq!(after(TimeDelta::hours(11)).await, 200, "it is in use");
    }
    assert_eq!(after(TimeDelta::minutes(12 * 60 + 1)).await, 302);
}

#[tokio::test]
async fn many_sign_ins_from_one_address_are_slowed_down() {
    let place = Place::new().await;
    let browser = place.browser();
    let mut refused = 0;
    for n in 0..40 {
        let name = format!("nobody{n}");
        let answer = place
            .submit_sign_in(&browser, (name.as_str(), "x"), "/")
            .await;
        if answer.status() == 429 {
            refused += 1;
            assert_eq!(answer.headers()[header::RETRY_AFTER], "60");
            a_page_with_a_way_back(answer, "Wait a minute").await;
        }
    }
    assert!(refused > 0, "none of forty was refused");
    let tool = browser
        .post(place.at("/api/people/sign_in"))
        .header("sec-fetch-site", "same-origin")
        .form(&[("name", "nobody"), ("password", "x")]);
    let answer = tool.send().await.expect("an answer");
    assert_eq!(answer.status(), 429);
    let said = answer.text().await.expect("text");
    assert!(
        said.starts_with("Too many sign-ins"),
        "no page for a tool: {said}"
    );
}
