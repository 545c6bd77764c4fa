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
    let added = post("/api/people/add", session, vec![("name", "ben")]);
    let cookie = set_cookie(&added.await.expect("an answer"));
    assert!(cookie.starts_with("one_time_link="), "{cookie}");
    assert!(
        cookie.contains("; Secure") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
}
