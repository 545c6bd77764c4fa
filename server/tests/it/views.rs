//! Views over HTTP: as a tool calls them, and what a plain form is led to.

use domain::actor::Role;
use reqwest::Client;
use serde_json::Value;

use crate::{
    functions::call,
    place::{Place, location},
};

const SAVE: &str = "/api/views/save";
const LISTING: &str = "/api/findings/listing";

async fn answer(place: &Place, browser: &Client, path: &str, form: &[(&str, &str)]) -> Value {
    let answer = browser
        .post(place.at(path))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .form(form)
        .send()
        .await
        .expect("the server answers");
    answer.json().await.expect("JSON")
}

/// A place with an analyst, a viewer and an administrator, all signed in.
async fn floor() -> (Place, [Client; 3]) {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    place.person("vera", &[Role::Viewer]).await;
    place.person("ada", &[Role::Admin]).await;
    let browsers = [
        place.sign_in("ana").await,
        place.sign_in("vera").await,
        place.sign_in("ada").await,
    ];
    (place, browsers)
}

/// What a list says of its view, as text without its marks.
async fn said(place: &Place, browser: &Client, query: &str) -> (String, String) {
    let listing = answer(place, browser, LISTING, &[("query", query)]).await;
    let text = |key: &str| listing[key].as_str().expect("a text").to_owned();
    let mut plain = String::new();
    let mut is_mark = false;
    for c in text("view").chars() {
        match c {
            '<' => is_mark = true,
            '>' => is_mark = false,
            c if !is_mark => plain.push(c),
            _ => {}
        }
    }
    (plain, text("list"))
}

#[tokio::test]
async fn a_tool_keeps_changes_and_opens_a_view() {
    let (place, [ana, vera, ada]) = floor().await;
    let form = [
        ("name", "Urgent"),
        ("sharing", "shared"),
        (
            "query",
            "severity=CRITICAL&by=flat&after=x&open=y&assignee=me",
        ),
    ];
    let id = answer(&place, &ana, SAVE, &form).await;
    let id = id.as_str().expect("an id");
    let kept = "severity=CRITICAL&assignee=me&by=flat&cols=account,workflow,updated,age,assignee";
    let (words, list) = said(&place, &vera, &format!("view={id}")).await;
    assert!(words.starts_with("View Urgent."), "{words}");
    assert_eq!(list, format!("{kept}&view={id}"), "whoever looks is me");
    let (words, _) = said(&place, &vera, &format!("{kept}&view={id}&severity=LOW")).await;
    assert!(words.starts_with("View Urgent, changed."), "{words}");

    let keep = |version: &'static str| {
        [
            ("of", id),
            ("expected_version", version),
            ("query", "by=account"),
        ]
    };
    let path = "/api/views/keep";
    assert_eq!(call(&place, &vera, path, &keep("1")).await, 403);
    assert_eq!(call(&place, &ada, path, &keep("1")).await, 200);
    assert_eq!(call(&place, &ana, path, &keep("1")).await, 409);
    assert_eq!(
        call(
            &place,
            &ana,
            path,
            &[("of", "x"), ("expected_version", "1"), ("query", "")]
        )
        .await,
        422
    );
}

#[tokio::test]
async fn a_role_begins_with_a_view_and_links_with_filters_do_not() {
    let (place, [ana, vera, ada]) = floor().await;
    let form = [
        ("name", "Start"),
        ("sharing", "shared"),
        ("query", "by=account"),
    ];
    let id = answer(&place, &ana, SAVE, &form).await;
    let id = id.as_str().expect("an id");
    let role = [("of", id), ("expected_version", "1"), ("role", "viewer")];
    assert_eq!(call(&place, &ana, "/api/views/set_role", &role).await, 403);
    assert_eq!(call(&place, &ada, "/api/views/set_role", &role).await, 200);
    let (words, list) = said(&place, &vera, "").await;
    assert!(
        words.contains("with which the list of the role viewer begins"),
        "{words}"
    );
    assert!(list.starts_with("by=account&"), "{list}");
    let (words, list) = said(&place, &vera, "severity=LOW").await;
    assert_eq!(
        (words.trim(), list.as_str()),
        ("", "severity=LOW&view=none")
    );
    let (words, list) = said(&place, &ana, "").await;
    assert_eq!((words.trim(), list.as_str()), ("", ""));
    let share = [
        ("of", id),
        ("expected_version", "2"),
        ("sharing", "private"),
    ];
    assert_eq!(call(&place, &ana, "/api/views/share", &share).await, 200);
    let gone = [("of", id), ("expected_version", "3")];
    assert_eq!(
        call(&place, &ada, "/api/views/remove", &gone).await,
        404,
        "it is ana's alone"
    );
    assert_eq!(call(&place, &ana, "/api/views/remove", &gone).await, 200);
}

#[tokio::test]
async fn what_is_refused_has_a_code_and_is_kept_in_the_form() {
    let (place, [ana, ..]) = floor().await;
    for (form, status) in [
        ([("name", ""), ("query", "")], 422),
        ([("name", "Fault"), ("query", "q=severity:loud")], 422),
        ([("name", "Mine"), ("query", "")], 200),
        ([("name", "Mine"), ("query", "")], 409),
    ] {
        assert_eq!(call(&place, &ana, SAVE, &form).await, status, "{form:?}");
    }
    let form = [
        ("name", "Mine"),
        ("sharing", "shared"),
        ("query", "severity=LOW"),
    ];
    let back = location(&place.post(&ana, SAVE, &form).await);
    assert!(
        back.contains("view_name=Mine") && back.contains("view_sharing=shared"),
        "{back}"
    );
    let form = [("name", "Other"), ("query", "severity=LOW")];
    let on = location(&place.post(&ana, SAVE, &form).await);
    assert!(on.starts_with("/findings?view="), "{on}");
}

#[tokio::test]
async fn a_name_is_a_text_wherever_it_is_shown() {
    let (place, [ana, vera, _]) = floor().await;
    let name = "<img src=x>\"'&";
    let form = [("name", name), ("sharing", "shared"), ("query", "")];
    let id = answer(&place, &ana, SAVE, &form).await;
    let query = format!("severity=LOW&view={}", id.as_str().expect("an id"));
    for browser in [&ana, &vera] {
        let listing = answer(&place, browser, LISTING, &[("query", &query)]).await;
        for part in ["menus", "view"] {
            let html = listing[part].as_str().expect("a text");
            assert!(!html.contains("<img"), "{html}");
            assert!(html.contains("&lt;img src=x&gt;"), "{html}");
        }
    }
}

#[tokio::test]
async fn columns_are_kept_with_the_person_and_a_view_keeps_its_own() {
    let (place, [ana, vera, _]) = floor().await;
    let path = "/api/views/columns";
    let ask = |query: &'static str, column: &'static str| [("query", query), ("ticked[]", column)];
    let on = location(&place.post(&ana, path, &ask("by=flat", "region")).await);
    assert_eq!(on, "/findings?by=flat");
    let listing = answer(&place, &ana, LISTING, &[("query", "by=flat")]).await;
    assert_eq!(listing["columns"], "region");
    let listing = answer(&place, &vera, LISTING, &[("query", "by=flat")]).await;
    assert_eq!(listing["columns"], "account,workflow,updated,age,assignee");
    // An address with columns of its own goes on having some.
    let on = location(
        &place
            .post(&ana, path, &ask("by=flat&cols=age", "result"))
            .await,
    );
    assert_eq!(on, "/findings?by=flat&cols=result");
    let none = [("query", "by=flat")];
    assert_eq!(call(&place, &ana, path, &none).await, 200);
    let listing = answer(&place, &ana, LISTING, &none).await;
    assert_eq!(listing["columns"], "none");
}
