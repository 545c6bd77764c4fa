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
        let status = call(&place, &browser, path, &[]).await;
        assert!((400..500).contains(&status), "{path} answered {status}");
        called += 1;
    }
    assert!(called > 10, "only {called} functions are known");
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
