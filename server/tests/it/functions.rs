//! Every server function is a public address: each refuses whoever may not.

use domain::{action::Action, actor::Role};
use reqwest::Client;
use server_fn::axum::server_fn_paths;

use crate::place::{Place, location};

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

/// What every other function needs: one that is not here fails the tests until somebody has said it.
const NEEDS: &[(Action, &[&str])] = &[
    (
        Action::ReadFloor,
        &[
            "calendar/list",
            "calendar/month",
            "changes/get",
            "changes/queue",
            "endpoints/get",
            "endpoints/list",
            "findings/around",
            "findings/bulk_act",
            "findings/complete",
            "findings/deadlines",
            "findings/document",
            "findings/get",
            "findings/listing",
            "findings/mark_seen",
            "findings/outcome",
            "findings/same_resource",
            "findings/tally",
            "health/get",
            "health/list",
            "incidents/get",
            "incidents/list",
            "sources/list",
            "standards/get",
            "standards/list",
            "suppressions/get",
            "suppressions/list",
            "watch/get",
            "work/read",
        ],
    ),
    (
        Action::KeepViews,
        &[
            "views/columns",
            "views/keep",
            "views/list",
            "views/open_with",
            "views/remove",
            "views/rename",
            "views/save",
            "views/share",
        ],
    ),
    (
        Action::AdministerViews,
        &["views/clear_role", "views/set_role"],
    ),
    (
        Action::TriageFindings,
        &[
            "findings/act",
            "findings/assign",
            "findings/undo",
            "suppressions/change",
            "suppressions/make",
            "suppressions/preview",
            "suppressions/switch",
        ],
    ),
    (
        Action::WorkIncidents,
        &[
            "incidents/change",
            "incidents/declare",
            "incidents/new",
            "incidents/note",
            "incidents/reopen",
            "incidents/resolve",
        ],
    ),
    (
        Action::RequestChanges,
        &[
            "changes/act",
            "changes/form",
            "changes/save",
            "changes/submit",
        ],
    ),
    (Action::DecideChanges, &["changes/decide"]),
    (
        Action::ReadSettings,
        &["changes/levels", "people/list", "sources/rejects"],
    ),
    (
        Action::AdministerPeople,
        &["changes/set_level", "people/add", "people/change"],
    ),
    (
        Action::AdministerCalendars,
        &[
            "calendar/end",
            "calendar/keep",
            "calendar/keep_event",
            "calendar/keep_freeze",
        ],
    ),
    (
        Action::AdministerScreens,
        &[
            "screens/add",
            "screens/dim",
            "screens/list",
            "screens/revoke",
        ],
    ),
    (Action::AdministerSources, &["sources/write_back"]),
    (Action::AdministerDeadlines, &["findings/set_deadlines"]),
    (Action::ReadAudit, &["audit/list"]),
    (
        Action::AdministerSelf,
        &[
            "people/change_own_mail",
            "people/change_own_password",
            "people/own_mail",
            LAST,
        ],
    ),
    (Action::ReadWall, &["wall/get"]),
];

/// Whoever calls it is signed out, so it is called after all others.
const LAST: &str = "people/sign_out_everywhere";

/// A screen's code is what one shows here, and a person's session is none: everybody is refused without one.
const OF_SCREENS: &str = "/api/screens/enter";

/// What a function needs that is not open to everybody.
fn needed(path: &str) -> Option<Action> {
    let name = path.trim_start_matches("/api/");
    let needs = NEEDS.iter().find(|(_, names)| names.contains(&name));
    needs.map(|(action, _)| *action)
}

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

/// Every function there is, called by a person of each role with all that it asks for.
#[tokio::test]
async fn roles_open_what_the_policy_says() {
    let mut functions: Vec<(&str, Action)> = server_fn_paths()
        .map(|(path, _)| path)
        .filter(|path| !OPEN.contains(path) && *path != OF_SCREENS)
        .map(|path| {
            (
                path,
                needed(path).unwrap_or_else(|| panic!("{path} is in no list")),
            )
        })
        .collect();
    functions.sort_by_key(|(path, _)| path.ends_with(LAST));
    let mut wrong = Vec::new();
    for role in Role::ALL {
        // Of its own: what one role did must not be in the way of another.
        let place = Place::new().await;
        place.person(role.as_str(), &[*role]).await;
        let browser = place.sign_in(role.as_str()).await;
        for (path, action) in &functions {
            let status = call_filled(&place, &browser, path).await;
            let is_right = match role.grants().contains(action) {
                // There may be nothing to do it to, or the words make no sense.
                true => ![401, 403, 429].contains(&status) && status < 500,
                false => status == 403,
            };
            if !is_right {
                wrong.push(format!("{role} at {path}: {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Pages that are read without signing in.
const OPEN_PAGES: &[&str] = &["/sign-in", "/first/{secret}", "/wall"];

/// What is no page and is asked for with GET.
const FILES: &[&str] = &[
    "/events?topics=findings",
    "/incidents/{id}/export.md",
    "/findings/{id}/document.json",
    "/findings/export.csv",
    "/findings/export.ndjson",
    "/findings/export.json",
];

#[tokio::test]
async fn a_stranger_reads_no_page_and_no_file() {
    let place = Place::new().await;
    let browser = place.browser();
    let pages = leptos_axum::generate_route_list(app::App);
    let pages = pages.iter().map(|route| route.path());
    let pages = pages.filter(|path| !path.contains("{*") && !OPEN_PAGES.contains(path));
    let mut asked = 0;
    for path in pages.chain(FILES.iter().copied()) {
        let address: String = path
            .split('/')
            .map(|part| if part.starts_with('{') { ID } else { part })
            .collect::<Vec<_>>()
            .join("/");
        let answer = browser
            .get(place.at(&address))
            .header("accept", "text/html")
            .send();
        let answer = answer.await.expect("the server answers");
        let status = answer.status().as_u16();
        let to_the_door = status == 302 && location(&answer).starts_with("/sign-in");
        let is_refused = matches!(status, 401 | 403);
        assert!(to_the_door || is_refused, "{path}: {status}");
        asked += 1;
    }
    assert!(asked > 20, "only {asked} pages are known");
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
