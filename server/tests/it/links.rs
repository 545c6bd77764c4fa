//! One-time links as the page of people hands them out.

use domain::actor::Role;
use reqwest::header;

use crate::place::{PASSWORD, Place, set_cookie};

#[tokio::test]
async fn behind_tls_the_cookie_of_a_link_is_secure() {
    let url = "https://watch.example.com";
    let place = Place::with(|settings| settings.server.public_url = Some(url.to_owned())).await;
    place.person("ada", &[Role::Admin]).await;
    let browser = place.browser();
    let post = |path: &str, session: String, form: Vec<(&'static str, &'static str)>| {
        browser
            .post(place.at(path))
            .header(header::ORIGIN, url)
            .header(header::COOKIE, session)
            .form(&form)
            .send()
    };
    let credentials = vec![("name", "ada"), ("password", PASSWORD)];
    let signed_in = post("/api/people/sign_in", String::new(), credentials);
    // The test's browser speaks HTTP, so it keeps no Secure cookie by itself.
    let session = set_cookie(&signed_in.await.expect("an answer"));
    let session = session.split(';').next().unwrap_or_default().to_owned();
    let added = post(
        "/api/people/add",
        session,
        vec![("name", "ben"), ("roles[]", "viewer")],
    );
    let cookie = set_cookie(&added.await.expect("an answer"));
    assert!(cookie.starts_with("one_time_link="), "{cookie}");
    assert!(
        cookie.contains("; Secure") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
}

/// The link that the page of people shows after a person was added, asked for with `headers`.
async fn shown_link(place: &Place, headers: &[(&'static str, &str)]) -> String {
    place.person("ada", &[Role::Admin]).await;
    let browser = place.sign_in("ada").await;
    let form = [("name", "ben"), ("roles[]", "viewer")];
    place.post(&browser, "/api/people/add", &form).await;
    let mut ask = browser.get(place.at("/settings/people"));
    for (name, value) in headers {
        ask = ask.header(*name, *value);
    }
    let page = ask.send().await.expect("an answer");
    let html = page.text().await.expect("text");
    let end = html.find("/first/").expect("a link");
    let begin = html[..end].rfind('>').map_or(0, |at| at + 1);
    html[begin..end].to_owned()
}

const FORWARDED: &[(&str, &str)] = &[
    ("x-forwarded-proto", "https"),
    ("x-forwarded-host", "evil.example, watch.example.com"),
];

#[tokio::test]
async fn without_a_public_address_a_link_begins_as_the_page_was_asked_for() {
    let place = Place::new().await;
    assert_eq!(shown_link(&place, &[]).await, place.base);
    let place = Place::new().await;
    let link = shown_link(&place, FORWARDED).await;
    assert_eq!(link, place.base, "nobody vouches for these headers");
}

#[tokio::test]
async fn a_trusted_proxy_says_what_it_was_asked_for() {
    let place = Place::with(|settings| settings.server.trusted_proxies = 1).await;
    let link = shown_link(&place, FORWARDED).await;
    assert_eq!(link, "https://watch.example.com");
    let place = Place::with(|settings| settings.server.trusted_proxies = 1).await;
    let link = shown_link(&place, &[("x-forwarded-host", "a b")]).await;
    assert_eq!(link, "", "what is no host begins no address");
}

#[tokio::test]
async fn the_link_leads_to_its_owner() {
    let place = Place::new().await;
    place.person("ada", &[Role::Admin]).await;
    let browser = place.sign_in("ada").await;
    let form = [("name", "ben"), ("roles[]", "viewer")];
    place.post(&browser, "/api/people/add", &form).await;
    let page = browser.get(place.at("/settings/people")).send().await;
    let html = page.expect("an answer").text().await.expect("text");
    let begin = html
        .find(&format!("{}/first/", place.base))
        .expect("a link");
    let link = html[begin..].split('<').next().unwrap_or_default();
    let page = place.browser().get(link).send().await.expect("an answer");
    assert_eq!(page.status(), 200);
    assert!(page.text().await.expect("text").contains("ben"));
}
