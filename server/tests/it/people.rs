//! The page of people: what its forms refuse, what they keep, and for whom a link is.

use backend::people::{self, PersonChange};
use domain::{
    actor::{Actor, Role},
    id::PersonId,
    version::Version,
};
use reqwest::{Client, header};

use crate::place::{Place, location};

const PAGE: &str = "/settings/people";

/// Somebody who keeps people.
async fn keeper(place: &Place) -> Client {
    place.person("ada", &[Role::Admin]).await;
    place.sign_in("ada").await
}

/// Sends a form of the page at this address; the answer is the page that it leads back to, and its address.
async fn send(
    place: &Place,
    browser: &Client,
    (from, act): (&str, &str),
    form: &[(&str, &str)],
) -> (String, String) {
    let asked = browser.post(place.at(&format!("/api/people/{act}")));
    let asked = asked
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, place.at(from))
        .form(form);
    let back = location(&asked.send().await.expect("an answer"));
    let back = back.strip_prefix(&place.base).unwrap_or(&back).to_owned();
    (shown(place, browser, &back).await, back)
}

async fn shown(place: &Place, browser: &Client, path: &str) -> String {
    let answer = browser.get(place.at(path)).send().await;
    answer.expect("an answer").text().await.expect("text")
}

async fn of_name(place: &Place, name: &str) -> (PersonId, Version) {
    let found = people::find_by_name(&place.backend, &Actor::Console, name).await;
    found.expect("an answer").expect("they are there")
}

/// The form that adds somebody, as it stands in a page.
fn add_form(html: &str) -> &str {
    let (_, form) = html
        .split_once("action=\"/api/people/add\"")
        .expect("the form");
    form
}

#[tokio::test]
async fn a_refused_name_is_kept_for_its_own_form_alone() {
    let place = Place::new().await;
    let browser = keeper(&place).await;
    let taken = [("name", "ada"), ("roles[]", "approver")];
    let (html, back) = send(&place, &browser, (PAGE, "add"), &taken).await;
    assert!(html.contains("Somebody has this name already."), "{back}");
    assert!(add_form(&html).contains("value=\"ada\""), "{back}");
    let free = [("name", "ben"), ("roles[]", "approver")];
    let (html, back) = send(&place, &browser, (&back, "add"), &free).await;
    assert!(!add_form(&html).contains("value=\"ada\""), "{back}");
    let (_, panel) = html.split_once("One-time link for").expect("a link");
    let (panel, _) = panel.split_once("</section>").expect("its end");
    assert!(panel.contains("/first/"), "{panel}");
    assert_eq!(
        panel.matches("ben").count(),
        2,
        "it says whose it is: {panel}"
    );
}

#[tokio::test]
async fn nobody_is_added_without_a_role_and_what_was_typed_is_kept() {
    let place = Place::new().await;
    let browser = keeper(&place).await;
    let (html, back) = send(&place, &browser, (PAGE, "add"), &[("name", "ben")]).await;
    let form = add_form(&html);
    assert!(form.contains("Choose at least one role."), "{back}");
    assert!(form.contains("value=\"ben\""), "{back}");
    assert!(!form.contains("checked"), "as it was sent: {back}");
    let free = [("name", "ben"), ("roles[]", "viewer")];
    let (html, _) = send(&place, &browser, (&back, "add"), &free).await;
    assert!(html.contains("One-time link for"), "{html}");
}

#[tokio::test]
async fn nobody_loses_the_last_role_and_the_row_says_why() {
    let place = Place::new().await;
    let browser = keeper(&place).await;
    place.person("ben", &[Role::Viewer]).await;
    let (id, version) = of_name(&place, "ben").await;
    let (id, version) = (id.to_string(), version.0.to_string());
    let form = [
        ("id", id.as_str()),
        ("expected_version", &version),
        ("what", "roles"),
    ];
    let (html, back) = send(&place, &browser, (PAGE, "change"), &form).await;
    let (before, _) = html
        .split_once("Choose at least one role.")
        .unwrap_or_else(|| panic!("it says so: {back}"));
    let (_, menu) = before.rsplit_once("<details").expect("a menu");
    assert!(menu.contains(" open"), "it is open: {menu}");
    assert!(menu.contains("Change ben"), "in the row of ben: {menu}");
}

#[tokio::test]
async fn the_role_of_a_screen_is_offered_to_nobody_new() {
    let place = Place::new().await;
    let browser = keeper(&place).await;
    let html = shown(&place, &browser, PAGE).await;
    assert!(!html.contains("value=\"display\""), "nobody has it");
    let wall = [("name", "ben"), ("roles[]", "display")];
    let asked = browser.post(place.at("/api/people/add"));
    let asked = asked.header("sec-fetch-site", "same-origin").form(&wall);
    assert_eq!(asked.send().await.expect("an answer").status(), 422);
    place.person("dora", &[Role::Display]).await;
    let html = shown(&place, &browser, PAGE).await;
    assert!(html.contains("value=\"display\""), "who has it keeps it");
    assert!(!add_form(&html).contains("value=\"display\""));
}

#[tokio::test]
async fn a_disabled_person_is_offered_no_link() {
    let place = Place::new().await;
    let browser = keeper(&place).await;
    place.person("ben", &[Role::Viewer]).await;
    let html = shown(&place, &browser, PAGE).await;
    assert_eq!(html.matches("value=\"reset\"").count(), 2);
    let ben = of_name(&place, "ben").await;
    people::change(
        &place.backend,
        &Actor::Console,
        ben,
        PersonChange::Disable,
        None,
    )
    .await
    .expect("ben is disabled");
    let html = shown(&place, &browser, PAGE).await;
    assert_eq!(html.matches("value=\"reset\"").count(), 1, "ada alone");
    let (id, version) = of_name(&place, "ben").await;
    let (id, version) = (id.to_string(), version.0.to_string());
    let form = [
        ("id", id.as_str()),
        ("expected_version", &version),
        ("what", "reset"),
    ];
    let (html, back) = send(&place, &browser, (PAGE, "change"), &form).await;
    assert!(
        html.contains("ben is disabled: enable the account first."),
        "{back}"
    );
}

#[tokio::test]
async fn who_may_see_the_wall_alone_is_led_to_it() {
    let place = Place::new().await;
    place.person("dora", &[Role::Display]).await;
    place.person("vera", &[Role::Viewer, Role::Display]).await;
    let look = async |name: &str| {
        let browser = place.sign_in(name).await;
        let answer = browser.get(place.at("/")).send().await;
        answer.expect("an answer")
    };
    let dora = look("dora").await;
    assert_eq!(
        (dora.status().as_u16(), location(&dora)),
        (302, "/wall".to_owned())
    );
    assert_eq!(look("vera").await.status(), 200, "who may see more is not");
}
