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

/// Where every line of the raw log leads, which is the place of what it tells in the timeline.
fn places_of_log(html: &str) -> Vec<usize> {
    let (_, log) = html.split_once("id=\"log\"").expect("the log");
    let lines = log.split("href=\"#entry-").skip(1);
    let places = lines.filter_map(|line| line.split('"').next()?.parse().ok());
    places.collect()
}

/// What one act wrote down in one instant stands in the log the other way round than in the story, like all else.
#[tokio::test]
async fn the_log_is_newest_first_within_an_instant_too() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let form = [("title", "A miner"), ("impact", "3")];
    let declared = sent(&place, &browser, "/api/incidents/declare", &form).await;
    let id = declared.lines().next().unwrap_or_default();
    let id = id.strip_prefix("/incidents/").expect("its page");
    let all = [
        ("id", id),
        ("expected_version", "1"),
        ("title", "Two miners"),
        ("impact", "1"),
        ("summary", "On i-1 and i-2"),
        ("commander", "ana"),
    ];
    let changed = sent(&place, &browser, "/api/incidents/change", &all).await;
    assert_eq!(places_of_log(&changed), [4, 3, 2, 1, 0], "{changed}");
}

/// How the fields of a form of a page are, as the form tells it.
fn was(html: &str) -> String {
    let (_, rest) = html.split_once("name=\"was\" value=\"").expect("the field");
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Somebody raised the impact while ana wrote a summary: what she left alone is shown as it is by now, and sending the form
/// again takes nothing back.
#[tokio::test]
async fn what_was_left_alone_is_shown_as_somebody_else_made_it() {
    let place = Place::new().await;
    for name in ["ana", "bo"] {
        place.person(name, &[Role::Analyst]).await;
    }
    let (ana, bo) = (place.sign_in("ana").await, place.sign_in("bo").await);
    let scopes = "111122223333\n444455556666";
    let form = [("title", "A miner"), ("impact", "3"), ("scopes", scopes)];
    let declared = sent(&place, &ana, "/api/incidents/declare", &form).await;
    let id = declared.lines().next().unwrap_or_default();
    let id = id.strip_prefix("/incidents/").expect("its page");
    let raised = [("id", id), ("expected_version", "1"), ("impact", "1")];
    let path = "/api/incidents/change";
    sent(&place, &bo, path, &raised).await;
    let shown = was(&declared);
    let edit = |impact| {
        [
            ("id", id),
            ("expected_version", "1"),
            ("was", shown.as_str()),
            ("title", "A miner"),
            ("impact", impact),
            ("summary", "On i-1"),
            ("commander", ""),
            // As a browser ends lines.
            ("scopes", "111122223333\r\n444455556666"),
        ]
    };
    let chosen = |impact| format!("<option value=\"{impact}\" selected>");
    let refused = sent(&place, &ana, path, &edit("3")).await;
    for said in ["Yours was not applied", "On i-1", "touched=summary"] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    let raised = refused.contains(&chosen(1)) && !refused.contains(&chosen(3));
    assert!(raised, "{refused}");
    let refused = sent(&place, &ana, path, &edit("2")).await;
    assert!(refused.contains(&chosen(2)), "her own choice: {refused}");
}
