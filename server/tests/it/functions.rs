//! Every server function is a public address: each refuses whoever may not.

use domain::actor::Role;
use reqwest::Client;
use server_fn::axum::server_fn_paths;

use crate::place::Place;

/// What nobody needs to be signed in for.
const OPEN: &[&str] = &[
    "/api/people/sign_in",
    "/api/people/use_link",
    "/api/people/link_for",
    "/api/people/sign_out",
    "/api/theme/choose",
    "/api/scope/choose",
    "/api/session/frame",
];

/// What only an administrator may, with arguments that can be read.
const ADMINISTRATION: &[(&str, &[(&str, &str)])] = &[
    ("/api/people/list", &[]),
    ("/api/sources/rejects", &[]),
    ("/api/audit/list", &[]),
    ("/api/changes/levels", &[]),
    (
        "/api/sources/write_back",
        &[("account", "111122223333"), ("to", "observe_only")],
    ),
    ("/api/views/clear_role", &[("role", "viewer")]),
    (
        "/api/findings/set_deadlines",
        &[("expected_version", "1"), ("critical", "7")],
    ),
    (
        "/api/changes/set_level",
        &[
            ("of", "1"),
            ("expected_version", "1"),
            ("name", "Security lead"),
            ("needed", "1"),
        ],
    ),
];

/// What whoever reads the floor may.
const READING: &[(&str, &[(&str, &str)])] = &[
    ("/api/watch/get", &[]),
    ("/api/findings/deadlines", &[]),
    ("/api/work/read", &[]),
    ("/api/standards/list", &[]),
    ("/api/sources/list", &[]),
    ("/api/health/list", &[]),
    ("/api/calendar/month", &[]),
    ("/api/calendar/list", &[]),
    ("/api/endpoints/list", &[]),
    ("/api/views/list", &[]),
    ("/api/views/open_with", &[("to", "role")]),
    ("/api/views/columns", &[("query", ""), ("ticked[]", "age")]),
];

const ID: &str = "01900000-0000-7000-8000-000000000001";
const BEGIN: &str = "2030-01-01T10:00";
const END: &str = "2030-01-01T12:00";

/// What arguments could be that a function reads before it asks who sends them, where `1` is nothing.
const MEANINGFUL: &[(&str, &[(&str, &str)])] = &[
    (
        "/api/calendar/keep_event",
        &[
            ("of", ID),
            ("kind", "open"),
            ("starts", BEGIN),
            ("ends", END),
        ],
    ),
    (
        "/api/calendar/keep_freeze",
        &[
            ("strength", "hard"),
            ("scope", "111122223333"),
            ("from", BEGIN),
            ("until", END),
        ],
    ),
    ("/api/changes/act", &[("id", ID), ("what", "start")]),
    (
        "/api/changes/decide",
        &[("id", ID), ("decision", "approve")],
    ),
    (
        "/api/changes/save",
        &[("kind", "normal"), ("starts_at", BEGIN), ("ends_at", END)],
    ),
    (
        "/api/changes/set_level",
        &[("needed", "1"), ("name", "one")],
    ),
    ("/api/findings/act", &[("ids[0]", ID), ("as_of", "1")]),
    ("/api/people/change", &[("id", ID), ("what", "disable")]),
    (
        "/api/sources/write_back",
        &[("account", "111122223333"), ("to", "observe_only")],
    ),
    (
        "/api/suppressions/change",
        &[("owner", "ana"), ("until", BEGIN)],
    ),
    (
        "/api/suppressions/make",
        &[("owner", "ana"), ("until", BEGIN)],
    ),
    ("/api/suppressions/switch", &[("to", "off")]),
    ("/api/views/clear_role", &[("role", "viewer")]),
    ("/api/views/keep", &[("of", ID)]),
    ("/api/views/open_with", &[("to", ID)]),
    ("/api/views/remove", &[("of", ID)]),
    ("/api/views/rename", &[("of", ID)]),
    ("/api/views/set_role", &[("of", ID), ("role", "viewer")]),
    ("/api/views/share", &[("of", ID), ("sharing", "shared")]),
];

/// The status with which a function answers a tool that sends `form`.
pub(crate) async fn call(
    place: &Place,
    browser: &Client,
    path: &str,
    form: &[(&str, &str)],
) -> u16 {
    let answer = browser
        .post(place.at(path))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .form(form)
        .send()
        .await
        .expect("the server answers");
    answer.status().as_u16()
}

#[tokio::test]
async fn a_stranger_is_refused_everywhere_but_at_the_door() {
    let place = Place::new().await;
    let browser = place.browser();
    let mut called = 0;
    for (path, method) in server_fn_paths() {
        assert_eq!(
            method,
            http::Method::POST,
            "{path}: a GET could be sent by another site's link"
        );
        if OPEN.contains(&path) {
            continue;
        }
        assert_eq!(call_filled(&place, &browser, path).await, 401, "{path}");
        called += 1;
    }
    assert!(called > 10, "only {called} functions are known");
}

/// The status with which a function answers once it has every argument that it asks for: with fewer it would refuse
/// anybody, for a reason that has nothing to do with who asks.
async fn call_filled(place: &Place, browser: &Client, path: &str) -> u16 {
    let meaningful = MEANINGFUL.iter().find(|(of, _)| *of == path);
    let given = meaningful.map_or(&[][..], |(_, given)| given);
    let mut form: Vec<(String, &str)> = Vec::new();
    form.extend(
        given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value)),
    );
    for _ in 0..60 {
        let answer = browser
            .post(place.at(path))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "application/json")
            .form(&form)
            .send()
            .await
            .expect("the server answers");
        let status = answer.status().as_u16();
        let said = answer.text().await.expect("text");
        let missing = said
            .split_once("missing field `")
            .and_then(|(_, rest)| rest.split_once('`'));
        match (missing, form.last_mut()) {
            (Some((name, _)), _) => {
                form.push((name.to_owned(), if name == "id" { ID } else { "1" }))
            }
            // What is no number is a word that is true or false.
            (None, Some((_, value))) if said.contains("arguments") && *value == "1" => {
                *value = "true";
            }
            // What is no word is a list of them.
            (None, Some((name, value))) if said.contains("arguments") && !name.ends_with(']') => {
                name.push_str("[0]");
                *value = "1";
            }
            _ => return status,
        }
    }
    panic!("{path} always wants more: {form:?}");
}

#[tokio::test]
async fn a_function_refuses_a_stranger_as_signed_out() {
    let place = Place::new().await;
    let browser = place.browser();
    for (path, form) in READING.iter().chain(ADMINISTRATION) {
        assert_eq!(call(&place, &browser, path, form).await, 401, "{path}");
    }
}

#[tokio::test]
async fn roles_open_what_the_policy_says() {
    let place = Place::new().await;
    for role in Role::ALL {
        place.person(role.as_str(), &[*role]).await;
        let browser = place.sign_in(role.as_str()).await;
        let reads = *role != Role::Display;
        for (path, form) in READING {
            let expected = if reads { 200 } else { 403 };
            assert_eq!(
                call(&place, &browser, path, form).await,
                expected,
                "{role} at {path}"
            );
        }
        for (path, form) in ADMINISTRATION {
            let expected = if *role == Role::Admin { 200 } else { 403 };
            assert_eq!(
                call(&place, &browser, path, form).await,
                expected,
                "{role} at {path}"
            );
        }
    }
}

/// The page and its status say the same as the policy: who reads sources and not rejects sees a page without them.
#[tokio::test]
async fn the_page_of_sources_is_whole_for_whoever_reads_the_floor() {
    let place = Place::new().await;
    for role in Role::ALL {
        place.person(role.as_str(), &[*role]).await;
        let browser = place.sign_in(role.as_str()).await;
        let page = browser.get(place.at("/settings/sources")).send().await;
        let page = page.expect("the server answers");
        let (status, html) = (page.status(), page.text().await.expect("text"));
        let reads = *role != Role::Display;
        assert_eq!(status, if reads { 200 } else { 403 }, "{role}");
        assert_eq!(html.contains("What was read"), reads, "{role}");
        let switch = html.contains("Every account is only observed");
        assert_eq!(switch, *role == Role::Admin, "{role}");
        let rejects = html.contains("Nothing was rejected");
        assert_eq!(rejects, *role == Role::Admin, "{role}");
    }
}

/// What cannot be read is the caller's fault, said with a status that says so.
#[tokio::test]
async fn arguments_that_mean_nothing_are_no_failure_of_the_server() {
    let place = Place::new().await;
    place.person("ada", &[Role::Admin, Role::Approver]).await;
    let browser = place.sign_in("ada").await;
    for (path, given) in MEANINGFUL {
        let wrong = |(name, _): &(&'static str, &str)| (*name, "nothing of this kind");
        let form: Vec<(&str, &str)> = given.iter().map(wrong).collect();
        let status = call(&place, &browser, path, &form).await;
        assert!((400..500).contains(&status), "{path} answered {status}");
    }
}
