//! Keeping accounts: added, changed, and never the last administrator taken away.

use backend::{
    Error, audit,
    people::{self, PersonChange, PersonStatus, SignIn, sign_in, use_link},
    testing::{Engine, TestBackend, person},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    version::Version,
};
use rstest::rstest;

use crate::{asks::admin, own_sql::OwnSql};

const PASSWORD: &str = "correct horse";

async fn add(backend: &TestBackend, name: &str, role: Role) -> Result<Option<String>, Error> {
    people::add(backend, &admin(), (name, &[role]), Some(PASSWORD), None).await
}

async fn of_name(backend: &TestBackend, name: &str) -> PersonStatus {
    let all = people::list(backend, &admin(), None)
        .await
        .expect("people")
        .rows;
    all.into_iter()
        .find(|person| person.name == name)
        .expect("they are there")
}

async fn change(
    backend: &TestBackend,
    name: &str,
    to: PersonChange,
) -> Result<Option<String>, Error> {
    let person = of_name(backend, name).await;
    people::change(
        backend,
        &admin(),
        (person.id, person.version),
        to,
        Some("192.0.2.7"),
    )
    .await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_name_is_given_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    assert_eq!(
        add(&backend, "Ana", Role::Admin).await.expect("added"),
        None
    );
    assert!(matches!(
        add(&backend, "ana", Role::Viewer).await,
        Err(Error::NameTaken)
    ));
    assert!(matches!(
        add(&backend, "a b", Role::Viewer).await,
        Err(Error::Name(_))
    ));
    let ben = ("ben", [Role::Viewer].as_slice());
    let short = people::add(&backend, &admin(), ben, Some("short"), None).await;
    assert!(matches!(short, Err(Error::Password(_))));
    let all = people::list(&backend, &admin(), None)
        .await
        .expect("people");
    assert_eq!(all.rows.len(), 1);
    let ana = &all.rows[0];
    assert_eq!(
        (ana.name.as_str(), ana.roles.as_slice()),
        ("ana", [Role::Admin].as_slice())
    );
    assert!(ana.has_password && ana.disabled_at.is_none());
    assert_eq!(
        (ana.version, ana.created_at),
        (Version::FIRST, backend.now())
    );
    let entry = audit::list(&backend, &admin(), None)
        .await
        .expect("the audit")
        .rows
        .remove(0);
    assert_eq!(
        (entry.subject.as_str(), entry.detail.as_str()),
        ("ana", "added as admin")
    );
    let hash = OwnSql::of(&backend)
        .await
        .column("SELECT password_hash FROM people")
        .await;
    assert!(hash[0].starts_with("$argon2id$"), "{}", hash[0]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_last_administrator_stays(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    add(&backend, "ada", Role::Admin).await.expect("added");
    add(&backend, "vera", Role::Viewer).await.expect("added");
    for to in [
        PersonChange::Disable,
        PersonChange::SetRoles(vec![Role::Approver]),
    ] {
        let refused = change(&backend, "ada", to).await;
        assert!(matches!(refused, Err(Error::LastAdmin)), "{refused:?}");
    }
    let ada = of_name(&backend, "ada").await;
    assert_eq!(
        (ada.roles.as_slice(), ada.version),
        ([Role::Admin].as_slice(), Version::FIRST)
    );
    assert!(ada.disabled_at.is_none());
    change(&backend, "vera", PersonChange::SetRoles(vec![Role::Admin]))
        .await
        .expect("two");
    change(&backend, "ada", PersonChange::Disable)
        .await
        .expect("vera stays");
    let refused = change(&backend, "vera", PersonChange::Disable).await;
    assert!(
        matches!(refused, Err(Error::LastAdmin)),
        "a disabled one does not count"
    );
    change(&backend, "ada", PersonChange::Enable)
        .await
        .expect("enabled");
    change(&backend, "vera", PersonChange::Disable)
        .await
        .expect("ada stays");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_reset_password_is_set_by_link(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    add(&backend, "ada", Role::Admin).await.expect("added");
    let secret = change(&backend, "ada", PersonChange::ResetPassword)
        .await
        .expect("reset");
    assert!(!of_name(&backend, "ada").await.has_password);
    let ask = |password| SignIn {
        name: "ada",
        password,
        address: None,
    };
    assert!(matches!(
        sign_in(&backend, ask(PASSWORD)).await,
        Err(Error::SignInRefused)
    ));
    let secret = secret.expect("a link");
    use_link(&backend, &secret, "battery staple", None)
        .await
        .expect("it is used");
    sign_in(&backend, ask("battery staple"))
        .await
        .expect("the new one");
    let details: Vec<String> = audit::list(&backend, &admin(), None)
        .await
        .expect("the audit")
        .rows
        .into_iter()
        .map(|entry| entry.detail)
        .collect();
    assert!(
        details.contains(&"password reset".to_owned()),
        "{details:?}"
    );
    assert!(
        !details.iter().any(|detail| detail.contains(&secret)),
        "no secret in the audit"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_disabled_person_gets_no_link(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    add(&backend, "ada", Role::Admin).await.expect("added");
    add(&backend, "ben", Role::Viewer).await.expect("added");
    change(&backend, "ben", PersonChange::Disable)
        .await
        .expect("disabled");
    let before = of_name(&backend, "ben").await;
    let refused = change(&backend, "ben", PersonChange::ResetPassword).await;
    let refused = refused.expect_err("it could not be used");
    assert_eq!(
        refused.to_string(),
        "ben is disabled: enable the account first"
    );
    assert_eq!(of_name(&backend, "ben").await, before, "nothing is changed");
    change(&backend, "ben", PersonChange::Enable)
        .await
        .expect("enabled");
    let secret = change(&backend, "ben", PersonChange::ResetPassword).await;
    let secret = secret.expect("reset").expect("a link");
    use_link(&backend, &secret, "battery staple", None)
        .await
        .expect("it is used");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn everybody_has_a_role(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    add(&backend, "ada", Role::Admin).await.expect("added");
    add(&backend, "ben", Role::Viewer).await.expect("added");
    let added = people::add(&backend, &admin(), ("eve", &[]), None, None).await;
    assert!(matches!(added, Err(Error::NoRole)), "{added:?}");
    let changed = change(&backend, "ben", PersonChange::SetRoles(Vec::new())).await;
    assert!(matches!(changed, Err(Error::NoRole)), "{changed:?}");
    let all = people::list(&backend, &admin(), None)
        .await
        .expect("people");
    let all: Vec<_> = all.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(all, ["ada", "ben"]);
    assert_eq!(of_name(&backend, "ben").await.roles, [Role::Viewer]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stale_version_and_an_unknown_person(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    add(&backend, "ada", Role::Admin).await.expect("added");
    add(&backend, "ben", Role::Viewer).await.expect("added");
    let ben = of_name(&backend, "ben").await;
    change(&backend, "ben", PersonChange::SetRoles(vec![Role::Analyst]))
        .await
        .expect("changed");
    let then = backend.now();
    backend.clock.advance(TimeDelta::hours(1));
    let stale = (ben.id, ben.version);
    let other = person("eve", &[Role::Admin]);
    let refused = people::change(&backend, &other, stale, PersonChange::Disable, None).await;
    assert!(
        matches!(&refused, Err(Error::Conflict { by, at }) if by == "ada" && *at == then),
        "{refused:?}"
    );
    let nobody = (domain::id::PersonId(uuid::Uuid::from_u128(9)), ben.version);
    let missing = people::change(&backend, &admin(), nobody, PersonChange::Disable, None).await;
    assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
    assert!(of_name(&backend, "ben").await.disabled_at.is_none());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_and_audit_are_paged_without_loss(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let console = Actor::Console;
    for n in 0..105 {
        let name = format!("p{n:03}");
        people::add(&backend, &console, (&name, &[Role::Viewer]), None, None)
            .await
            .expect("added");
    }
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = people::list(&backend, &admin(), after.as_deref())
            .await
            .expect("a page");
        names.extend(page.rows.into_iter().map(|person| person.name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(
        names,
        (0..105).map(|n| format!("p{n:03}")).collect::<Vec<_>>()
    );
    let first = audit::list(&backend, &admin(), None).await.expect("a page");
    let second = audit::list(&backend, &admin(), first.next.as_deref())
        .await
        .expect("a page");
    let subjects: Vec<_> = first
        .rows
        .into_iter()
        .chain(second.rows)
        .map(|entry| entry.subject)
        .collect();
    names.reverse();
    assert_eq!(subjects, names);
    for cursor in ["", "x", "1.x", "9999999999999999999.0", "\0"] {
        let bad = audit::list(&backend, &admin(), Some(cursor)).await;
        assert!(matches!(bad, Err(Error::BadCursor)), "{cursor:?}");
    }
    people::list(&backend, &admin(), Some("\0'%"))
        .await
        .expect("any text is a place");
}
