//! Views over HTTP: as a tool calls them, and what a plain form is led to.

use backend::testing::{batch, incoming};
use domain::actor::Role;
use reqwest::Client;
use serde_json::Value;

use crate::{
    functions::call,
    place::{Place, location},
};

const SAVE: &str = "/api/views/save";
const LISTING: &str = "/api/findings/listing";

/// What a function answers a tool.
pub(crate) async fn answer(
    place: &Place,
    browser: &Client,
    path: &str,
    form: &[(&str, &str)],
) -> Value {
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

/// Saves a view that others see.
async fn start(place: &Place, browser: &Client) -> String {
    let form = [
        ("name", "Start"),
        ("sharing", "shared"),
        ("query", "by=account"),
    ];
    let id = answer(place, browser, SAVE, &form).await;
    id.as_str().expect("an id").to_owned()
}

/// Lets the lists of viewers begin with it.
fn role(id: &str) -> [(&str, &str); 3] {
    [("of", id), ("expected_version", "1"), ("role", "viewer")]
}

#[tokio::test]
async fn a_role_begins_with_a_view_and_links_with_filters_do_not() {
    let (place, [ana, vera, ada]) = floor().await;
    let id = start(&place, &ana).await;
    let role = role(&id);
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
        ("of", &*id),
        ("expected_version", "2"),
        ("sharing", "private"),
    ];
    assert_eq!(call(&place, &ana, "/api/views/share", &share).await, 200);
    let gone = [("of", &*id), ("expected_version", "3")];
    assert_eq!(
        call(&place, &ada, "/api/views/remove", &gone).await,
        404,
        "it is ana's alone"
    );
    assert_eq!(call(&place, &ana, "/api/views/remove", &gone).await, 200);
}

/// Nobody deletes a view without having been told whom that touches.
#[tokio::test]
async fn what_a_deletion_touches_stands_before_its_button() {
    let (place, [ana, _, ada]) = floor().await;
    let id = start(&place, &ana).await;
    let role = role(&id);
    assert_eq!(call(&place, &ada, "/api/views/set_role", &role).await, 200);
    for (browser, made_by) in [(&ana, ""), (&ada, "Made by ana. ")] {
        let shown = browser.get(place.at("/findings/views")).send().await;
        let html = shown.expect("the server answers").text().await;
        let html = html.expect("text").replace("<!>", "");
        let (_, fold) = html.split_once("Delete Start…").expect("a fold");
        let (told, form) = fold.split_once("<form").expect("its form");
        let effect = format!(
            "<p>{made_by}Everybody sees it; whoever chose to begin with it begins as their role does. \
             Lists of viewers begin with it, and with all open findings without it. It cannot be brought back.</p>"
        );
        assert!(told.contains(&effect), "{told}");
        assert!(form.contains("action=\"/api/views/remove\""), "{form}");
    }
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

#[tokio::test]
async fn a_column_is_moved_where_the_columns_are_chosen() {
    let (place, [ana, ..]) = floor().await;
    let path = "/api/views/columns";
    let form = [
        ("query", "by=flat"),
        ("ticked[]", "account"),
        ("ticked[]", "age"),
        ("ticked[]", "assignee"),
        ("moved", "age.earlier"),
    ];
    let on = location(&place.post(&ana, path, &form).await);
    assert_eq!(on, "/findings?by=flat");
    let listing = answer(&place, &ana, LISTING, &[("query", "by=flat")]).await;
    assert_eq!(listing["columns"], "age,account,assignee");
    let menus = listing["menus"].as_str().expect("a text");
    let at = |words: &str| menus.find(words).expect(words);
    assert!(at("value=\"age\"") < at("value=\"account\""), "{menus}");
    assert!(menus.contains("Move Age to the right"), "{menus}");
}

/// What the list of a query leads to where a rule is made.
async fn rule(place: &Place, browser: &Client, query: &str) -> Option<String> {
    let listing = answer(place, browser, LISTING, &[("query", query)]).await;
    listing["rule"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn a_rule_over_a_groups_list_is_the_groups_or_there_is_none() {
    let (place, [ana, vera, _]) = floor().await;
    let findings = vec![
        incoming("a", |_| {}),
        incoming("b", |finding| finding.control = Some("S3.1".to_owned())),
        incoming("c", |finding| {
            finding.control = None;
            finding.title = "A port is probed".to_owned();
        }),
    ];
    place.backend.ingest(batch(findings)).await;
    let of = async |query| rule(&place, &ana, query).await;
    let group = of("by=flat&within=S3.1&severity=HIGH").await;
    let made = "/suppressions/new?severity=HIGH&control=S3.1&by=flat";
    assert_eq!(group.as_deref(), Some(made));
    let account = of("by=flat&within=111122223333&of=account").await;
    let made = "/suppressions/new?account=111122223333&by=flat";
    assert_eq!(account.as_deref(), Some(made));
    // A title, a resource: no filter says what these have in common.
    assert_eq!(of("by=flat&within=A%20port%20is%20probed").await, None);
    let resource = "arn%3Aaws%3Aec2%3Aus-east-1%3A111122223333%3Asecurity-group%2Fsg-a";
    let resource = format!("by=flat&within=AwsEc2SecurityGroup%20{resource}&of=resource");
    assert_eq!(of(&resource).await, None);
    assert_eq!(of("by=flat").await, None, "it would hide everything");
    assert_eq!(rule(&place, &vera, "severity=HIGH").await, None);
}

/// A finding of each of two accounts, one of which `browser` picks.
async fn two_accounts_and_one_picked(place: &Place, browser: &Client) {
    let findings = vec![
        incoming("a", |_| {}),
        incoming("b", |finding| finding.account = "444455556666".into()),
    ];
    place.backend.ingest(batch(findings)).await;
    let pick = [("account", "444455556666"), ("region", "")];
    place.post(browser, "/api/scope/choose", &pick).await;
}

#[tokio::test]
async fn taking_the_picked_account_away_shows_every_account() {
    let (place, [ana, ..]) = floor().await;
    two_accounts_and_one_picked(&place, &ana).await;
    let listing = answer(&place, &ana, LISTING, &[("query", "by=flat")]).await;
    assert_eq!(listing["listed"]["Flat"]["total"], 1);
    // By the chip's cross every account is shown, and the way back is kept.
    let chips = listing["chips"].as_str().expect("a text");
    let away = "/findings?by=flat&amp;scope=all&amp;was=";
    assert!(chips.contains(away), "{chips}");
    let listing = answer(&place, &ana, LISTING, &[("query", "by=flat&scope=all")]).await;
    assert_eq!(listing["listed"]["Flat"]["total"], 2);
}

#[tokio::test]
async fn a_view_keeps_the_account_that_was_picked_for_its_list() {
    let (place, [ana, vera, _]) = floor().await;
    two_accounts_and_one_picked(&place, &ana).await;
    let view = [
        ("query", "by=flat"),
        ("name", "One account"),
        ("sharing", "shared"),
    ];
    let id = answer(&place, &ana, SAVE, &view).await;
    let id = id.as_str().expect("its id");
    let list = format!("view={id}");
    let listing = answer(&place, &vera, LISTING, &[("query", &list)]).await;
    assert_eq!(
        listing["listed"]["Flat"]["total"], 1,
        "the list that was shown"
    );
}
