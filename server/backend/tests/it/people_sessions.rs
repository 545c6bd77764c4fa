//! Sessions: found by a secret, ended from outside, never revived.

use backend::{
    Error, audit,
    people::{
        self, PersonChange, Session, actor_of, change_own_password, create_session,
        delete_expired_sessions, delete_session, load_session, save_session, sign_out_everywhere,
    },
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, PersonActor, Role},
    id::PersonId,
};
use rstest::rstest;
use serde_json::json;

use crate::{asks::admin, own_sql::OwnSql};

const PASSWORD: &str = "correct horse";

/// A backend with two people who can sign in.
async fn with_people(engine: Engine) -> Option<(TestBackend, PersonId, PersonId)> {
    let backend = TestBackend::new(engine).await?;
    for (name, role) in [("ada", Role::Admin), ("ben", Role::Analyst)] {
        people::add(&backend, &admin(), (name, &[role]), Some(PASSWORD), None)
            .await
            .expect("added");
    }
    let rows = people::list(&backend, &admin(), None)
        .await
        .expect("people")
        .rows;
    Some((backend, rows[0].id, rows[1].id))
}

fn session(backend: &TestBackend, person: PersonId) -> Session {
    Session {
        person: Some(person),
        content: json!({"return_to": "/findings?q=a\u{0}b", "form": ["\u{0}"], "\u{0}": 1}),
        expires_at: backend.now() + TimeDelta::hours(12),
    }
}

async fn is_there(backend: &TestBackend, secret: &[u8]) -> bool {
    load_session(backend, secret)
        .await
        .expect("it answers")
        .is_some()
}

fn ben(id: PersonId) -> Actor {
    Actor::Person(PersonActor {
        id,
        name: "ben".to_owned(),
        roles: vec![Role::Analyst],
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_session_is_kept_until_it_ends(#[case] engine: Engine) {
    let Some((backend, _, ben)) = with_people(engine).await else {
        return;
    };
    let session = session(&backend, ben);
    assert!(
        create_session(&backend, b"one", &session)
            .await
            .expect("it is kept")
    );
    assert!(
        !create_session(&backend, b"one", &session)
            .await
            .expect("it answers"),
        "in use"
    );
    let kept = load_session(&backend, b"one")
        .await
        .expect("it answers")
        .expect("it is there");
    assert_eq!(
        (kept.session.person, kept.session.expires_at),
        (Some(ben), session.expires_at)
    );
    assert_eq!(kept.created_at, backend.now());
    assert_eq!(kept.session.content["return_to"], "/findings?q=a\u{fffd}b");
    assert!(!is_there(&backend, b"another").await);
    backend
        .clock
        .advance(TimeDelta::hours(12) - TimeDelta::microseconds(1));
    assert_eq!(
        delete_expired_sessions(&backend).await.expect("it looks"),
        0
    );
    assert!(is_there(&backend, b"one").await);
    backend.clock.advance(TimeDelta::microseconds(1));
    assert!(!is_there(&backend, b"one").await);
    assert_eq!(
        delete_expired_sessions(&backend).await.expect("it looks"),
        1
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn saving_moves_the_end_and_never_revives(#[case] engine: Engine) {
    let Some((backend, _, ben)) = with_people(engine).await else {
        return;
    };
    let mut session = session(&backend, ben);
    create_session(&backend, b"one", &session)
        .await
        .expect("it is kept");
    session.expires_at += TimeDelta::hours(1);
    session.content = json!({"seen": 2});
    assert!(
        save_session(&backend, b"one", &session)
            .await
            .expect("it is saved")
    );
    let kept = load_session(&backend, b"one")
        .await
        .expect("it answers")
        .expect("it is there");
    assert_eq!(kept.session, session);
    delete_session(&backend, b"one").await.expect("signed out");
    assert!(
        !save_session(&backend, b"one", &session)
            .await
            .expect("it answers")
    );
    assert!(
        !is_there(&backend, b"one").await,
        "a request in flight does not sign in again"
    );
    let kind = "SELECT kind FROM events ORDER BY seq DESC LIMIT 1";
    assert_eq!(
        OwnSql::of(&backend).await.column(kind).await,
        ["people.sessions_ended"]
    );
}

/// Whoever finds an open session cannot try passwords with it for as long as they like.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn guessing_the_own_password_locks_the_account_as_at_the_sign_in(#[case] engine: Engine) {
    let Some((backend, _, id)) = with_people(engine).await else {
        return;
    };
    let (ben, new) = (ben(id), "battery staple");
    for guess in [
        "one wrong",
        "two wrong",
        "three wrong",
        "four wrong",
        "five wrong",
    ] {
        let wrong = change_own_password(&backend, &ben, (guess, new), b"this", None).await;
        assert!(matches!(wrong, Err(Error::SignInRefused)), "{guess}");
    }
    let right = change_own_password(&backend, &ben, (PASSWORD, new), b"this", None).await;
    assert!(matches!(right, Err(Error::SignInRefused)), "it is locked");
    backend.clock.advance(TimeDelta::minutes(2));
    let right = change_own_password(&backend, &ben, (PASSWORD, new), b"this", None).await;
    right.expect("the lock is over");
    let audit = audit::list(&backend, &admin(), None).await;
    let refused = audit.expect("the audit").rows;
    let refused = refused
        .iter()
        .filter(|entry| entry.detail.contains("own password was wrong"));
    assert_eq!(refused.count(), 5);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn another_password_ends_the_other_sessions(#[case] engine: Engine) {
    let Some((backend, ada, id)) = with_people(engine).await else {
        return;
    };
    for (secret, person) in [(b"this", id), (b"that", id), (b"hers", ada)] {
        let session = session(&backend, person);
        create_session(&backend, secret, &session)
            .await
            .expect("it is kept");
    }
    let new = "battery staple";
    let wrong = change_own_password(&backend, &ben(id), ("wrong one!", new), b"this", None).await;
    assert!(matches!(wrong, Err(Error::SignInRefused)));
    let short = change_own_password(&backend, &ben(id), (PASSWORD, "short"), b"this", None).await;
    assert!(matches!(short, Err(Error::Password(_))));
    assert!(is_there(&backend, b"that").await, "nothing happened yet");
    change_own_password(&backend, &ben(id), (PASSWORD, new), b"this", None)
        .await
        .expect("changed");
    assert!(is_there(&backend, b"this").await);
    assert!(!is_there(&backend, b"that").await);
    assert!(is_there(&backend, b"hers").await);
    let ask = |password| people::SignIn {
        name: "ben",
        password,
        address: None,
    };
    assert!(people::sign_in(&backend, ask(PASSWORD)).await.is_err());
    people::sign_in(&backend, ask(new))
        .await
        .expect("the new one");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn sign_out_everywhere_ends_ones_own(#[case] engine: Engine) {
    let Some((backend, ada, id)) = with_people(engine).await else {
        return;
    };
    for (secret, person) in [(b"this", id), (b"that", id), (b"hers", ada)] {
        let session = session(&backend, person);
        create_session(&backend, secret, &session)
            .await
            .expect("it is kept");
    }
    assert_eq!(
        people::list(&backend, &admin(), None)
            .await
            .expect("people")
            .rows[1]
            .sessions,
        2
    );
    assert_eq!(
        sign_out_everywhere(&backend, &ben(id), None)
            .await
            .expect("out"),
        2
    );
    assert!(!is_there(&backend, b"this").await && !is_there(&backend, b"that").await);
    assert!(is_there(&backend, b"hers").await);
    let nobody = sign_out_everywhere(&backend, &Actor::Console, None).await;
    assert!(matches!(nobody, Err(Error::Forbidden)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_disabled_person_is_nobody_and_is_out(#[case] engine: Engine) {
    let Some((backend, _, id)) = with_people(engine).await else {
        return;
    };
    assert_eq!(actor_of(&backend, id).await.expect("it answers"), ben(id));
    create_session(&backend, b"one", &session(&backend, id))
        .await
        .expect("it is kept");
    let version = people::list(&backend, &admin(), None)
        .await
        .expect("people")
        .rows[1]
        .version;
    let disable = PersonChange::Disable;
    people::change(&backend, &admin(), (id, version), disable, None)
        .await
        .expect("disabled");
    assert_eq!(
        actor_of(&backend, id).await.expect("it answers"),
        Actor::Anonymous
    );
    assert!(!is_there(&backend, b"one").await);
    let unknown = PersonId(uuid::Uuid::from_u128(9));
    assert_eq!(
        actor_of(&backend, unknown).await.expect("it answers"),
        Actor::Anonymous
    );
}
