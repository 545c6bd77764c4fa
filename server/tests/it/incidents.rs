//! What the forms of incidents say when they are refused, as the server sends it.

use domain::actor::Role;
use reqwest::{Client, header};

use crate::place::Place;

/// Sends a form and reads the page to which the answer leads, without its marks.
async fn sent(place: &Place, browser: &Client, path: &str, form: &[(&str, &str)]) -> String {
    let from = form.iter().find(|(key, _)| *key == "id");
    let page = match from {
        Some((_, id)) => format!("/incidents/{id}"),
        None => "/incidents/new".to_owned(),
    };
    let sent = browser
        .post(place.at(path))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, place.at(&page))
        .form(form);
    let answer = sent.send().await.expect("an answer");
    let to = answer.headers().get(header::LOCATION).cloned();
    let to = to.expect("a redirect").to_str().expect("text").to_owned();
    let to = to.strip_prefix(&place.base).unwrap_or(&to).to_owned();
    let page = browser.get(place.at(&to)).send().await;
    let html = page.expect("a page").text().await.expect("text");
    format!("{to}\n{}", html.replace("<!>", ""))
}

#[tokio::test]
async fn a_place_that_is_none_is_refused_at_its_field_and_kept() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let declare = |scopes| [("title", "A miner"), ("impact", "2"), ("scopes", scopes)];
    let path = "/api/incidents/declare";
    let refused = sent(&place, &browser, path, &declare("nonsense")).await;
    let at_field = "id=\"scopes-fault\"";
    for said in [at_field, "A place is an ARN", "nonsense", "A miner"] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    let taken = sent(
        &place,
        &browser,
        path,
        &declare("ec2\n111122223333 us-east-1"),
    )
    .await;
    assert!(
        taken.starts_with("/incidents/") && !taken.contains(at_field),
        "{taken}"
    );
}

#[tokio::test]
async fn a_commander_who_is_nobody_is_refused_at_the_field() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let form = [("title", "A miner"), ("impact", "2")];
    let declared = sent(&place, &browser, "/api/incidents/declare", &form).await;
    let id = declared.lines().next().unwrap_or_default();
    let id = id.strip_prefix("/incidents/").expect("its page");
    let command = |who| [("id", id), ("expected_version", "1"), ("commander", who)];
    let path = "/api/incidents/change";
    let refused = sent(&place, &browser, path, &command("nobody-such")).await;
    for said in [
        "id=\"commander-fault\"",
        "Nobody who may work on incidents here",
        "nobody-such",
    ] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    let taken = sent(&place, &browser, path, &command("ana")).await;
    assert!(taken.contains("ana commands"), "{taken}");
}
