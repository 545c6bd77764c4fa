//! While a freeze holds, every page says so; a wall screen, which nobody plans on, does not.

use backend::{calendar, screens, testing::person};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    calendar::{FreezePlan, FreezeStrength},
    id::FreezeId,
    version::Version,
};
use reqwest::Client;

use crate::place::Place;

const PAGES: &[&str] = &[
    "/",
    "/findings",
    "/health",
    "/endpoints",
    "/incidents",
    "/changes",
    "/calendar",
    "/settings/account",
    "/nowhere",
];

fn admin() -> Actor {
    person("ada", &[Role::Admin])
}

async fn freeze(place: &Place, strength: FreezeStrength, scope: &str, hours: i64) -> FreezeId {
    let now = place.backend.now();
    let plan = FreezePlan {
        name: "Quarter close".to_owned(),
        strength,
        scope: scope.parse().expect("a place"),
        reason: format!("The books of {hours} h are closed"),
        from: now,
        until: now + TimeDelta::hours(hours),
    };
    let made = calendar::make_freeze(&place.backend, &admin(), plan, None).await;
    made.expect("a freeze is made")
}

async fn page(place: &Place, browser: &Client, path: &str) -> String {
    let answer = browser.get(place.at(path)).send().await;
    answer.expect("an answer").text().await.expect("text")
}

/// The line of a page, without its marks.
async fn line(place: &Place, browser: &Client, path: &str) -> Option<String> {
    let html = page(place, browser, path).await;
    let (_, rest) = html.split_once(r#"class="freeze-line"#)?;
    let (line, _) = rest.split_once("</p>")?;
    Some(line.to_owned())
}

#[tokio::test]
async fn every_page_says_what_holds_until_it_is_ended() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let viewer = place.sign_in("vera").await;
    for path in PAGES {
        assert_eq!(line(&place, &viewer, path).await, None, "{path}");
    }
    let id = freeze(
        &place,
        FreezeStrength::Hard,
        "444455556666 eu-west-1 rds",
        3,
    )
    .await;
    for path in PAGES {
        let line = line(&place, &viewer, path).await.expect("a line");
        for part in [
            "Hard freeze",
            "444455556666 eu-west-1 rds: The books of 3 h are closed",
            "until ",
            r#"href="/calendar""#,
        ] {
            assert!(line.contains(part), "{path}: {part} in {line}");
        }
    }
    calendar::end_freeze(&place.backend, &admin(), (id, Version::FIRST), None)
        .await
        .expect("it is ended");
    assert_eq!(line(&place, &viewer, "/").await, None);
}

#[tokio::test]
async fn of_several_the_hard_one_that_holds_longest_is_told_of() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let viewer = place.sign_in("vera").await;
    for (strength, hours) in [
        (FreezeStrength::Hard, 2),
        (FreezeStrength::Hard, 5),
        (FreezeStrength::Soft, 9),
    ] {
        freeze(&place, strength, "444455556666", hours).await;
    }
    let told = line(&place, &viewer, "/").await.expect("a line");
    assert!(
        told.contains("The books of 5 h are closed") && told.contains("and 2 more"),
        "{told}"
    );
}

#[tokio::test]
async fn who_looks_at_one_account_hears_of_its_freezes() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let viewer = place.sign_in("vera").await;
    freeze(&place, FreezeStrength::Soft, "444455556666", 2).await;
    let look = async |account| {
        let form = [("account", account), ("region", "")];
        place.post(&viewer, "/api/scope/choose", &form).await;
        line(&place, &viewer, "/").await
    };
    assert!(look("444455556666").await.is_some());
    assert_eq!(look("111122223333").await, None);
    freeze(&place, FreezeStrength::Soft, "organization", 2).await;
    assert!(look("111122223333").await.is_some());
}

#[tokio::test]
async fn a_screen_and_a_stranger_are_not_told() {
    let place = Place::new().await;
    let made = screens::add(&place.backend, &admin(), "hall", None).await;
    let code = made.expect("a screen is made").code.to_string();
    let browser = place.browser();
    place
        .post(&browser, "/api/screens/enter", &[("code", &code)])
        .await;
    freeze(&place, FreezeStrength::Hard, "organization", 2).await;
    assert!(page(&place, &browser, "/wall").await.contains("hall"));
    assert_eq!(line(&place, &browser, "/wall").await, None);
    assert_eq!(line(&place, &place.browser(), "/sign-in").await, None);
    place.person("dora", &[Role::Display]).await;
    let display = place.sign_in("dora").await;
    for path in ["/", "/wall", "/settings/account"] {
        assert_eq!(line(&place, &display, path).await, None, "{path}");
    }
}
