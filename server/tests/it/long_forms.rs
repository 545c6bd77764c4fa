//! Forms that are refused with more in them than an address can hold: nothing of it has to be typed again.

use domain::actor::Role;
use reqwest::header;

use crate::{
    place::{Place, location},
    refused_acts::post,
};

/// Twice this is 72 kB in an address, more than a browser is answered for.
fn long(what: &str) -> String {
    format!("{what}{}", "取".repeat(4_000))
}

fn request<'a>(title: &'a str, what: &'a str, undo: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("title", title),
        ("description", what),
        ("kind", "normal"),
        ("targets", "111122223333"),
        ("starts_at", "2030-01-02T10:00"),
        ("ends_at", "2030-01-02T09:00"),
        ("rollback", undo),
    ]
}

#[tokio::test]
async fn a_long_request_comes_back_to_who_wrote_it() {
    let place = Place::new().await;
    for name in ["ana", "bo"] {
        place.person(name, &[Role::Analyst]).await;
    }
    let (ana, bo) = (place.sign_in("ana").await, place.sign_in("bo").await);
    let (what, undo) = (long("Stop"), long("Start"));
    let form = request("Two texts", &what, &undo);
    let page = ("/changes/new", "/api/changes/save");
    let html = post(&place, &ana, page, &form).await;
    for kept in [what.as_str(), &undo, "Two texts", "2030-01-02T09:00"] {
        assert!(html.contains(kept), "{kept:.10}");
    }
    assert!(html.contains("It must end after it starts."), "{html:.200}");

    let sent = ana
        .post(place.at(page.1))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, place.at(page.0));
    let answer = sent.form(&form).send().await.expect("an answer");
    let back = location(&answer);
    assert!(back.len() < 1_000, "{} bytes of an address", back.len());
    let theirs = bo.get(place.at(&back)).send().await.expect("an answer");
    let theirs = theirs.text().await.expect("text");
    assert!(!theirs.contains(&what), "it is nobody else's");
}

#[tokio::test]
async fn a_text_without_end_comes_back_with_its_limit_at_its_field() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let endless = "x".repeat(200_000);
    let page = ("/changes/new", "/api/changes/save");
    let form = request("Endless", &endless, "Start it").map(|(key, value)| match key {
        "ends_at" => (key, "2030-01-02T11:00"),
        _ => (key, value),
    });
    let html = post(&place, &ana, page, &form).await;
    assert!(html.contains(&endless));
    let (_, at) = html
        .split_once("id=\"description-fault\"")
        .expect("a fault");
    assert!(
        at[..400].contains("at most 10,000 characters"),
        "{:.400}",
        at
    );
    assert!(html.contains("maxlength=\"10000\""));

    let title = "t".repeat(201);
    let html = post(&place, &ana, page, &request(&title, "Stop", "Start")).await;
    let (_, at) = html.split_once("id=\"title-fault\"").expect("a fault");
    assert!(at[..400].contains("at most 200 characters"), "{:.400}", at);

    let declared = [("title", "A miner"), ("impact", "2"), ("summary", &endless)];
    let page = ("/incidents/new", "/api/incidents/declare");
    let html = post(&place, &ana, page, &declared).await;
    assert!(html.contains(&endless), "the summary of an incident");
    assert!(html.contains("A summary has at most 4000 characters."));

    let made = [
        ("q", "severity:low"),
        ("reason", &*endless),
        ("owner", "ana"),
    ];
    let page = ("/suppressions/new?q=severity:low", "/api/suppressions/make");
    let html = post(&place, &ana, page, &made).await;
    assert!(html.contains(&endless), "the reason of a suppression");
}
