//! Wall screens: their codes are shown once, kept as hashes, and end when they are revoked.

use backend::{
    Error, audit,
    screens::{self, NewScreen, ScreenStatus},
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{action::Action, actor::Actor, version::Version};
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
