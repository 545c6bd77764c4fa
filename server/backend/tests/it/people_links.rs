//! One-time links: how the first administrator gets in, and anybody whose password was reset.

use backend::{
    Error,
    people::{self, PersonChange, SignIn, first_admin_link, link_person, sign_in, use_link},
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::actor::Role;
use rstest::rstest;

use crate::{asks::admin, own_sql::OwnSql};

const PASSWORD: &str = "correct horse";

async fn secret(backend: &TestBackend) -> String {
    let link = first_admin_link(backend).await.expect("it answers");
    link.expect("nobody can sign in yet").secret
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_first_link_makes_an_administrator_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let secret = secret(&backend).await;
    let whose = link_person(&backend, &secret)
        .await
        .expect("it may be used");
    assert_eq!(
        (whose.name.as_str(), whose.roles.as_slice()),
        ("admin", [Role::Admin].as_slice())
    );
    let short = use_link(&backend, &secret, "short", None).await;
    assert!(
        matches!(short, Err(Error::Password(_))),
        "which leaves the link as it was"
    );
    let person = use_link(&backend, &secret, PASSWORD, None)
        .await
        .expect("it is used");
    assert_eq!(person, whose);
    let again = use_link(&backend, &secret, PASSWORD, None).await;
    assert!(matches!(again, Err(Error::LinkSpent)));
    assert!(matches!(
        link_person(&backend, &secret).await,
        Err(Error::LinkSpent)
    ));
    assert_eq!(first_admin_link(&backend).await.expect("it answers"), None);
    let ask = SignIn {
        name: "Admin",
        password: PASSWORD,
        address: None,
    };
    assert_eq!(sign_in(&backend, ask).await.expect("signed in"), person);
}

/// Somebody whose name is `name`, with a password where there is one.
async fn add(backend: &TestBackend, name: &str, role: Role, password: Option<&str>) {
    let added = people::add(backend, &admin(), (name, &[role]), password, None).await;
    added.expect("added");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_first_link_is_offered_whoever_else_is_there(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    add(&backend, "ana", Role::Viewer, Some(PASSWORD)).await;
    let first = secret(&backend).await;
    let whose = link_person(&backend, &first).await.expect("admin is made");
    assert_eq!(
        (whose.name.as_str(), whose.roles.as_slice()),
        ("admin", [Role::Admin].as_slice())
    );
    add(&backend, "ben", Role::Viewer, None).await;
    let again = secret(&backend).await;
    let person = use_link(&backend, &again, PASSWORD, None).await;
    assert_eq!(person.expect("it is used"), whose, "the same account");
    assert_eq!(first_admin_link(&backend).await.expect("it answers"), None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_administrator_of_any_name_is_enough(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    add(&backend, "ana", Role::Viewer, Some(PASSWORD)).await;
    add(&backend, "root", Role::Admin, Some(PASSWORD)).await;
    assert_eq!(first_admin_link(&backend).await.expect("it answers"), None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nobody_becomes_the_first_administrator_by_name(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    add(&backend, "admin", Role::Viewer, Some(PASSWORD)).await;
    let link = first_admin_link(&backend).await.expect("it answers");
    let link = link.expect("nobody administers yet");
    assert_eq!(link.name, "admin2");
    let ask = SignIn {
        name: "admin",
        password: PASSWORD,
        address: None,
    };
    let viewer = sign_in(&backend, ask).await.expect("signed in");
    assert_eq!(viewer.roles, [Role::Viewer]);
    assert_eq!(secret(&backend).await.len(), link.secret.len());
    let all = people::list(&backend, &admin(), None)
        .await
        .expect("people");
    assert_eq!(all.rows.len(), 2, "the account is made once");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_newer_link_ends_the_one_before(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (old, new) = (secret(&backend).await, secret(&backend).await);
    assert_ne!(old, new);
    assert!(matches!(
        use_link(&backend, &old, PASSWORD, None).await,
        Err(Error::LinkSpent)
    ));
    use_link(&backend, &new, PASSWORD, None)
        .await
        .expect("the newest may be used");
    let backend = backend.restart().await;
    assert_eq!(first_admin_link(&backend).await.expect("it answers"), None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_link_lasts_a_day(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let secret = secret(&backend).await;
    backend
        .clock
        .advance(TimeDelta::hours(24) - TimeDelta::microseconds(1));
    link_person(&backend, &secret)
        .await
        .expect("its last moment");
    backend.clock.advance(TimeDelta::microseconds(1));
    let late = use_link(&backend, &secret, PASSWORD, None).await;
    assert!(matches!(late, Err(Error::LinkSpent)));
    assert!(
        first_admin_link(&backend)
            .await
            .expect("it answers")
            .is_some(),
        "a new one"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_store_does_not_hold_what_opens_it(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let secret = secret(&backend).await;
    let mut own = OwnSql::of(&backend).await;
    let hashes = match engine {
        Engine::Sqlite => {
            own.column("SELECT LOWER(HEX(secret_hash)) FROM one_time_links")
                .await
        }
        Engine::Postgres => {
            own.column("SELECT ENCODE(secret_hash, 'hex') FROM one_time_links")
                .await
        }
    };
    assert_eq!(hashes.len(), 1);
    assert_ne!(hashes[0], secret);
    let audited = own
        .column("SELECT actor || ' ' || subject || ' ' || detail FROM audit")
        .await;
    assert_eq!(
        audited,
        ["console admin made a one-time link for the first administrator"]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_disabled_person_cannot_use_a_link(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    people::add(
        &backend,
        &admin(),
        ("ada", &[Role::Admin]),
        Some(PASSWORD),
        None,
    )
    .await
    .expect("somebody stays");
    let secret = people::add(&backend, &admin(), ("ben", &[Role::Viewer]), None, None).await;
    let secret = secret
        .expect("added")
        .expect("without a password there is a link");
    let row = people::list(&backend, &admin(), Some("ada"))
        .await
        .expect("people")
        .rows
        .remove(0);
    let ask = (row.id, row.version);
    people::change(&backend, &admin(), ask, PersonChange::Disable, None)
        .await
        .expect("disabled");
    assert!(matches!(
        link_person(&backend, &secret).await,
        Err(Error::LinkSpent)
    ));
    assert!(matches!(
        use_link(&backend, &secret, PASSWORD, None).await,
        Err(Error::LinkSpent)
    ));
}
