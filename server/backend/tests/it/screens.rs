//! Wall screens: their codes are shown once, kept as hashes, and end when they are revoked.

use backend::{
    Error, audit,
    calendar::TableZone,
    screens::{self, NewScreen, ScreenStatus},
    testing::{Engine, TestBackend},
    wall,
};
use chrono::{TimeDelta, Timelike as _};
use domain::{
    action::Action,
    actor::Actor,
    calendar::{CalendarCode, Zone as _},
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, viewer},
    own_sql::OwnSql,
};

async fn made(backend: &TestBackend) -> NewScreen {
    let made = screens::add(backend, &admin(), " Operations room ", None).await;
    made.expect("a screen is made")
}

async fn listed(backend: &TestBackend) -> ScreenStatus {
    let mut all = screens::list(backend, &admin()).await.expect("a list");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_code_opens_the_wall_until_it_is_revoked(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let screen = made(&backend).await;
    let typed = screen.code.to_string().to_lowercase();
    let kept = screens::enter(&backend, &typed, None)
        .await
        .expect("it opens");
    let backend = backend.restart().await;
    let actor = screens::screen_of(&backend, kept.as_str())
        .await
        .expect("an answer");
    let expected = Actor::Display {
        id: screen.id,
        name: "Operations room".to_owned(),
    };
    assert_eq!(actor, expected, "it outlives a restart");
    assert!(actor.may(Action::ReadWall) && !actor.may(Action::ReadFloor));
    assert!(
        screens::holds(&backend, screen.id)
            .await
            .expect("an answer")
    );

    let ask = (screen.id, Version::FIRST);
    screens::revoke(&backend, &admin(), ask, None)
        .await
        .expect("it is revoked");
    let actor = screens::screen_of(&backend, kept.as_str())
        .await
        .expect("an answer");
    assert_eq!(actor, Actor::Anonymous);
    assert!(
        !screens::holds(&backend, screen.id)
            .await
            .expect("an answer")
    );
    let again = screens::enter(&backend, &typed, None).await;
    assert!(matches!(again, Err(Error::CodeRefused)), "{again:?}");
    let twice = screens::revoke(&backend, &admin(), ask, None).await;
    assert!(matches!(twice, Err(Error::Conflict { by, .. }) if by == "ada"));
    assert_eq!(listed(&backend).await.revoked_by.as_deref(), Some("ada"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn when_a_screen_was_seen_is_kept_about_once_a_minute(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let screen = made(&backend).await;
    assert_eq!(listed(&backend).await.seen_at, None);
    let code = screen.code.as_str();
    screens::screen_of(&backend, code).await.expect("an answer");
    let first = listed(&backend).await.seen_at.expect("it was seen");
    backend.clock.advance(TimeDelta::seconds(30));
    screens::holds(&backend, screen.id)
        .await
        .expect("an answer");
    assert_eq!(listed(&backend).await.seen_at, Some(first));
    backend.clock.advance(TimeDelta::seconds(31));
    screens::holds(&backend, screen.id)
        .await
        .expect("an answer");
    let later = listed(&backend).await.seen_at.expect("it was seen");
    assert_eq!(later - first, TimeDelta::seconds(61));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn neither_store_nor_audit_hold_what_opens_the_wall(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let screen = made(&backend).await;
    screens::enter(&backend, screen.code.as_str(), Some("192.0.2.1"))
        .await
        .expect("it opens");
    let wrong = "0000-1111-2222-3333-4444-5555";
    for typed in [wrong, "", "hall", "\u{0}"] {
        let refused = screens::enter(&backend, typed, None).await;
        assert!(matches!(refused, Err(Error::CodeRefused)), "{typed:?}");
    }
    let rows = audit::list(&backend, &admin(), None)
        .await
        .expect("the audit")
        .rows;
    let audited: Vec<String> = rows
        .into_iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row.actor, row.subject, row.outcome, row.detail
            )
        })
        .collect();
    let refused = "anonymous wall refused a code that opens nothing";
    let entered = "Operations room Operations room done entered its code";
    let made = "ada Operations room done made";
    assert_eq!(audited, [refused, refused, refused, refused, entered, made]);
    let mut own = OwnSql::of(&backend).await;
    let hashes = match engine {
        Engine::Sqlite => {
            own.column("SELECT LOWER(HEX(code_hash)) FROM screens")
                .await
        }
        Engine::Postgres => {
            own.column("SELECT ENCODE(code_hash, 'hex') FROM screens")
                .await
        }
    };
    assert!(!hashes[0].contains(&screen.code.as_str().to_lowercase()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn only_who_administers_screens_makes_them(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let refused = screens::add(&backend, &viewer(), "hall", None).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let nameless = screens::add(&backend, &admin(), " ", None).await;
    assert!(matches!(nameless, Err(Error::ScreenName(_))));
    assert!(
        screens::list(&backend, &admin())
            .await
            .expect("a list")
            .is_empty()
    );
}

/// Dims the one screen; the answer is whether its wall is dim then.
async fn dimmed(backend: &TestBackend, screen: &NewScreen, hours: [&str; 3]) -> bool {
    let version = listed(backend).await.version;
    let target = (screen.id, version);
    screens::dim(backend, &admin(), target, hours, None)
        .await
        .expect("it is kept");
    let actor = Actor::Display {
        id: screen.id,
        name: "Operations room".to_owned(),
    };
    wall::read(backend, &actor).await.expect("a wall").is_dim
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_screen_is_dim_in_its_hours_by_the_clocks_where_it_hangs(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let screen = made(&backend).await;
    let actor = Actor::Display {
        id: screen.id,
        name: "Operations room".to_owned(),
    };
    let wall = wall::read(&backend, &actor).await.expect("a wall");
    assert!(!wall.is_dim, "unless somebody says so it never is");
    let hour = backend.now().hour();
    let text = |hour: u32| (hour % 24).to_string();
    let (this, next, later) = (text(hour), text(hour + 1), text(hour + 2));
    assert!(dimmed(&backend, &screen, [&this, &next, ""]).await);
    assert_eq!(
        listed(&backend).await.dim.map(|(_, zone)| zone).as_deref(),
        Some("UTC")
    );
    assert!(!dimmed(&backend, &screen, [&next, &this, "UTC"]).await);
    // Clocks there are five and a half hours ahead: another hour of the day.
    let there = TableZone::named("Asia/Kolkata").expect("a zone");
    let there = there.local(backend.now()).hour();
    let (from, until) = (text(there), text(there + 1));
    assert!(dimmed(&backend, &screen, [&from, &until, "Asia/Kolkata"]).await);
    assert!(!dimmed(&backend, &screen, [&from, &until, "UTC"]).await);
    assert!(!dimmed(&backend, &screen, [&next, &later, ""]).await);
    backend.clock.advance(TimeDelta::hours(1));
    let wall = wall::read(&backend, &actor).await.expect("a wall");
    assert!(wall.is_dim, "its hour has come");
    let person = wall::read(&backend, &viewer()).await.expect("a wall");
    assert!(!person.is_dim, "the hours are the screen's");
    assert!(!dimmed(&backend, &screen, ["", "", ""]).await);

    let entries = audit::list(&backend, &admin(), None)
        .await
        .expect("entries");
    let said: Vec<_> = entries
        .rows
        .iter()
        .map(|entry| entry.detail.as_str())
        .collect();
    assert_eq!(said[0], "never dim", "{said:?}");
    assert_eq!(said[1], format!("dim from {next} to {later}, UTC"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn hours_that_are_none_are_refused_and_nothing_is_kept(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let screen = made(&backend).await;
    let target = (screen.id, Version::FIRST);
    let dim = async |hours| screens::dim(&backend, &admin(), target, hours, None).await;
    for hours in [["22", "", "UTC"], ["24", "6", "UTC"], ["6", "6", "UTC"]] {
        assert!(
            matches!(dim(hours).await, Err(Error::DimHours(_))),
            "{hours:?}"
        );
    }
    let nowhere = dim(["22", "6", "Nowhere"]).await;
    assert!(matches!(nowhere, Err(Error::Calendar(CalendarCode::Zone))));
    assert_eq!(listed(&backend).await.dim, None);
    dim(["22", "6", ""]).await.expect("it is kept");
    let late = dim(["23", "6", ""]).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
    let now = (screen.id, listed(&backend).await.version);
    screens::revoke(&backend, &admin(), now, None)
        .await
        .expect("it is revoked");
    let gone = (screen.id, listed(&backend).await.version);
    let late = screens::dim(&backend, &admin(), gone, ["1", "2", ""], None).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
}
